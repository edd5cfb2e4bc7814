#include "city/people/enrolment.h"

#include <fmt/format.h>

#include "city/journal/store.h"

namespace ward::city::people {

namespace {

constexpr double false_accept_rate = 1e-3;  // of a new face being taken for anybody of the site
constexpr std::size_t max_sites = 4;        // kept in memory, about 4 KiB a person
constexpr int page = 1'000;

}  // namespace

Result<> Enrolment::open() {
  if (reader_) return {};
  vision::QualityLimits limits;
  limits.eyes_matter = true;
  WARD_TRY(reader, vision::FaceReader::open(city_.models, limits));
  reader_ = std::make_unique<vision::FaceReader>(std::move(reader));
  return {};
}

Result<Enrolment::Site*> Enrolment::site(const Id& id) {
  auto found = sites_.find(id);
  if (found == sites_.end()) {
    if (sites_.size() >= max_sites) sites_.clear();
    WARD_TRY(matcher, vision::Matcher::open(city_.models, false_accept_rate));
    found = sites_.emplace(id, Site{std::move(matcher)}).first;
  }
  WARD_CHECK(follow(found->second, id));
  return &found->second;
}

// Brings the matcher to the site's newest templates.
Result<> Enrolment::follow(Site& site, const Id& id) {
  Result<WhitelistChanges> changes;
  do {
    city_.db.read(
        [&](storage::Transaction& t) { changes = whitelist_changes(t, city_.vault, id, site.version, page); });
    WARD_CHECK(changes);
    if (changes->full) site.matcher.clear();
    for (const Listed& listed : changes->upserts) {
      if (!listed.template_bytes) {
        site.matcher.remove(listed.person);
        continue;
      }
      WARD_TRY(face, vision::decode_template(*listed.template_bytes));
      site.matcher.upsert(listed.person, face);
    }
    for (const Id& person : changes->removals) site.matcher.remove(person);
    site.version = changes->version;
  } while (changes->more);
  return {};
}

Result<> Enrolment::check_duplicate(const Person& person, const vision::Enrollment& enrollment,
                                    std::int64_t& compared_with, const std::string& actor) {
  WARD_TRY(known, site(person.site));
  if (known->matcher.remove(person.id)) known->version = 0;  // read again next time: the old template is not compared
  compared_with = std::int64_t(known->matcher.size());
  if (compared_with == 0) return {};
  const vision::Match match = known->matcher.find(enrollment.face.plain, vision::MaskState::none);
  if (!match.accepted) return {};
  // A comparison that ends in a template is journalled with it; this one names a person, and is written down first.
  std::optional<Person> other;
  WARD_CHECK(city_.db.write([&](storage::Transaction& t) -> Result<> {
    other = people::find(t, match.person);
    journal::append(t, city_.clock,
                    {.type = "face.duplicate",
                     .subject = person.id.str(),
                     .actor = actor,
                     .purpose = "enrolment",
                     .payload = {{"compared_with", compared_with}, {"person", match.person.str()}},
                     .unit = person.site.str()});
    return {};
  }));
  const std::string name = other ? other->name : match.person.str();
  return fail(ErrorKind::conflict, "face.duplicate",
              {fmt::format("This face is enrolled already, for {}. Twins can be enrolled with allow_duplicate.", name),
               fmt::format("该人脸已登记在{}名下。双胞胎可使用 allow_duplicate 登记。", name)},
              "image");
}

Result<Enrolled> Enrolment::enrol(const Id& id, std::string_view picture, bool allow_duplicate,
                                  const std::string& actor) {
  if (!room_.try_acquire())
    return fail(ErrorKind::too_many, "face.busy",
                {"Other pictures are being read; try again in a moment.", "正在处理其他图片，请稍后重试。"});
  const std::unique_ptr<std::counting_semaphore<2>, void (*)(std::counting_semaphore<2>*)> leave(
      &room_, [](auto* room) { room->release(); });
  const std::lock_guard lock(mutex_);
  WARD_CHECK(open());
  WARD_TRY(image, vision::decode_image(crypto::as_bytes(picture)));
  WARD_TRY(enrollment, vision::enroll(*reader_, image));

  std::optional<Person> person;
  city_.db.read([&](storage::Transaction& t) { person = people::find(t, id); });
  const auto none = fail(ErrorKind::not_found, "person.none", {"There is no such person.", "没有这个人。"}, "id");
  if (!person) return none;
  std::int64_t compared_with = 0;
  if (!allow_duplicate) WARD_CHECK(check_duplicate(*person, enrollment, compared_with, actor));

  const auto bytes = vision::encode(enrollment.face);
  const Result<> written = city_.db.write([&](storage::Transaction& t) -> Result<> {
    person = people::find(t, id);
    if (!person) return none;
    put_face(t, city_, *person, bytes, compared_with, actor);
    person = people::find(t, id);
    return {};
  });
  WARD_CHECK(written);
  city_.changed->notify();
  return Enrolled{*person, enrollment.reading.quality};
}

}  // namespace ward::city::people
