#include "city/policies/policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/crypto.h"

namespace ward::city {

namespace {

// The words of each choice, in the order of its enumerators.
using Choices = std::initializer_list<std::string_view>;
const Choices level_words = {"hard", "soft", "off"};
const Choices order_words = {"temperature_first", "recognition_first", "temperature_only"};
const Choices stranger_words = {"refuse", "call_staff", "admit"};
const Choices masked_words = {"allow", "lower_mask"};
const Choices fail_words = {"secure", "safe"};
const Choices picture_words = {"none", "refused", "all"};

// The one list of fields: name, member, allowed values, documentation. Everything below walks it.
template <class P, class Visitor>
void each_field(P& p, Visitor&& visit) {
  visit.choice("order", p.order, order_words,
               "Temperature before recognition, after it, or alone (a door that recognises nobody).");
  visit.choice("mask", p.mask, level_words, "A missing or badly worn mask: refuse, admit and record, or do not look.");
  visit.choice("temperature", p.temperature, level_words,
               "A fever, or no measurement: refuse, admit and record, or do not measure.");
  visit.choice("liveness", p.liveness, level_words,
               "A face that is not alive: refuse, admit and record, or do not look.");
  visit.integer("threshold_cc", p.threshold_cc, 3600, 3900, "Fever at or above this temperature, in 1/100 degC.");
  visit.integer("grey_zone_cc", p.grey_zone_cc, 0, 100,
                "This near the threshold, on either side, is measured again, in 1/100 degC.");
  visit.integer("max_retests", p.max_retests, 0, 5, "How often one person is measured again.");
  visit.integer("retest_wait_s", p.retest_wait_s, 0, 600, "Seconds before it is measured again.");
  visit.choice("strangers", p.strangers, stranger_words, "Who is not on the list of the site.");
  visit.choice("masked_recognition", p.masked_recognition, masked_words,
               "Whether a masked face is enough, or the mask is lowered for a moment.");
  visit.boolean("accept_passes", p.accept_passes,
                "Whether the pass of somebody of the list opens as a face does. It can be lent.");
  visit.choice("fail", p.fail, fail_words, "What the barrier does when the gate cannot judge: stay shut or open.");
  visit.boolean("open_all", p.open_all, "Fire: every gate is open.");
  visit.integer("whitelist_max_age_h", p.whitelist_max_age_h, 1, 8760,
                "Hours after which a list of people that the server has not confirmed is stale.");
  visit.rate("false_accept_rate", p.false_accept_rate, 1e-5, 0.1,
             "How often a stranger may be taken for somebody of the list.");
  visit.integer("min_live_milli", p.min_live_milli, 0, 1000, "Least answer of the liveness network, in 1/1000.");
  visit.integer("min_warmth_milli", p.min_warmth_milli, 0, 1000, "Least warmth of a living face, in 1/1000.");
  visit.choice("keep_pictures", p.keep_pictures, picture_words, "Of which passages a picture is kept.");
  visit.integer("hold_open_s", p.hold_open_s, 1, 60, "Seconds that the barrier stays open.");
}

// Six significant digits are what a rate has: the same policy has the same version wherever it was read.
double as_rate(double value) { return std::strtod(fmt::format("{:.6g}", value).c_str(), nullptr); }

struct Writer {
  json::object& out;
  template <class E>
  void choice(const char* key, E value, Choices words, const char*) {
    const auto word = words.begin()[std::size_t(value)];
    out[key] = json::string_view(word.data(), word.size());
  }
  void integer(const char* key, int value, int, int, const char*) { out[key] = value; }
  void rate(const char* key, double value, double, double, const char*) { out[key] = value; }
  void boolean(const char* key, bool value, const char*) { out[key] = value; }
};

template <class E>
E enumerator(std::string_view word, Choices words, E fallback) {
  const auto found = std::ranges::find(words, word);
  return found == words.end() ? fallback : E(found - words.begin());
}

struct FromJson {
  JsonReader& in;
  template <class E>
  void choice(const char* key, E& value, Choices words, const char*) {
    value = enumerator(in.choice(key, words), words, value);
  }
  void integer(const char* key, int& value, int min, int max, const char*) { value = int(in.integer(key, min, max)); }
  void rate(const char* key, double& value, double min, double max, const char*) {
    value = as_rate(in.number(key, min, max));
  }
  void boolean(const char* key, bool& value, const char*) { value = in.boolean(key); }
};

struct FromConfig {
  Config& in;
  template <class E>
  void choice(const char* key, E& value, Choices words, const char* doc) {
    const std::vector<std::string> allowed(words.begin(), words.end());
    value = enumerator(in.choice(key, allowed[std::size_t(value)], allowed, doc), words, value);
  }
  void integer(const char* key, int& value, int min, int max, const char* doc) {
    value = int(in.integer(key, value, min, max, doc));
  }
  void rate(const char* key, double& value, double min, double max, const char* doc) {
    value = as_rate(in.number(key, value, min, max, doc));
  }
  void boolean(const char* key, bool& value, const char* doc) { value = in.boolean(key, value, doc); }
};

// One line a field, independent of how JSON is printed.
struct Digest {
  std::string& out;
  template <class E>
  void choice(const char* key, E value, Choices words, const char*) {
    out += fmt::format("{}={}\n", key, words.begin()[std::size_t(value)]);
  }
  void integer(const char* key, int value, int, int, const char*) { out += fmt::format("{}={}\n", key, value); }
  void rate(const char* key, double value, double, double, const char*) {
    out += fmt::format("{}={:.6g}\n", key, value);
  }
  void boolean(const char* key, bool value, const char*) { out += fmt::format("{}={}\n", key, value); }
};

}  // namespace

std::string Policy::version() const {
  std::string text;
  each_field(*this, Digest{text});
  return crypto::hex(crypto::sha256(crypto::as_bytes(text))).substr(0, 16);
}

json::value to_json(const Policy& policy) {
  json::object out;
  out["version"] = policy.version();
  each_field(policy, Writer{out});
  return out;
}

Result<Policy> policy_from_json(const json::value& value) {
  Policy policy;
  JsonReader in(value);
  in.maybe_text("version", 0, 64);
  each_field(policy, FromJson{in});
  WARD_CHECK(in.finish());
  return policy;
}

Result<Policy> policy_from_config(Config& config) {
  Policy policy;
  each_field(policy, FromConfig{config});
  WARD_CHECK(config.finish());
  return policy;
}

}  // namespace ward::city
