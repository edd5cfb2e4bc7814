// What keeps secrets, over libsodium: passwords, random tokens, sealed bytes, digests.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace ward::crypto {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using Digest = std::array<std::uint8_t, 32>;

inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Argon2id (RFC 9106), libsodium's interactive limits; the result carries its salt and parameters.
std::string hash_password(std::string_view password);
bool verify_password(const std::string& hash, std::string_view password);

Bytes random_bytes(std::size_t count);
// `bytes` random bytes as base64url without padding.
std::string random_token(std::size_t bytes = 32);
Digest sha256(ByteView data);
// HMAC (RFC 2104) with SHA-256; a key of any length.
Digest hmac_sha256(ByteView key, ByteView data);
Result<Digest> sha256_file(const std::filesystem::path& file);  // errors: "file.unreadable"
std::string hex(ByteView data);
std::string base64(ByteView data);
Result<Bytes> from_base64(std::string_view text);  // errors: code "base64.malformed"

// A 256-bit key for XChaCha20-Poly1305, kept in a file that only its owner reads (mode 0600).
class Key {
 public:
  static Key random();
  static Result<Key> from_bytes(ByteView bytes);
  // Reads the key file, or makes it. Errors: "key.unreadable", "key.malformed".
  static Result<Key> load_or_create(const std::filesystem::path& file);

  // nonce (24 bytes) + ciphertext + tag; `context` is authenticated, not stored: the same must be given to open.
  Bytes seal(ByteView plain, std::string_view context) const;
  // A key of its own for a purpose, for hmac_sha256(): nothing of this one can be told from it.
  Digest derived(std::string_view purpose) const { return hmac_sha256(key_, as_bytes(purpose)); }
  // Errors: "seal.broken" when the bytes, the key or the context differ.
  Result<Bytes> open(ByteView sealed, std::string_view context) const;

 private:
  std::array<std::uint8_t, 32> key_{};
};

}  // namespace ward::crypto
