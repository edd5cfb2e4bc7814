#include "city/channels/forwarding.h"

#include <algorithm>

namespace ward::city::channels {

namespace {

constexpr std::size_t most_services = 200, most_answers = 50, most_letters = 100;

std::vector<Answered> answers_from(const json::array& list, const std::string& path, Result<>& fault) {
  std::vector<Answered> all;
  for (std::size_t i = 0; i < list.size(); ++i) {
    JsonReader in(list[i], path + "[" + std::to_string(i) + "]");
    Answered one{.attribute = in.text("attribute", 1, most_letters), .field = in.text("field", 1, most_letters)};
    if (const auto done = in.finish(); !done && fault) fault = done;
    all.push_back(std::move(one));
  }
  return all;
}

Mapping mapping_from(const json::value& value, const std::string& path, Result<>& fault) {
  JsonReader in(value, path);
  Mapping one{.type = in.text("type", 1, most_letters),
              .service_code = in.text("service_code", 1, most_letters),
              .answers = {}};
  if (const json::array* answers = in.maybe_array("answers", most_answers))
    one.answers = answers_from(*answers, path + ".answers", fault);
  if (const auto done = in.finish(); !done && fault) fault = done;
  return one;
}

}  // namespace

const Mapping* Forwarding::find(std::string_view type) const {
  const auto found = std::ranges::find(services, type, &Mapping::type);
  return found == services.end() ? nullptr : &*found;
}

Forwarding forwarding_from(JsonReader& in) {
  Forwarding out{.jurisdiction = in.maybe_text("jurisdiction_id", 0, most_letters).value_or(""), .services = {}};
  const json::array* list = in.maybe_array("services", most_services);
  if (!list || list->empty()) {
    in.fault("services", "channel.services",
             {"Say at least one type of incident that goes out, and as which service.",
              "请至少指定一种要转发的事件类型及其对应的服务。"});
    return out;
  }
  Result<> fault;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string path = "services[" + std::to_string(i) + "]";
    Mapping one = mapping_from((*list)[i], path, fault);
    if (fault && out.find(one.type))
      fault = fail(ErrorKind::invalid, "channel.services",
                   {"This type of incident goes out already.", "该事件类型已指定。"}, path + ".type");
    out.services.push_back(std::move(one));
  }
  if (!fault) in.fault(fault.error().field, fault.error().code, fault.error().message);
  return out;
}

void add_to_json(json::object& channel, const Forwarding& forwarding) {
  json::array services;
  for (const Mapping& one : forwarding.services) {
    json::array answers;
    for (const Answered& answer : one.answers)
      answers.push_back(json::object{{"attribute", answer.attribute}, {"field", answer.field}});
    services.push_back(
        json::object{{"type", one.type}, {"service_code", one.service_code}, {"answers", std::move(answers)}});
  }
  channel["jurisdiction_id"] = forwarding.jurisdiction;
  channel["services"] = std::move(services);
}

std::string stored_text(const Forwarding& forwarding) {
  json::object out;
  add_to_json(out, forwarding);
  return json::serialize(out);
}

Forwarding stored_forwarding(std::string_view text) {
  const json::value stored = json::parse({text.data(), text.size()});
  JsonReader in(stored);
  return forwarding_from(in);
}

}  // namespace ward::city::channels
