#include "city/notices/notices.h"

namespace ward::city::notices {

json::value to_json(const Notice& notice) {
  return {{"id", notice.id.str()},
          {"about", notice.about},
          {"subject", notice.subject.str()},
          {"step", notice.step},
          {"at", to_rfc3339(notice.at)},
          {"read_at", notice.read_at ? json::value(to_rfc3339(*notice.read_at)) : json::value(nullptr)}};
}

}  // namespace ward::city::notices
