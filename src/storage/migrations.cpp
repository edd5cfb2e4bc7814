#include "storage/migrations.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace ward::storage {

Result<std::vector<Migration>> missing_steps(Transaction& t, bool has_table, const std::vector<Migration>& steps,
                                             const std::string& name) {
  std::set<int> present;
  if (has_table)
    t.query("SELECT number FROM schema_migrations", [&](const Row& row) { present.insert(int(row.integer(0))); });
  std::vector<Migration> missing;
  for (const Migration& step : steps)
    if (present.erase(step.number) == 0) missing.push_back(step);
  if (!present.empty())
    return fail(ErrorKind::unavailable, "storage.newer",
                {fmt::format("The database {} was made by a newer version of Ward (step {} is not known here).", name,
                             *present.begin()),
                 fmt::format("数据库 {} 由更新版本的 Ward 创建（本版本不认识第 {} 步）。", name, *present.begin())});
  std::ranges::sort(missing, {}, &Migration::number);
  return missing;
}

void remember_step(Transaction& t, const Migration& step) {
  t.exec("INSERT INTO schema_migrations (number, name) VALUES (?, ?)", step.number, step.name);
}

Result<int> check_steps(const Result<std::vector<Migration>>& missing, const std::string& name) {
  WARD_CHECK(missing);
  if (missing->empty()) return 0;
  return fail(ErrorKind::unavailable, "storage.older",
              {fmt::format("The database {} was made by an older version of Ward (it lacks the step \"{}\").", name,
                           missing->front().name),
               fmt::format("数据库 {} 由较旧版本的 Ward 创建（缺少“{}”一步）。", name, missing->front().name)});
}

Error read_only_error() {
  return Error::make(ErrorKind::unavailable, "storage.read_only",
                     {"The database was opened only to be read.", "数据库仅以只读方式打开。"});
}

}  // namespace ward::storage
