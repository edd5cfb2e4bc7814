#include "city/residents/key_index.h"

#include <functional>

#include "city/residents/matching.h"

namespace ward::city::residents {

KeyIndex::Key KeyIndex::digest(std::string_view key) { return std::hash<std::string_view>{}(key); }

bool KeyIndex::is_too_common(const Chain& chain) { return chain.count > too_many; }

void KeyIndex::add(Key key, std::uint32_t person) {
  Chain& chain = keys_[key];
  if (++chain.count > too_many) return;  // nobody follows it any more
  entries_.push_back({person, chain.first});
  chain.first = std::uint32_t(entries_.size() - 1);
}

std::int64_t KeyIndex::count(Key key) const {
  const auto place = keys_.find(key);
  return place == keys_.end() ? 0 : place->second.count;
}

}  // namespace ward::city::residents
