// A pass: a code on paper or on a phone that stands for a person at the gates of the site, for whoever has no face
// template or is not recognised. The code is known to its holder alone; server and gates keep its digest.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.h"

namespace ward::city::people {

// "WARD1:" and 128 random bits as 32 capital hexadecimal digits: a QR code of version 2 (ISO/IEC 18004, alphanumeric),
// whose large squares a camera reads from far.
std::string new_pass();

// What the pass is stored and found under: SHA-256 of its bits. Nothing when the text is no pass of Ward's.
std::optional<crypto::Digest> pass_digest(std::string_view text);

}  // namespace ward::city::people
