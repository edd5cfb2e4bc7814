#include "app/neighbours.h"

#include <array>

#include "base/log.h"

namespace ward::app {

namespace {

// A message is lines: what it is, then an event's name, scope, data and data_zh, none of which has a line's end inside.
constexpr std::string_view changed_word = "changed", event_word = "event";

std::string text_of(const http::Event& event, const std::string& scope) {
  std::string text(event_word);
  for (const std::string* line : {&event.name, &scope, &event.data, &event.data_zh}) (text += '\n') += *line;
  return text;
}

std::string_view line_of(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

Neighbours::Neighbours(storage::Database& db, city::City& city) {
  live_ = http::EventStream::make([this](const http::Event& event, const std::string& scope) {
    if (exchange_) exchange_->tell(text_of(event, scope));
  });
  changed_ = http::Signal::make([this] {
    if (exchange_) exchange_->tell(std::string(changed_word));
  });
  city.live = live_;
  city.changed = changed_;
  exchange_ = db.exchange([this](std::string_view message) { hear(message); },
                          [this] {
                            live_->interrupt();
                            changed_->notify_here();
                          });
}

void Neighbours::hear(std::string_view message) {
  const std::string_view word = line_of(message);
  if (word == changed_word) return changed_->notify_here();
  if (word != event_word) return log::warn("another server says something that this one does not know");
  std::array<std::string, 4> lines;
  for (std::string& line : lines) line = line_of(message);
  live_->publish_here({lines[0], lines[2], lines[3]}, lines[1]);
}

}  // namespace ward::app
