// The words of a message: what happened and where, in whole sentences. Never a name of somebody, a temperature or what
// somebody wrote.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "city/channels/channels.h"

namespace ward::city::channels {

// One row of the journal, with what a message says about it.
struct Fact {
  std::int64_t number = 0;  // of the row
  Event event = Event::incident_report;
  Time at;
  std::string subject;     // id of the incident, the order, the alarm
  std::string unit;        // as the journal has it: a path, or the id of a site
  std::string where = {};  // what people call it; "": the city
  Text what = {};          // the type of incident, the kind of alarm; of orders nothing
};

struct Message {
  std::string title;              // one sentence
  std::vector<std::string> text;  // sentences, the title the first of them
};

// `facts` has at least one; `more` is how many others there are. What is alike at one place is one sentence: "3
// incidents wait in Choucheng: ...". At most 8 sentences tell of places, then one of the rest; with a link to the
// console when there is one.
Message message_of(std::span<const Fact> facts, std::int64_t more, Language language, const std::string& link);
Message test_message(const std::string& channel, Language language, const std::string& link);

// What an alarm is about: {"fever", "发热"}; by the word that the journal has.
Text words_of_alarm(std::string_view kind);

}  // namespace ward::city::channels
