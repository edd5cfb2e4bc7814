#include "city/accounts/accounts.h"

#include <algorithm>

#include "base/utf8.h"

namespace ward::city::accounts {

namespace {

json::array to_json(const std::vector<Id>& ids) {
  json::array list;
  for (const Id& id : ids) list.emplace_back(id.str());
  return list;
}

// An absent list, or null, is an empty one.
std::vector<Id> ids_from(JsonReader& in, const char* key) {
  std::vector<Id> ids;
  if (!in.has(key)) return (void)in.maybe_text(key, 0, 0), ids;
  for (const auto& item : in.array(key, 1000)) {
    const auto id = Id::parse(item.is_string() ? std::string_view(item.get_string()) : std::string_view());
    if (id)
      ids.push_back(*id);
    else
      in.fault(key, id.error().code, id.error().message);
  }
  return ids;
}

}  // namespace

json::value to_json(const User& user) {
  return {{"id", user.id.str()},
          {"name", user.name},
          {"role", to_string(user.role)},
          {"sites", to_json(user.sites)},
          {"units", to_json(user.units)},
          {"disabled", user.disabled},
          {"created_at", to_rfc3339(user.created_at)}};
}

Result<UserInput> user_from_json(const json::value& value) {
  JsonReader in(value);
  UserInput input;
  input.name = in.text("name", 1, 100);
  const auto role = role_from(in.text("role", 1, 40));
  if (!role || !is_given(*role))
    in.fault("role", "field.choice", {"An account cannot have this role.", "账号不能设为该角色。"});
  input.role = role.value_or(Role::guard);
  input.disabled = in.maybe_boolean("disabled").value_or(false);
  input.password = in.maybe_text("password", 10, 200);
  input.sites = ids_from(in, "sites");
  input.units = ids_from(in, "units");
  WARD_CHECK(in.finish());
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::ranges::any_of(input.name, control))
    return fail(ErrorKind::invalid, "user.name", {"A name has no control characters.", "名称不能含有控制字符。"},
                "name");
  if (input.password) WARD_CHECK(check_password(*input.password, input.name));
  return input;
}

Result<> check_password(const std::string& password, const std::string& name) {
  if (const std::size_t length = characters(password); length < 10 || length > 200)
    return fail(ErrorKind::invalid, "user.password",
                {"A password has between 10 and 200 characters.", "密码长度应在 10 到 200 个字符之间。"}, "password");
  if (password == name)
    return fail(ErrorKind::invalid, "user.password", {"The password must not be the name.", "密码不能与用户名相同。"},
                "password");
  return {};
}

}  // namespace ward::city::accounts
