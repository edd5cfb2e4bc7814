// A person made ready for comparison, as few bytes: millions of them stay in memory while a list is laid.
#pragma once

#include <string>
#include <string_view>

#include "city/residents/matching.h"

namespace ward::city::residents {

std::string pack(const Comparable& person);
// Of what pack() made.
Comparable unpack(std::string_view packed);

}  // namespace ward::city::residents
