#include "city/passages/intake.h"

#include <algorithm>

#include "city/alarms/api.h"
#include "city/alarms/store.h"

namespace ward::city::passages {

namespace {

// The live stream shows what happens now. A gate that was away for days sends thousands of old passages: they are found
// by search, and would only throw every listener off the stream.
constexpr std::size_t max_live = 100;
constexpr Millis live_age = std::chrono::minutes{10};

std::optional<Id> id_in(const json::value& value) {
  const json::object* object = value.if_object();
  const json::value* id = object ? object->if_contains("id") : nullptr;
  if (!id || !id->is_string()) return std::nullopt;
  const auto parsed = Id::parse({id->get_string().data(), id->get_string().size()});
  return parsed ? std::optional(*parsed) : std::nullopt;
}

Error not_your_own() {
  return Error::make(ErrorKind::invalid, "passage.device",
                     {"device is not the device that sends this batch.", "device 不是发送该批次的设备。"}, "device");
}
Error taken() {
  return Error::make(ErrorKind::conflict, "passage.taken",
                     {"Another device has sent a passage with this id.", "另一设备已发送过该编号的通行记录。"}, "id");
}

json::value result_of(const std::optional<Id>& id, const char* status) {
  return {{"id", or_null(id)}, {"status", status}};
}
json::value rejection(const std::optional<Id>& id, const Error& error, http::Language language) {
  json::value out = result_of(id, "rejected");
  json::object& o = out.get_object();
  o["code"] = error.code;
  o["detail"] = language == http::Language::zh ? error.message.zh : error.message.en;
  o["field"] = error.field;
  return out;
}

void publish_new(City& city, std::span<const Incoming> batch, std::span<const Receipt> receipts) {
  if (!city.live->heard()) return;
  const Time oldest = city.clock.now() - live_age;
  std::vector<const Passage*> fresh;
  for (std::size_t i = 0; i < batch.size(); ++i)
    if (receipts[i] == Receipt::stored && batch[i].passage.at >= oldest) fresh.push_back(&batch[i].passage);
  std::ranges::sort(fresh, {}, [](const Passage* p) { return std::tie(p->at, p->id); });
  if (fresh.size() > max_live) fresh.erase(fresh.begin(), fresh.end() - max_live);
  city.db.read([&](storage::Transaction& t) {
    for (const Passage* passage : fresh)
      if (const auto row = find(t, passage->id))
        city.live->publish({"passage", json::serialize(to_json(*row, http::Language::en)),
                            json::serialize(to_json(*row, http::Language::zh))},
                           row->site.str());
  });
}

}  // namespace

std::optional<alarms::Event> event_of(const Passage& p) {
  using alarms::Kind;
  if (p.outcome == Outcome::retest) return std::nullopt;
  const auto has = [&](Reason reason) { return std::ranges::find(p.reasons, reason) != p.reasons.end(); };
  const bool staff = p.outcome == Outcome::call_staff;
  const auto temperature =
      p.temperature_cc ? json::value{{"temperature_cc", *p.temperature_cc}} : json::value(json::object());
  if (has(Reason::fever)) return alarms::Event{Kind::fever, temperature, p.id};
  if (has(Reason::spoof_suspected)) return alarms::Event{Kind::spoof, json::object(), p.id};
  if (staff && has(Reason::unknown_person)) return alarms::Event{Kind::stranger, json::object(), p.id};
  if (staff) return alarms::Event{Kind::staff, json::object(), p.id};
  return std::nullopt;
}

Result<std::vector<Row>> read_batch(const json::value& body, const Id& device) {
  JsonReader in(body);
  const json::array& list = in.array("passages", std::numeric_limits<std::size_t>::max());
  WARD_CHECK(in.finish());
  if (list.size() > max_batch)
    return fail(ErrorKind::invalid, "passages.too_many",
                {"A batch may hold at most 1,000 passages.", "每批最多 1000 条通行记录。"}, "passages");
  std::vector<Row> rows;
  rows.reserve(list.size());
  for (const json::value& value : list) {
    Result<Passage> passage = passage_from_json(value);
    if (passage && passage->device != device) passage = std::unexpected(not_your_own());
    if (passage)
      rows.push_back({passage->id, std::move(passage)});
    else
      rows.push_back({id_in(value), std::move(passage)});
  }
  return rows;
}

Result<json::value> take_in(City& city, const devices::DeviceCaller& device, std::vector<Row> rows,
                            http::Language language) {
  const Time received_at = city.clock.now();
  std::vector<Incoming> batch;
  batch.reserve(rows.size());
  for (Row& row : rows)
    if (row.passage) {
      const crypto::Digest digest = digest_of(*row.passage, device.site, received_at);
      batch.push_back({std::move(*row.passage), digest});
    }

  std::vector<Receipt> receipts;
  std::vector<Id> alarmed;
  const Result<> written = batch.empty() ? Result<>{} : city.db.write([&](storage::Transaction& t) -> Result<> {
    receipts = store(t, city.clock, device.site, received_at, batch);
    std::vector<alarms::Event> events;
    for (std::size_t i = 0; i < batch.size(); ++i)
      if (auto event = receipts[i] == Receipt::stored ? event_of(batch[i].passage) : std::nullopt)
        events.push_back(*std::move(event));
    alarmed = alarms::from_events(t, city, device.device, events);
    return {};
  });
  WARD_CHECK(written);
  publish_new(city, batch, receipts);
  alarms::publish(city, alarmed);

  json::array results;
  results.reserve(rows.size());
  auto receipt = receipts.begin();
  for (const Row& row : rows) {
    if (!row.passage) {
      results.push_back(rejection(row.id, row.passage.error(), language));
      continue;
    }
    switch (*receipt++) {
      case Receipt::stored:
        results.push_back(result_of(row.id, "stored"));
        break;
      case Receipt::duplicate:
        results.push_back(result_of(row.id, "duplicate"));
        break;
      case Receipt::taken:
        results.push_back(rejection(row.id, taken(), language));
        break;
    }
  }
  return json::value{{"results", std::move(results)}};
}

}  // namespace ward::city::passages
