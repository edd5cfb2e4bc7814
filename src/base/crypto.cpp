#include "base/crypto.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <new>

namespace ward::crypto {

namespace {

// libsodium must be started once before anything else of it is used.
const bool sodium_started = [] {
  if (sodium_init() < 0) std::abort();
  return true;
}();

}  // namespace

std::string hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                            crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  return out.data();
}

bool verify_password(const std::string& hash, std::string_view password) {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

Bytes random_bytes(std::size_t count) {
  Bytes bytes(count);
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string random_token(std::size_t bytes) {
  const Bytes raw = random_bytes(bytes);
  std::string text(sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), raw.data(), raw.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();
  return text;
}

Digest sha256(ByteView data) {
  Digest digest;
  crypto_hash_sha256(digest.data(), data.data(), data.size());
  return digest;
}

Digest hmac_sha256(ByteView key, ByteView data) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, data.data(), data.size());
  Digest digest;
  crypto_auth_hmacsha256_final(&state, digest.data());
  return digest;
}

Result<Digest> sha256_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    return fail(ErrorKind::not_found, "file.unreadable",
                {"Cannot read " + file.string() + ".", "无法读取 " + file.string() + "。"});
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  std::array<char, 65536> buffer;
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0)
    crypto_hash_sha256_update(&state, reinterpret_cast<unsigned char*>(buffer.data()), std::size_t(in.gcount()));
  Digest digest;
  crypto_hash_sha256_final(&state, digest.data());
  return digest;
}

std::string hex(ByteView data) {
  std::string text(data.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), data.data(), data.size());
  text.pop_back();
  return text;
}

std::string base64(ByteView data) {
  std::string text(sodium_base64_encoded_len(data.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), data.data(), data.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

Result<Bytes> from_base64(std::string_view text) {
  Bytes data(text.size() / 4 * 3 + 3);
  std::size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(data.data(), data.size(), text.data(), text.size(), nullptr, &length, &end,
                        sodium_base64_VARIANT_ORIGINAL) != 0 ||
      end != text.data() + text.size())
    return fail(ErrorKind::invalid, "base64.malformed", {"The text is not base64.", "文本不是 base64 编码。"});
  data.resize(length);
  return data;
}

Key Key::random() {
  Key key;
  randombytes_buf(key.key_.data(), key.key_.size());
  return key;
}

Result<Key> Key::from_bytes(ByteView bytes) {
  Key key;
  if (bytes.size() != key.key_.size())
    return fail(ErrorKind::invalid, "key.malformed", {"A key has 32 bytes.", "密钥应为 32 字节。"});
  std::copy(bytes.begin(), bytes.end(), key.key_.begin());
  return key;
}

Result<Key> Key::load_or_create(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto unreadable = [&] {
    return fail(
        ErrorKind::unavailable, "key.unreadable",
        {"Cannot read or make the key file " + file.string() + ".", "无法读取或创建密钥文件 " + file.string() + "。"});
  };
  if (std::filesystem::exists(file, ignored)) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return unreadable();
    const Bytes bytes((std::istreambuf_iterator<char>(in)), {});
    return from_bytes(bytes);
  }
  // Written whole under another name first: a power cut leaves no half key.
  Key key = random();
  const std::string draft = file.string() + ".new";
  const int fd = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (fd < 0) return unreadable();
  const bool written = ::write(fd, key.key_.data(), key.key_.size()) == ssize_t(key.key_.size()) && ::fsync(fd) == 0;
  ::close(fd);
  if (!written || ::rename(draft.c_str(), file.c_str()) != 0) return unreadable();
  return key;
}

Bytes Key::seal(ByteView plain, std::string_view context) const {
  constexpr std::size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  Bytes out(nonce + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  randombytes_buf(out.data(), nonce);
  const ByteView ad = as_bytes(context);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + nonce, nullptr, plain.data(), plain.size(), ad.data(),
                                             ad.size(), nullptr, out.data(), key_.data());
  return out;
}

Result<Bytes> Key::open(ByteView sealed, std::string_view context) const {
  constexpr std::size_t nonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t tag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  const auto broken = [] {
    return fail(ErrorKind::internal, "seal.broken",
                {"The sealed bytes were changed, or the key is another.", "加密数据已被更改，或密钥不符。"});
  };
  if (sealed.size() < nonce + tag) return broken();
  Bytes plain(sealed.size() - nonce - tag);
  const ByteView ad = as_bytes(context);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain.data(), nullptr, nullptr, sealed.data() + nonce,
                                                 sealed.size() - nonce, ad.data(), ad.size(), sealed.data(),
                                                 key_.data()) != 0)
    return broken();
  return plain;
}

}  // namespace ward::crypto
