// The frame of an inspection 抽查: everything that may be drawn (landlords, tenants' declarations, shops, enterprises),
// each item in one stratum. Its digest is published before a draw, so that nobody adds, leaves out or moves an item
// afterwards. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ward::city::inspections {

struct Item {
  std::string id;       // unique in the frame
  std::string stratum;  // "landlords", "商铺": the sample is drawn in each for itself
  std::string unit;     // path of the unit where it is (units.h): "1/2a/3f1/"
  bool operator==(const Item&) const = default;
};

// Made by make_frame() alone: not empty, no id twice, in the order of its canonical text.
struct Frame {
  std::vector<Item> items;
  bool operator==(const Frame&) const = default;
};

// Errors: "frame.empty"; "frame.id_twice"; "frame.text" for an id, a stratum or a path that is empty, longer than 200
// bytes, no UTF-8, begins or ends with a space, or holds a control character (U+0000 to U+001F, U+007F to U+009F).
Result<Frame> make_frame(std::vector<Item> items);

// One line for each item: stratum, TAB, id, TAB, unit, LF; UTF-8 without a byte order mark, the lines ascending by
// their bytes. `LC_ALL=C sort` gives this order, for a TAB stands before every byte that a field may hold.
std::string canonical_text(const Frame& frame);
// SHA-256 (FIPS 180-4) of the canonical text, 64 lower case hexadecimal digits: what `sha256sum` prints of it.
std::string digest(const Frame& frame);

struct StratumSize {
  std::string stratum;
  std::int64_t items = 0;
  bool operator==(const StratumSize&) const = default;
};
std::vector<StratumSize> sizes(const Frame& frame);  // ascending by name

// Whether this text may stand in a frame and in a commitment: the rule of "frame.text". `field` and the two names of
// it go into the error.
Result<> check_text(std::string_view text, const std::string& field, const Text& name, const std::string& code);

}  // namespace ward::city::inspections
