#include "city/inspections/frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/crypto.h"
#include "base/utf8.h"

namespace ward::city::inspections {

namespace {

constexpr std::size_t max_text = 200;

// Of valid UTF-8: U+0080 to U+009F are 0xC2 0x80 to 0xC2 0x9F.
bool has_control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    if (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) <= 0x9F) return true;
  }
  return false;
}

// Bytes that are no UTF-8, and control characters, would make the message itself unreadable.
std::string shown(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, utf8_prefix(text.substr(0, 60)).bytes))
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  return out;
}

auto in_canonical_order(const Item& item) { return std::tie(item.stratum, item.id, item.unit); }

Result<> check_item(const Item& item) {
  WARD_CHECK(check_text(item.id, "id", {"The id", "编号"}, "frame.text"));
  WARD_CHECK(check_text(item.stratum, "stratum", {"The stratum of " + item.id, item.id + " 的分层"}, "frame.text"));
  return check_text(item.unit, "unit", {"The unit of " + item.id, item.id + " 的单元"}, "frame.text");
}

Result<> check_ids(const std::vector<Item>& items) {
  std::vector<std::string_view> ids;
  ids.reserve(items.size());
  for (const Item& item : items) ids.push_back(item.id);
  std::ranges::sort(ids);
  const auto twice = std::ranges::adjacent_find(ids);
  if (twice == ids.end()) return {};
  return fail(ErrorKind::invalid, "frame.id_twice",
              {fmt::format("{} stands in the frame twice: it could be drawn twice.", *twice),
               fmt::format("{} 在抽样框中出现了两次，可能被重复抽中。", *twice)},
              "id");
}

}  // namespace

Result<> check_text(std::string_view text, const std::string& field, const Text& name, const std::string& code) {
  const auto refuse = [&](const char* en, const char* zh) {
    return fail(ErrorKind::invalid, code,
                {fmt::format("{} {} (\"{}\").", name.en, en, shown(text)),
                 fmt::format("{}{}（“{}”）。", name.zh, zh, shown(text))},
                field);
  };
  if (text.empty()) return refuse("is empty", "为空");
  if (text.size() > max_text) return refuse("is longer than 200 bytes", "超过 200 个字节");
  if (!is_utf8(text)) return refuse("is no UTF-8", "不是 UTF-8 编码");
  if (has_control_character(text))
    return refuse("holds a control character, such as a tab or a line break", "含有控制字符（如制表符、换行符）");
  if (text.front() == ' ' || text.back() == ' ') return refuse("begins or ends with a space", "以空格开头或结尾");
  return {};
}

Result<Frame> make_frame(std::vector<Item> items) {
  if (items.empty())
    return fail(ErrorKind::invalid, "frame.empty",
                {"The frame holds no items: there is nothing to draw from.", "抽样框为空，没有可抽取的对象。"});
  for (const Item& item : items) WARD_CHECK(check_item(item));
  WARD_CHECK(check_ids(items));
  std::ranges::sort(items, {}, in_canonical_order);
  return Frame{std::move(items)};
}

std::string canonical_text(const Frame& frame) {
  std::string text;
  for (const Item& item : frame.items) {
    text += item.stratum;
    text += '\t';
    text += item.id;
    text += '\t';
    text += item.unit;
    text += '\n';
  }
  return text;
}

std::string digest(const Frame& frame) { return crypto::hex(crypto::sha256(crypto::as_bytes(canonical_text(frame)))); }

std::vector<StratumSize> sizes(const Frame& frame) {
  std::vector<StratumSize> out;
  for (const Item& item : frame.items) {
    if (out.empty() || out.back().stratum != item.stratum) out.push_back({item.stratum, 0});
    ++out.back().items;
  }
  return out;
}

}  // namespace ward::city::inspections
