// Who inspects what: inspectors rotate, and nobody looks into their own unit. Pure functions; the same for the same
// seed.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ward::city::inspections {

// Somebody who inspects, or two who go together (in_pairs).
struct Inspector {
  std::string id;
  std::vector<std::string> posts;       // paths of the units in whose teams they are
  std::vector<std::string> last_units;  // paths of the units that they inspected the last time
  bool operator==(const Inspector&) const = default;
};

struct Visit {
  std::string item;
  std::string unit;  // path of the unit where it is
};

// Not where they hold a post, nor above or below it, and not in the same unit twice in a row. So whoever has a post in
// the team of the city or of a town inspects nothing below it: inspectors hold posts elsewhere, or none. A post in the
// team that inspects is not a post in what is inspected, and is left out by the caller.
bool may_inspect(const Inspector& inspector, std::string_view unit);

// For each visit the index of its inspector. Among all ways to share the visits out by these rules, one in which the
// loads differ least: no visit can be handed on, through however many others, from somebody to somebody who has two
// fewer (an optimal semi-matching: Harvey, Ladner, Lovász and Tamir, Journal of Algorithms 59, 2006). Who of those with
// the same load gets a visit is decided by SHA-256 over the seed: nobody can ask for it.
// Errors: "rotation.nobody" with the items (ten at most, and how many) that none of these may inspect;
// "rotation.no_inspectors", "rotation.inspector_twice".
Result<std::vector<std::size_t>> rotate(std::span<const Visit> visits, std::span<const Inspector> inspectors,
                                        std::string_view seed);

// The same people two by two, three in the last group when their number is odd, by the seed: enforcement is done by at
// least two (Administrative Penalty Law 行政处罚法 2021, article 42). A group may inspect what each of them may; its id
// is "a+b". Errors: "rotation.pairs" for a single one.
Result<std::vector<Inspector>> in_pairs(std::span<const Inspector> inspectors, std::string_view seed);

}  // namespace ward::city::inspections
