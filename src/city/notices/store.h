// The table of notices.
#pragma once

#include <vector>

#include "city/notices/notices.h"
#include "storage/database.h"

namespace ward::city::notices {

// False when the member was told before: then nothing is stored.
bool add(storage::Transaction& t, const Notice& notice);
// How many nobody has read yet.
std::int64_t count_unread(storage::Transaction& t, const Id& member);
// The newest first; at most `limit`.
std::vector<Notice> list(storage::Transaction& t, const Id& member, bool unread, int limit);
// False when there is no such notice for this member. Read once: the first time stays.
bool mark_read(storage::Transaction& t, const Id& id, const Id& member, Time at);
// The notices of a thing that is over are no longer unread.
void mark_all_read(storage::Transaction& t, const std::string& about, const Id& subject, Time at);
// All of one member.
void mark_all_read(storage::Transaction& t, const Id& member, Time at);
// Those of one member whose key begins with `beginning`.
void mark_keys_read(storage::Transaction& t, const Id& member, const std::string& beginning, Time at);

}  // namespace ward::city::notices
