#include "city/open311/submission.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "base/utf8.h"
#include "formats/xml.h"

namespace ward::city::open311 {

namespace {

using xml::trimmed;

constexpr std::size_t most_description = 4'000, most_text = 1'000;  // characters

std::unexpected<Error> missing(const std::string& name) {
  return fail(ErrorKind::invalid, "open311.missing", {name + " was not provided.", "缺少 " + name + "。"}, name);
}
std::unexpected<Error> wrong(const std::string& name, const Text& what) {
  return fail(ErrorKind::invalid, "open311.value", {name + " is not valid: " + what.en, name + " 无效：" + what.zh},
              name);
}

// Named values, each asked for by name; the first fault is kept.
class Fields {
 public:
  explicit Fields(const FormFields& fields) : fields_(fields) {}

  std::string text(std::string_view name, std::size_t most = most_text) {
    const auto found =
        std::ranges::find(fields_, name, [](const auto& field) { return std::string_view(field.first); });
    if (found == fields_.end()) return {};
    const std::string_view value = trimmed(found->second);
    if (characters(value) > most) return fault(name, {"it is too long.", "过长。"}), std::string();
    return std::string(value);
  }
  std::optional<double> degrees(std::string_view name, double most) {
    const std::string found = text(name);
    if (found.empty()) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), value);
    if (error == std::errc{} && end == found.data() + found.size() && std::abs(value) <= most) return value;
    fault(name, {fmt::format("it is no number between -{0} and {0}.", most),
                 fmt::format("应为 -{0} 到 {0} 之间的数。", most)});
    return std::nullopt;
  }
  std::optional<Time> time(std::string_view name) {
    const std::string found = text(name);
    if (found.empty()) return std::nullopt;
    const auto value = parse_rfc3339(found);
    if (value) return *value;
    fault(name, value.error().message);
    return std::nullopt;
  }
  std::vector<std::string> list(std::string_view name, std::size_t most = most_text) {
    std::vector<std::string> items;
    const std::string all = text(name, most);
    std::string_view rest = all;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(','), rest.size());
      if (const auto item = trimmed(rest.substr(0, end)); !item.empty()) items.emplace_back(item);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return items;
  }
  // Nothing also for both: "open,closed".
  std::optional<RequestStatus> status() {
    std::vector<RequestStatus> found;
    for (std::string& item : list("status")) {
      std::ranges::transform(item, item.begin(), [](unsigned char c) { return char(std::tolower(c)); });  // FixMyStreet
      const auto word = std::ranges::find(words<RequestStatus>, item);
      if (word == words<RequestStatus>.end()) {
        fault("status", {"it is open or closed.", "应为 open 或 closed。"});
        return std::nullopt;
      }
      found.push_back(RequestStatus(word - words<RequestStatus>.begin()));
    }
    const bool one = !found.empty() && std::ranges::all_of(found, [&](RequestStatus s) { return s == found.front(); });
    return one ? std::optional(found.front()) : std::nullopt;
  }

  void fault(std::string_view name, const Text& what) {
    if (!fault_) fault_ = wrong(std::string(name), what).error();
  }
  Result<> finish() const {
    if (fault_) return std::unexpected(*fault_);
    return {};
  }

 private:
  const FormFields& fields_;
  std::optional<Error> fault_;
};

// "x" of "attribute[x]" and "attribute[x][]"; nothing for other fields.
std::optional<std::string> answered_code(std::string_view name) {
  if (!name.starts_with("attribute[")) return std::nullopt;
  name.remove_prefix(10);
  if (name.ends_with("][]")) name.remove_suffix(2);
  if (!name.ends_with(']') || name.size() == 1) return std::nullopt;
  return std::string(name.substr(0, name.size() - 1));
}

Result<> read_answers(const FormFields& fields, Submission& into) {
  for (const auto& [name, value] : fields) {
    const auto code = answered_code(name);
    if (!code || trimmed(value).empty()) continue;
    if (characters(value) > most_description) return wrong(name, {"it is too long.", "过长。"});
    auto answer = std::ranges::find(into.answers, *code, [](const auto& known) { return known.first; });
    if (answer == into.answers.end()) answer = into.answers.insert(answer, {*code, {}});
    answer->second.emplace_back(trimmed(value));
  }
  return {};
}

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
}

Result<> check_answer(const Attribute& attribute, const std::string& field, const std::string& answer) {
  switch (attribute.datatype) {
    case Datatype::string:
    case Datatype::text:
      return {};
    case Datatype::number:
      if (!is_number(answer)) return wrong(field, {"it is no number.", "不是数字。"});
      return {};
    case Datatype::datetime:
      if (!parse_rfc3339(answer)) return wrong(field, {"it is no time in RFC 3339.", "时间格式不符合 RFC 3339。"});
      return {};
    case Datatype::singlevaluelist:
    case Datatype::multivaluelist:
      if (std::ranges::find(attribute.values, answer, &Choice::key) == attribute.values.end())
        return wrong(field, {"it is none of the choices.", "不在选项之中。"});
      return {};
  }
  return {};
}

Result<std::optional<Box>> read_box(Fields& in) {
  const std::pair<const char*, std::optional<double>> corners[] = {{"lat_sw", in.degrees("lat_sw", 90)},
                                                                   {"long_sw", in.degrees("long_sw", 180)},
                                                                   {"lat_ne", in.degrees("lat_ne", 90)},
                                                                   {"long_ne", in.degrees("long_ne", 180)}};
  WARD_CHECK(in.finish());
  if (std::ranges::none_of(corners, [](const auto& corner) { return corner.second.has_value(); })) return std::nullopt;
  for (const auto& [name, value] : corners)
    if (!value) return missing(name);
  const Box box{*corners[0].second, *corners[1].second, *corners[2].second, *corners[3].second};
  if (box.south > box.north) return wrong("lat_sw", {"it is north of lat_ne.", "在 lat_ne 以北。"});
  return box;
}

Result<> read_span(Fields& in, Time now, RequestQuery& into) {
  const auto start = in.time("start_date"), end = in.time("end_date");
  WARD_CHECK(in.finish());
  into.to = end ? *end : start ? *start + most_span : now;
  into.from = start ? *start : into.to - most_span;
  if (into.from <= into.to && into.to - into.from <= most_span) return {};
  return fail(ErrorKind::invalid, "open311.span",
              {"start_date and end_date are at most 90 days apart, the start first.",
               "start_date 与 end_date 最多相隔 90 天，且开始在前。"},
              "start_date");
}

}  // namespace

Result<Submission> submission_from(const FormFields& fields) {
  Fields in(fields);
  Submission it;
  it.jurisdiction_id = in.text("jurisdiction_id");
  it.service_code = in.text("service_code");
  it.latitude = in.degrees("lat", 90);
  it.longitude = in.degrees("long", 180);
  it.address = in.text("address_string");
  if (it.address.empty()) it.address = in.text("address");
  it.address_id = in.text("address_id");
  it.email = in.text("email");
  it.device_id = in.text("device_id");
  it.account_id = in.text("account_id");
  it.first_name = in.text("first_name");
  it.last_name = in.text("last_name");
  it.phone = in.text("phone");
  it.description = in.text("description", most_description);
  it.media_url = in.text("media_url", 2 * most_text);
  WARD_CHECK(in.finish());
  WARD_CHECK(read_answers(fields, it));
  if (it.service_code.empty()) return missing("service_code");
  if (it.latitude.has_value() != it.longitude.has_value()) return missing(it.latitude ? "long" : "lat");
  if (!it.latitude && it.address.empty() && it.address_id.empty())
    return fail(ErrorKind::invalid, "open311.missing",
                {"lat and long, address_string or address_id was not provided.",
                 "须提供 lat 与 long、address_string 或 address_id。"},
                "address_string");
  return it;
}

Result<> check_answers(const Definition& definition, const Submission& submission) {
  for (const auto& [code, answers] : submission.answers) {
    const std::string field = "attribute[" + code + "]";
    const auto attribute = std::ranges::find(definition.attributes, code, &Attribute::code);
    if (attribute == definition.attributes.end() || !attribute->variable)
      return wrong(field, {"this service does not ask for it.", "该服务不需要此项。"});
    if (answers.size() > 1 && attribute->datatype != Datatype::multivaluelist)
      return wrong(field, {"it has more than one answer.", "只能有一个回答。"});
    for (const std::string& answer : answers) WARD_CHECK(check_answer(*attribute, field, answer));
  }
  for (const Attribute& attribute : definition.attributes) {
    const auto is_answer = [&](const auto& answer) { return answer.first == attribute.code; };
    if (attribute.variable && attribute.required && std::ranges::none_of(submission.answers, is_answer))
      return missing("attribute[" + attribute.code + "]");
  }
  return {};
}

Result<UpdateSubmission> update_from(const FormFields& fields) {
  Fields in(fields);
  UpdateSubmission it;
  it.jurisdiction_id = in.text("jurisdiction_id");
  it.request_id = in.text("service_request_id");
  it.update_id = in.text("update_id");
  it.status = in.status();
  it.updated = in.time("updated_datetime");
  it.description = in.text("description", most_description);
  it.media_url = in.text("media_url", 2 * most_text);
  it.email = in.text("email");
  it.account_id = in.text("account_id");
  it.first_name = in.text("first_name");
  it.last_name = in.text("last_name");
  WARD_CHECK(in.finish());
  if (it.request_id.empty()) return missing("service_request_id");
  if (it.description.empty() && !it.status) return missing("description");
  return it;
}

bool Box::contains(double latitude, double longitude) const {
  if (latitude < south || latitude > north) return false;
  return west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east;
}

Result<RequestQuery> query_from(const std::map<std::string, std::string>& parameters, Time now) {
  const FormFields fields(parameters.begin(), parameters.end());
  Fields in(fields);
  RequestQuery query;
  query.jurisdiction_id = in.text("jurisdiction_id");
  query.ids = in.list("service_request_id", 100'000);
  query.service_codes = in.list("service_code");
  query.status = in.status();
  WARD_CHECK(in.finish());
  if (query.ids.size() > std::size_t(most_requests))
    return fail(ErrorKind::too_large, "open311.too_many",
                {"At most 1,000 ids can be asked for at once.", "一次最多查询 1000 个编号。"}, "service_request_id");
  WARD_TRY(box, read_box(in));
  query.box = box;
  WARD_CHECK(read_span(in, now, query));
  return query;
}

}  // namespace ward::city::open311
