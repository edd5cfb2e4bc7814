// How the number of each kind of document is made, and so how it is checked. See read_document() for the sources.
#pragma once

#include "city/residents/document.h"

namespace ward::city::residents {

// Checks `read.number` by the rules of `read.kind`, shortens it to what stays with its holder, and adds what it says.
Result<> read_number(Document& read, Date today);

// Whether a province of GB/T 2260 begins with these two digits.
bool is_province(std::string_view two);

// The check character of ISO 7064 MOD 11-2 over 17 digits.
char mod_11_2(std::string_view digits);

// An error in the field "document".
std::unexpected<Error> refused(std::string code, Text message);

}  // namespace ward::city::residents
