#include <fmt/format.h>

#include "storage/database.h"

namespace ward::storage {

Id Row::id(int column) const {
  const Blob bytes = blob(column);
  const auto id = Id::from_bytes(bytes);
  if (!id) throw DatabaseError(fmt::format("column {} is not an id", column));
  return *id;
}

}  // namespace ward::storage
