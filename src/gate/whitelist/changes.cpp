#include "gate/whitelist/changes.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/crypto.h"
#include "vision/enroll.h"

namespace ward::gate {

namespace {

Result<vision::Template> face_from_base64(const std::string& text, const std::string& path) {
  const auto bytes = crypto::from_base64(text);
  auto face = bytes ? vision::decode_template(*bytes) : std::unexpected(bytes.error());
  if (!face) face.error().field = path;
  return face;
}

Result<KnownPerson> person_from_json(const json::value& value, const std::string& path) {
  JsonReader in(value, path);
  KnownPerson person;
  person.person = in.id("person");
  person.name = in.text("name", 0, 800);
  person.group = in.maybe_text("group", 0, 800);
  const auto face = in.maybe_text("template", 1, 4096), pass = in.maybe_text("pass", 1, 64);
  WARD_CHECK(in.finish());
  if (face) {
    WARD_TRY(read, face_from_base64(*face, path + ".template"));
    person.face = read;
  }
  if (pass) {
    WARD_TRY(read, digest_from_base64(*pass, path + ".pass"));
    person.pass = read;
  }
  if (!face && !pass)
    return fail(ErrorKind::invalid, "whitelist.unknowable",
                {path + " has neither a template nor a pass.", path + " 既无人脸模板也无通行码。"}, path);
  return person;
}

Result<Id> removal_from_json(const json::value& value, const std::string& path) {
  if (const json::string* text = value.if_string())
    if (const auto id = Id::parse({text->data(), text->size()})) return *id;
  return fail(ErrorKind::invalid, "id.malformed", {path + " must be a UUID.", path + " 应为 UUID。"}, path);
}

}  // namespace

Result<crypto::Digest> digest_from_base64(const std::string& text, const std::string& path) {
  const auto bytes = crypto::from_base64(text);
  crypto::Digest digest{};
  if (!bytes || bytes->size() != digest.size())
    return fail(ErrorKind::invalid, "pass.malformed",
                {path + " must be 32 bytes in base64.", path + " 应为 32 字节的 base64 编码。"}, path);
  std::ranges::copy(*bytes, digest.begin());
  return digest;
}

Result<Changes> changes_from_json(std::string_view body) {
  WARD_TRY(value, parse_json(body));
  JsonReader in(value);
  Changes changes;
  changes.server_time = in.time("server_time");
  changes.whitelist_version = in.integer("whitelist_version", 0, INT64_MAX);
  changes.full = in.boolean("full");
  const json::array& upserts = in.array("upserts", 10'000);
  const json::array& removals = in.array("removals", 1'000'000);
  changes.more = in.boolean("more");
  changes.policy_version = in.text("policy_version", 0, 64);
  const json::value* policy = in.has("policy") ? &in.any("policy") : nullptr;
  if (!policy) in.maybe_text("policy", 0, 0);  // null, or not there: known all the same
  WARD_CHECK(in.finish());

  changes.upserts.reserve(upserts.size());
  for (std::size_t i = 0; i < upserts.size(); ++i) {
    WARD_TRY(person, person_from_json(upserts[i], fmt::format("upserts[{}]", i)));
    changes.upserts.push_back(std::move(person));
  }
  for (std::size_t i = 0; i < removals.size(); ++i) {
    WARD_TRY(id, removal_from_json(removals[i], fmt::format("removals[{}]", i)));
    changes.removals.push_back(id);
  }
  if (policy) {
    auto read = city::policy_from_json(*policy);
    if (!read) {
      read.error().field = read.error().field.empty() ? "policy" : "policy." + read.error().field;
      return std::unexpected(read.error());
    }
    changes.policy = *read;
  }
  return changes;
}

}  // namespace ward::gate
