#include "gate/uplink/sender.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/log.h"

namespace ward::gate {

namespace {

std::string batch_body(const std::vector<PendingPassage>& batch) {
  std::string body = R"({"passages":[)";
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (i > 0) body += ',';
    body += batch[i].body;
  }
  return body + "]}";
}

Error not_understood(const Error& error) {
  return Error::make(
      ErrorKind::unavailable, "uplink.answer",
      {"The server's answer is not understood: " + error.message.en, "无法理解服务器的回答：" + error.message.zh},
      error.field);
}

}  // namespace

Millis Sender::step() {
  if (const auto batch = journal_.pending(batch_); !batch.empty()) return send_passages(batch);
  if (const auto capture = journal_.next_capture()) return send_capture(*capture);
  return nothing_to_do;
}

Millis Sender::send_passages(const std::vector<PendingPassage>& batch) {
  const auto answer = transport_.send("POST", "/device/passages", batch_body(batch), "application/json");
  if (!answer) return after(answer.error());
  if (answer->status != 200) return refused(batch, *answer, error_of(*answer));
  if (const auto settled = settle(batch, answer->body); !settled) return after(settled.error());
  batch_ = std::min(batch_ * 2, full_batch);
  backoff_.succeeded();
  status_.answered();
  return Millis{0};
}

// Row by row: what the server has is forgotten here, what it will never take is kept aside, the rest stays.
Result<> Sender::settle(const std::vector<PendingPassage>& batch, const std::string& body) {
  auto value = parse_json(body);
  if (!value) return std::unexpected(not_understood(value.error()));
  JsonReader in(*value);
  const json::array& results = in.array("results", full_batch);
  if (const auto read = in.finish(); !read) return std::unexpected(not_understood(read.error()));

  std::set<Id> ours;
  for (const PendingPassage& row : batch) ours.insert(row.id);
  std::vector<Id> stored;
  std::vector<Rejected> rejected;
  for (std::size_t i = 0; i < results.size() && i < batch.size(); ++i) {
    JsonReader row(results[i], "results[" + std::to_string(i) + "]");
    const auto id = row.maybe_id("id");
    const std::string status = row.choice("status", {"stored", "duplicate", "rejected"});
    const Rejected why{batch[i].id, row.maybe_text("code", 0, 1000).value_or(""),
                       row.maybe_text("detail", 0, 10'000).value_or("")};
    row.maybe_text("field", 0, 1000);
    if (const auto read = row.finish(); !read) return std::unexpected(not_understood(read.error()));
    if (status == "rejected") {
      // A row whose id the server could not read has its place only.
      if (!id || *id == batch[i].id) rejected.push_back(why);
    } else if (id && ours.contains(*id)) {
      stored.push_back(*id);
    }
  }
  if (!rejected.empty()) {
    for (const Rejected& row : rejected)
      log::error("the server will not take passage {}: {} {}; it is kept aside", row.id.str(), row.code, row.detail);
    WARD_CHECK(journal_.reject(rejected));
  }
  WARD_CHECK(journal_.acknowledge(stored));
  status_.sent(stored.size());
  // An answer that settles nothing must not be asked for in a circle.
  if (stored.empty() && rejected.empty())
    return fail(ErrorKind::unavailable, "uplink.answer",
                {"The server's answer names none of the passages sent.", "服务器的回答不含任何已发送的记录。"});
  return {};
}

// The server refuses the request as a whole: smaller and smaller batches find the row it stumbles over.
Millis Sender::refused(const std::vector<PendingPassage>& batch, const http::Answer& answer, const Error& error) {
  if (error.code != "uplink.refused") return after(error);
  if (batch.size() > 1) {
    batch_ = batch.size() / 2;
    return Millis{0};
  }
  log::error("the server refuses passage {}: {}; it is kept aside", batch.front().id.str(), answer.body);
  const Rejected row{batch.front().id, "http." + std::to_string(answer.status), answer.body.substr(0, 1000)};
  if (const auto kept = journal_.reject({row}); !kept) return after(kept.error());
  return Millis{0};
}

Millis Sender::send_capture(const PendingCapture& capture) {
  const std::string body(capture.jpeg.begin(), capture.jpeg.end());
  const auto answer = transport_.send("PUT", "/device/captures/" + capture.id.str(), body, "image/jpeg");
  if (!answer) return after(answer.error());
  const bool stored = answer->status >= 200 && answer->status < 300;
  if (!stored) {
    const Error error = error_of(*answer);
    if (error.code != "uplink.refused") return after(error);
    log::warn("the server will not take picture {}: {}", capture.id.str(), answer->body);
  }
  if (const auto gone = journal_.forget_capture(capture.id); !gone) return after(gone.error());
  backoff_.succeeded();
  status_.answered();
  return Millis{0};
}

Millis Sender::after(const Error& error) {
  status_.failed(error);
  return error.code == "uplink.wrong_key" ? wrong_key_pause : backoff_.failed();
}

}  // namespace ward::gate
