#include "city/notices/notices.h"

namespace ward::city::notices {

json::value to_json(const Notice& notice) {
  return {{"id", notice.id.str()},           {"about", notice.about},
          {"subject", notice.subject.str()}, {"what", {{"en", notice.what.en}, {"zh", notice.what.zh}}},
          {"place", notice.place},           {"step", notice.step},
          {"at", to_rfc3339(notice.at)},     {"read_at", or_null(notice.read_at)}};
}

}  // namespace ward::city::notices
