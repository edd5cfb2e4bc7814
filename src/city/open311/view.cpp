#include "city/open311/view.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/utf8.h"

namespace ward::city::open311 {

namespace {

using incidents::Field;
using incidents::Type;

constexpr const char* unit_answer = "unit";
constexpr std::size_t most_words = 2'000;  // characters of an incident's description

const std::string& in(Language language, const Text& text) { return language == Language::zh ? text.zh : text.en; }

Text name_of(incidents::Platform platform) {
  switch (platform) {
    case incidents::Platform::public_safety:
      return {"Public safety", "综治工作"};
    case incidents::Platform::market_supervision:
      return {"Market supervision", "市场监管"};
    case incidents::Platform::law_enforcement:
      return {"Law enforcement", "综合执法"};
    case incidents::Platform::public_services:
      return {"Public services", "便民服务"};
  }
  return {};
}

Text sentence(incidents::State state) {
  using incidents::State;
  switch (state) {
    case State::reported:
      return {"Reported; it waits to be accepted.", "已上报，等待受理。"};
    case State::accepted:
      return {"Accepted; it is being looked at.", "已受理，正在核实。"};
    case State::verified:
      return {"It was found to be so.", "已核实。"};
    case State::filed:
      return {"Filed; somebody will be sent.", "已立案，等待派遣。"};
    case State::dispatched:
      return {"Handed to those who deal with it.", "已派遣。"};
    case State::handling:
      return {"It is being dealt with.", "正在处置。"};
    case State::feedback:
      return {"It was dealt with; that is being checked.", "已处置，等待核查。"};
    case State::checked:
      return {"It was dealt with and checked.", "已核查。"};
    case State::closed:
    case State::assessed:
      return {"It is solved.", "已结案。"};
    case State::void_:
      return {"It turned out not to be so, or not to be ours.", "已作废。"};
    case State::suspended:
      return {"It cannot be solved now and waits.", "已挂账，暂缓处理。"};
    case State::duplicate:
      return {"The same was reported before; it goes on there.", "重复事件，已并入先前上报的事件。"};
  }
  return {};
}

RequestStatus status_of(incidents::State state) {
  return incidents::is_open(state) ? RequestStatus::open : RequestStatus::closed;
}

Datatype datatype_of(incidents::Kind kind) {
  switch (kind) {
    case incidents::Kind::text:
      return Datatype::text;
    case incidents::Kind::number:
    case incidents::Kind::temperature:
      return Datatype::number;
    case incidents::Kind::choice:
    case incidents::Kind::yes_no:
      return Datatype::singlevaluelist;
    case incidents::Kind::date:
    case incidents::Kind::picture:
      return Datatype::string;
  }
  return Datatype::string;
}

std::string hint(incidents::Kind kind, Language language) {
  if (kind == incidents::Kind::date) return in(language, {"A date, as 2026-03-02.", "日期，例如 2026-03-02。"});
  if (kind == incidents::Kind::temperature) return in(language, {"In °C, as 38.5.", "单位 ℃，例如 38.5。"});
  return "";
}

Attribute attribute_of(const Field& field, std::int64_t order, Language language) {
  Attribute out{.code = field.key,
                .datatype = datatype_of(field.kind),
                .required = field.required,
                .datatype_description = hint(field.kind, language),
                .order = order,
                .description = in(language, field.name),
                .values = {}};
  for (const incidents::Choice& choice : field.choices) out.values.push_back({choice.value, in(language, choice.name)});
  if (field.kind == incidents::Kind::yes_no)
    out.values = {{"true", in(language, {"Yes", "是"})}, {"false", in(language, {"No", "否"})}};
  return out;
}

// check_answers() has seen that a number is one and a choice among those offered.
json::value answer_of(const Field& field, const std::string& text) {
  if (field.kind == incidents::Kind::yes_no) return text == "true";
  if (datatype_of(field.kind) != Datatype::number) return json::value(text);
  if (field.kind == incidents::Kind::temperature) {
    double degrees = 0;
    std::from_chars(text.data(), text.data() + text.size(), degrees);
    return std::llround(std::clamp(degrees, -1e3, 1e3) * 100);
  }
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (error == std::errc{} && end == text.data() + text.size()) return whole;
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// Sent as their fields are called here: attribute[people].
Result<json::object> answers_of(const Submission& submission, const Type& type) {
  json::object answers;
  for (const Field& field : type.form) {
    const auto answer = std::ranges::find(submission.answers, field.key, [](const auto& one) { return one.first; });
    if (answer != submission.answers.end()) answers[field.key] = answer_of(field, answer->second.front());
  }
  return incidents::answers_from_json(type.form, answers, "attribute");
}

int micro(double degrees) { return int(std::lround(degrees * 1e6)); }

}  // namespace

bool is_public(const Type& type) { return type.openness != incidents::Openness::none; }

bool is_offered(const Type& type) {
  return is_public(type) && !type.retired && std::ranges::none_of(type.form, [](const Field& field) {
           return field.kind == incidents::Kind::picture && field.required;
         });
}

Service service_of(const Type& type, Language language) {
  const std::string platform(incidents::to_string(type.platform));
  return {.code = type.code,
          .name = in(language, type.name),
          .description = in(language, type.name),
          .metadata = true,
          .type = ServiceType::realtime,
          .keywords = {platform},
          .group = in(language, name_of(type.platform))};
}

Definition definition_of(const Type& type, Language language) {
  Definition out{.service_code = type.code, .attributes = {}};
  for (const Field& field : type.form)
    if (field.kind != incidents::Kind::picture)
      out.attributes.push_back(attribute_of(field, std::int64_t(out.attributes.size()) + 1, language));
  out.attributes.push_back({.code = unit_answer,
                            .datatype = Datatype::string,
                            .required = false,
                            .datatype_description = in(language, {"The code of a unit.", "单元编号。"}),
                            .order = std::int64_t(out.attributes.size()) + 1,
                            .description = in(language, {"The grid or other unit where it is", "所在网格或其他单元"}),
                            .values = {}});
  return out;
}

ServiceRequest request_of(const incidents::Incident& incident, const Type& type, const std::string& place,
                          Language language) {
  const bool words = type.openness == incidents::Openness::words;
  ServiceRequest out;
  out.id = incident.id.str();
  out.status = status_of(incident.state);
  out.status_notes = in(language, sentence(incident.state));
  out.service_name = in(language, type.name);
  out.service_code = type.code;
  out.description = words ? incident.description : "";
  out.agency_responsible = in(language, name_of(type.platform));
  out.requested = incident.reported_at;
  out.updated = incident.last.at;
  out.address = words && !incident.place.address.empty() ? incident.place.address : place;
  if (incident.place.point) {
    out.latitude = double(incident.place.point->latitude_e6) / 1e6;
    out.longitude = double(incident.place.point->longitude_e6) / 1e6;
  }
  return out;
}

Update update_of(const incidents::Happening& happening, Language language) {
  return {.id = fmt::format("{}-{}", happening.incident.str(), happening.version),
          .request_id = happening.incident.str(),
          .status = status_of(happening.to),
          .updated = happening.at,
          .description = in(language, sentence(happening.to)),
          .media_url = ""};
}

std::string unit_code(const Submission& submission) {
  for (const auto& [code, answers] : submission.answers)
    if (code == unit_answer) return answers.front();
  return submission.address_id;
}

Result<incidents::Report> report_of(const Submission& submission, const Type& type, const Id& id, const Id& unit) {
  WARD_CHECK(check_answers(definition_of(type, Language::en), submission));
  WARD_TRY(answers, answers_of(submission, type));
  incidents::Report report{.id = id,
                           .type = type.code,
                           .unit = unit,
                           .place = {.point = {}, .address = submission.address},
                           .description = submission.description,
                           .answers = std::move(answers),
                           .pictures = {}};
  if (submission.latitude)
    report.place.point = {.latitude_e6 = micro(*submission.latitude), .longitude_e6 = micro(*submission.longitude)};
  // A picture is not fetched from wherever it is: its address stands below the words.
  if (!submission.media_url.empty())
    report.description += (report.description.empty() ? "" : "\n") + submission.media_url;
  if (characters(report.description) > most_words)
    return fail(
        ErrorKind::invalid, "open311.value",
        {"description is not valid: it has more than 2,000 characters.", "description 无效：超过 2000 个字符。"},
        "description");
  if (characters(report.place.address) > 200)
    return fail(
        ErrorKind::invalid, "open311.value",
        {"address_string is not valid: it has more than 200 characters.", "address_string 无效：超过 200 个字符。"},
        "address_string");
  return report;
}

}  // namespace ward::city::open311
