#include "gate/whitelist/whitelist.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "base/log.h"
#include "vision/enroll.h"

namespace ward::gate {

namespace {

// A confirmation that changes nothing is written at most this often, to spare the disk.
constexpr std::chrono::minutes confirm_every{10};

std::string context(const Id& person) { return "person:" + person.str(); }

// Sealed as one line of JSON and, behind a zero byte, the template; nothing there for who has a pass alone.
storage::Blob seal(const crypto::Key& key, const KnownPerson& person) {
  json::object head{{"name", person.name}};
  if (person.group) head["group"] = *person.group;
  if (person.pass) head["pass"] = crypto::base64(*person.pass);
  const std::string text = json::serialize(head);
  crypto::Bytes plain(text.begin(), text.end());
  plain.push_back(0);
  if (person.face) {
    const auto face = vision::encode(*person.face);
    plain.insert(plain.end(), face.begin(), face.end());
  }
  return key.seal(plain, context(person.person));
}

Result<KnownPerson> unseal(const crypto::Key& key, const Id& id, const storage::Blob& sealed) {
  WARD_TRY(plain, key.open(sealed, context(id)));
  const auto zero = std::ranges::find(plain, 0);
  const std::string text(plain.begin(), zero);
  WARD_TRY(head, parse_json(text));
  JsonReader in(head);
  KnownPerson person{id, in.text("name", 0, 800), in.maybe_text("group", 0, 800), {}, {}};
  const auto pass = in.maybe_text("pass", 1, 64);
  WARD_CHECK(in.finish());
  if (pass) {
    WARD_TRY(digest, digest_from_base64(*pass, "pass"));
    person.pass = digest;
  }
  if (plain.size() > text.size() + 1) {
    WARD_TRY(face, vision::decode_template(crypto::ByteView(plain).subspan(text.size() + 1)));
    person.face = face;
  }
  return person;
}

Result<city::Policy> policy_from_text(const std::string& text) {
  WARD_TRY(value, parse_json(text));
  return city::policy_from_json(value);
}

void put_state(storage::Transaction& tx, std::string_view key, const std::string& value) {
  tx.exec("INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key,
          value);
}

std::int64_t number(const std::string& text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

Whitelist::Whitelist(GateStore& store, vision::Matcher matcher, const Clock& clock)
    : store_(store), clock_(clock), matcher_(std::move(matcher)) {}

Result<std::unique_ptr<Whitelist>> Whitelist::open(GateStore& store, vision::Matcher matcher, const Clock& clock) {
  std::unique_ptr<Whitelist> list(new Whitelist(store, std::move(matcher), clock));
  // What was still arriving when the power went is asked for again.
  WARD_CHECK(store.database->write([](storage::Transaction& tx) -> Result<> {
    tx.exec("DELETE FROM arriving");
    return {};
  }));
  list->load_state();
  const std::size_t broken = list->each_person([&](const KnownPerson& person) { list->remember(person); });
  if (broken > 0) {
    log::error("{} people of the list cannot be read with this gate's key; the whole list is asked for again", broken);
    list->version_ = 0;
  }
  return list;
}

void Whitelist::load_state() {
  store_.database->read([&](storage::Transaction& tx) {
    tx.query("SELECT key, value FROM state", [&](const storage::Row& row) {
      const std::string key = row.text(0), value = row.text(1);
      if (key == "whitelist_version") version_ = number(value);
      if (key == "whitelist_confirmed") {
        confirmed_on_disk_ = from_millis(number(value));
        const auto age = std::chrono::floor<std::chrono::seconds>(clock_.now() - confirmed_on_disk_);
        if (age >= std::chrono::seconds{0}) confirmed_ = Confirmed{age, clock_.steady()};
      }
      if (key == "policy") {
        const auto policy = policy_from_text(value);
        if (policy)
          policy_ = *policy;
        else
          log::error("the stored policy cannot be read ({}); the server is asked again", policy.error().message.en);
      }
    });
  });
}

// Everybody on disk; returns how many cannot be read.
std::size_t Whitelist::each_person(const std::function<void(const KnownPerson&)>& visit) const {
  std::size_t broken = 0;
  store_.database->read([&](storage::Transaction& tx) {
    tx.query("SELECT person, sealed FROM known", [&](const storage::Row& row) {
      const auto person = unseal(store_.key, row.id(0), row.blob(1));
      if (person)
        visit(*person);
      else
        ++broken;
    });
  });
  return broken;
}

void Whitelist::replace_matcher(vision::Matcher matcher) {
  each_person([&](const KnownPerson& person) {
    if (person.face) matcher.upsert(person.person, *person.face);
  });
  std::lock_guard lock(mutex_);
  matcher_ = std::move(matcher);
}

Found Whitelist::find(const vision::Embedding& face, vision::MaskState mask) const {
  std::shared_lock lock(mutex_);
  Found found{matcher_.find(face, mask), {}};
  if (found.match.accepted)
    if (const auto person = people_.find(found.match.person); person != people_.end()) found.name = person->second.name;
  return found;
}

std::optional<Found> Whitelist::find_pass(const crypto::Digest& pass) const {
  std::shared_lock lock(mutex_);
  const auto owner = passes_.find(pass);
  if (owner == passes_.end()) return std::nullopt;
  return Found{{.person = owner->second, .accepted = true}, people_.at(owner->second).name};
}

bool Whitelist::has_passes() const {
  std::shared_lock lock(mutex_);
  return !passes_.empty();
}

Result<> Whitelist::apply(const Changes& changes) {
  const bool replacing = changes.full || replacing_;
  if (changes.policy && listener_) listener_(*changes.policy);
  WARD_CHECK(keep(changes, replacing));
  show(changes);
  if (replacing && !changes.more) forget_the_others();
  {
    std::lock_guard lock(mutex_);
    replacing_ = replacing && changes.more;
    (replacing_ ? arriving_version_ : version_) = changes.whitelist_version;
    if (!changes.more) confirmed_ = Confirmed{std::chrono::seconds{0}, clock_.steady()};
    if (changes.policy) policy_ = changes.policy;
  }
  return {};
}

// On disk: one transaction for each answer.
Result<> Whitelist::keep(const Changes& changes, bool replacing) {
  const Time now = clock_.now();
  const bool confirm = !changes.more && (now < confirmed_on_disk_ || now - confirmed_on_disk_ >= confirm_every);
  const bool nothing = changes.upserts.empty() && changes.removals.empty() && !changes.policy && !replacing &&
                       changes.whitelist_version == version();
  if (nothing && !confirm) return {};

  const std::string people = replacing ? "arriving" : "known";
  WARD_CHECK(store_.database->write([&](storage::Transaction& tx) -> Result<> {
    if (changes.full) tx.exec("DELETE FROM arriving");
    for (const KnownPerson& person : changes.upserts)
      tx.exec("INSERT INTO " + people +
                  " (person, sealed) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed",
              person.person, seal(store_.key, person));
    for (const Id& person : changes.removals) tx.exec("DELETE FROM " + people + " WHERE person = ?", person);
    if (replacing && !changes.more) {
      tx.exec("DELETE FROM known");
      tx.exec("INSERT INTO known SELECT person, sealed FROM arriving");
      tx.exec("DELETE FROM arriving");
    }
    if (!(replacing && changes.more)) put_state(tx, "whitelist_version", std::to_string(changes.whitelist_version));
    if (!changes.more) put_state(tx, "whitelist_confirmed", std::to_string(to_millis(now)));
    if (changes.policy) put_state(tx, "policy", json::serialize(city::to_json(*changes.policy)));
    return {};
  }));
  if (!changes.more) confirmed_on_disk_ = now;
  return {};
}

void Whitelist::show(const Changes& changes) {
  for (const KnownPerson& person : changes.upserts) remember(person);
  for (const Id& person : changes.removals) forget(person);
}

// After a full list: whoever is not on disk any more.
void Whitelist::forget_the_others() {
  std::unordered_set<Id> others;
  {
    std::shared_lock lock(mutex_);
    for (const auto& [person, holder] : people_) others.insert(person);
  }
  store_.database->read([&](storage::Transaction& tx) {
    tx.query("SELECT person FROM known", [&](const storage::Row& row) { others.erase(row.id(0)); });
  });
  for (const Id& person : others) forget(person);
}

void Whitelist::remember(const KnownPerson& person) {
  std::lock_guard lock(mutex_);
  if (person.face)
    matcher_.upsert(person.person, *person.face);
  else
    matcher_.remove(person.person);
  Holder& holder = people_[person.person];
  if (holder.pass) passes_.erase(*holder.pass);
  holder = {person.name, person.pass};
  if (person.pass) passes_[*person.pass] = person.person;
}

void Whitelist::forget(const Id& person) {
  std::lock_guard lock(mutex_);
  matcher_.remove(person);
  const auto holder = people_.find(person);
  if (holder == people_.end()) return;
  if (holder->second.pass) passes_.erase(*holder->second.pass);
  people_.erase(holder);
}

std::int64_t Whitelist::version() const {
  std::shared_lock lock(mutex_);
  return replacing_ ? arriving_version_ : version_;
}

std::size_t Whitelist::people() const {
  std::shared_lock lock(mutex_);
  return people_.size();
}

std::optional<std::chrono::seconds> Whitelist::age() const {
  std::shared_lock lock(mutex_);
  if (!confirmed_) return std::nullopt;
  return confirmed_->age + std::chrono::floor<std::chrono::seconds>(clock_.steady() - confirmed_->at);
}

std::optional<city::Policy> Whitelist::policy() const {
  std::shared_lock lock(mutex_);
  return policy_;
}

void Whitelist::on_policy(std::function<void(const city::Policy&)> listener) { listener_ = std::move(listener); }

}  // namespace ward::gate
