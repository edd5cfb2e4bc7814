// A batch from a gate: every row is judged by itself, the good ones are stored together, each gets its answer.
#pragma once

#include "city/alarms/alarms.h"
#include "city/city.h"
#include "city/devices/authenticate.h"
#include "city/passages/store.h"

namespace ward::city::passages {

// One row of a batch: a passage to be stored, or why not.
struct Row {
  std::optional<Id> id;  // as far as it could be read
  Result<Passage> passage;
};
// The rows of {"passages": [...]}, in order. Errors (for the whole batch): "field.*", "passages.too_many".
Result<std::vector<Row>> read_batch(const json::value& body, const Id& device);

// What a passage calls somebody for: fever (not while it is still being measured again), a suspected spoof, a stranger
// or anybody else for whom staff is called. Nothing for the rest.
std::optional<alarms::Event> event_of(const Passage& passage);

// Stores the good rows and raises their alarms in one transaction; when it is durable, tells the live stream.
// Returns {"results": [...]}, one a row, in order. Errors: "storage.full", "storage.busy": nothing was stored.
Result<json::value> take_in(City& city, const devices::DeviceCaller& device, std::vector<Row> rows,
                            http::Language language);

}  // namespace ward::city::passages
