#include "city/accounts/accounts.h"

#include <algorithm>

#include "base/utf8.h"

namespace ward::city::accounts {

json::value to_json(const User& user) {
  json::array sites;
  for (const Id& site : user.sites) sites.emplace_back(site.str());
  return {{"id", user.id.str()},       {"name", user.name},         {"role", to_string(user.role)},
          {"sites", std::move(sites)}, {"disabled", user.disabled}, {"created_at", to_rfc3339(user.created_at)}};
}

Result<UserInput> user_from_json(const json::value& value) {
  JsonReader in(value);
  UserInput input;
  input.name = in.text("name", 1, 100);
  input.role = role_from(in.choice("role", {"administrator", "office", "guard", "auditor"})).value_or(Role::guard);
  input.disabled = in.maybe_boolean("disabled").value_or(false);
  input.password = in.maybe_text("password", 10, 200);
  if (in.has("sites"))
    for (const auto& item : in.array("sites", 1000)) {
      const auto id = Id::parse(item.is_string() ? std::string_view(item.get_string()) : std::string_view());
      if (id)
        input.sites.push_back(*id);
      else
        in.fault("sites", id.error().code, id.error().message);
    }
  else
    (void)in.maybe_text("sites", 0, 0);  // null is the same as absent
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
