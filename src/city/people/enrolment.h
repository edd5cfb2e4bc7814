// From a picture to a template that is kept: read it, refuse it with the reason, look for the same face among the
// site's other people, store it.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <semaphore>

#include "city/people/store.h"
#include "vision/enroll.h"
#include "vision/matcher.h"

namespace ward::city::people {

struct Enrolled {
  Person person;
  vision::Quality quality;
};

// Safe to use from any thread: one enrolment runs at a time and one waits; a third is told to come again, so that
// enrolments never take every thread from the passages. The networks are opened at the first picture.
class Enrolment {
 public:
  explicit Enrolment(City& city) : city_(city) {}

  // Errors: "image.*" and "face.*" of vision::enroll, "face.duplicate" (409) naming the other person, "face.busy",
  // "person.none", "model.*".
  Result<Enrolled> enrol(const Id& person, std::string_view picture, bool allow_duplicate, const std::string& actor);

 private:
  // The templates of one site, as of a version of its whitelist.
  struct Site {
    vision::Matcher matcher;
    std::int64_t version = 0;
  };

  Result<> open();
  Result<Site*> site(const Id& id);
  Result<> follow(Site& site, const Id& id);
  // Says in `compared_with` how many others there were; each comparison is journalled.
  Result<> check_duplicate(const Person& person, const vision::Enrollment& enrollment, std::int64_t& compared_with,
                           const std::string& actor);

  City& city_;
  std::counting_semaphore<2> room_{2};
  std::mutex mutex_;
  std::unique_ptr<vision::FaceReader> reader_;  // guarded by mutex_
  std::map<Id, Site> sites_;                    // guarded by mutex_
};

}  // namespace ward::city::people
