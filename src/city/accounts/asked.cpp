#include "city/accounts/asked.h"

#include "city/units/store.h"

namespace ward::city::accounts {

Result<std::vector<std::string>> asked_tops(storage::Transaction& t, const Caller& caller, Operation operation,
                                            const std::optional<Id>& unit) {
  if (!unit) return caller.tops_of(operation);
  const auto found = units::find(t, *unit);
  if (found && caller.check_unit(operation, found->path)) return std::vector{found->path};
  return fail(ErrorKind::not_found, "unit.unknown", {"There is no such unit.", "没有这个单元。"}, "unit");
}

}  // namespace ward::city::accounts
