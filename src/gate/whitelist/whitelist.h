// Who may come in: the site's people as this gate knows them, on its own disk (sealed) and in the matcher. Works after
// a reboot without the server.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <unordered_map>

#include "gate/journal/store.h"
#include "gate/whitelist/changes.h"
#include "vision/matcher.h"

namespace ward::gate {

// Who was found, with the name for the screen (empty when nobody was accepted). A pass has no similarity.
struct Found {
  vision::Match match;
  std::string name;
};

// Any thread may ask; one thread calls apply(). Finding and changing take turns in short steps.
class Whitelist {
 public:
  // Loads everybody from `store` into `matcher` (empty). `store` and `clock` must outlive it. Errors: storage's own; a
  // template that the key does not open is left out, logged, and the whole list asked for again.
  static Result<std::unique_ptr<Whitelist>> open(GateStore& store, vision::Matcher matcher, const Clock& clock);

  Found find(const vision::Embedding& face, vision::MaskState mask) const;
  // Whose pass it is; nothing for the pass of nobody here.
  std::optional<Found> find_pass(const crypto::Digest& pass) const;
  bool has_passes() const;

  // One answer of the server. On disk each answer is one transaction; a full list that comes in pages replaces the old
  // one only with its last page, and nobody on both lists is unknown in between. Errors: storage's own; then nothing
  // changed on disk, and the server is asked for the same again.
  Result<> apply(const Changes& changes);

  // Another matcher (empty), for another false-accept rate: takes over once it knows everybody. Called by the thread
  // that calls apply(), as on_policy's listener is.
  void replace_matcher(vision::Matcher matcher);

  std::int64_t version() const;  // what to send as `whitelist`; 0: everything is wanted
  std::size_t people() const;
  // Since the server last confirmed that the list is complete; nothing when it never did, or when the clock stood
  // behind that moment at the start: then nobody can say.
  std::optional<std::chrono::seconds> age() const;
  std::optional<city::Policy> policy() const;  // as the server last gave it
  // Called with each policy that comes, from the thread that called apply(), and before anything is stored: a full disk
  // must not keep a fire's "open all" from the door. Set before that thread starts.
  void on_policy(std::function<void(const city::Policy&)> listener);

 private:
  Whitelist(GateStore& store, vision::Matcher matcher, const Clock& clock);
  void load_state();
  std::size_t each_person(const std::function<void(const KnownPerson&)>& visit) const;
  Result<> keep(const Changes& changes, bool replacing);
  void show(const Changes& changes);
  void forget_the_others();
  void remember(const KnownPerson& person);
  void forget(const Id& person);

  GateStore& store_;
  const Clock& clock_;
  mutable std::shared_mutex mutex_;
  vision::Matcher matcher_;  // guarded by mutex_
  struct Holder {
    std::string name;
    std::optional<crypto::Digest> pass;
  };
  std::unordered_map<Id, Holder> people_;  // everybody; guarded by mutex_
  std::map<crypto::Digest, Id> passes_;    // of people_; guarded by mutex_
  std::int64_t version_ = 0;               // guarded by mutex_
  std::optional<city::Policy> policy_;     // guarded by mutex_
  // Age at a moment of the steady clock: a jump of the wall clock makes no list older or younger.
  struct Confirmed {
    std::chrono::seconds age;
    Steady at;
  };
  std::optional<Confirmed> confirmed_;                 // guarded by mutex_
  bool replacing_ = false;                             // a full list is arriving, page by page; guarded by mutex_
  std::int64_t arriving_version_ = 0;                  // of its last page so far; guarded by mutex_
  Time confirmed_on_disk_;                             // used by apply() only
  std::function<void(const city::Policy&)> listener_;  // set before the first apply()
};

}  // namespace ward::gate
