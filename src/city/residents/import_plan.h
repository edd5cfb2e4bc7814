// A list of residents laid over the register, block by block: each row is compared with everybody and with the rows
// before it, and is a record of somebody new, or of somebody found. Pure: what it must know of the register it asks
// for. A list in two files gives the same people as in one.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "city/residents/key_index.h"
#include "city/residents/list_row.h"
#include "city/residents/record.h"
#include "city/residents/sketch.h"

namespace ward::city::residents {

// What an import asks of the register.
class RegisterView {
 public:
  virtual ~RegisterView() = default;
  virtual std::int64_t people() = 0;
  struct Stored {
    Id record, head;
  };
  // Of these records those that are stored, with who their person goes by.
  virtual std::vector<Stored> stored(const std::vector<Id>& records) = 0;
  // Calls `found` for each record that has one of the keys.
  virtual void sharing(const std::vector<std::string>& keys,
                       const std::function<void(const std::string& key, const Id& head)>& found) = 0;
  // All records of the people who go by these, the head's own first, then in their order; and all tenancies of these.
  struct Known {
    Id head;
    std::vector<Person> records;
    std::vector<Tenancy> tenancies;
  };
  virtual std::vector<Known> known(const std::vector<Id>& heads) = 0;
};

// A row made ready, which costs most: it needs nothing of the others, so it is done on all cores.
struct ReadyRow {
  Listed listed;
  Comparable comparable;
  Sketch sketch;
  std::string spelled;                   // search.h
  std::vector<std::string> keys;         // blocking_keys()
  std::vector<KeyIndex::Key> digests;    // of these, in their order
  std::vector<KeyIndex::Key> name_keys;  // digests of those that are letters of a name
};
std::vector<ReadyRow> made_ready(std::vector<Listed> rows);

// What a block of rows brings. Of the records those come first that are of somebody new.
struct BlockPlan {
  struct NewRecord {
    Person person;
    std::optional<Id> merged_into = {};
    std::string spelled;  // search.h
    std::vector<std::string> keys;
  };
  struct Proposal {
    Id id, record, other;
    double odds = 0;
    Caution caution = Caution::none;
  };
  std::vector<NewRecord> records;
  std::vector<Tenancy> tenancies;
  std::vector<Proposal> proposals;
};

struct ImportCounts {
  std::int64_t new_people = 0;  // records of somebody new
  std::int64_t merged = 0;      // records of somebody who was found
  std::int64_t proposals = 0;   // of the new people, who may be somebody who is there
  std::int64_t new_tenancies = 0;
  std::int64_t unchanged = 0;  // rows that say what is already so
  bool changes_nothing() const { return new_people == 0 && merged == 0 && new_tenancies == 0; }
};

class ImportPlanner {
 public:
  // `id_key`: as of Reading. The view must outlive the planner.
  ImportPlanner(RegisterView& view, const crypto::Digest& id_key);
  // What is planned is taken to be so for the blocks that follow.
  BlockPlan plan(std::vector<ReadyRow> block);
  const ImportCounts& counts() const { return counts_; }

 private:
  using Place = std::uint32_t;  // in people_
  struct Said {                 // what one record says that only one of a person's records can
    Id record;
    std::optional<Date> birth;
    std::optional<Sex> sex;
    std::optional<std::string> nationality;
  };
  struct Stay {
    Id room;
    Date since;
    std::optional<Date> until;
  };
  struct Someone {
    Id head;
    std::string packed = {};         // what all records say together; empty until it is loaded
    std::vector<Said> records = {};  // the head's first, then in their order; none while there is one record alone
    std::vector<Stay> stays = {};
    Sketch sketch = {};
    std::uint32_t version = 0;  // counts the records that joined
  };
  struct Seen {
    Place person;
    Id record;
  };
  struct Looked {  // at a candidate
    Place person;
    std::uint32_t version;
    bool surely_different;
    Compared compared;
  };

  void find_stored(const std::vector<ReadyRow>& block);
  void find_sharing(const std::vector<ReadyRow>& block);
  void load_candidates(const std::vector<ReadyRow>& block);
  void load(const std::vector<Place>& places);
  Place place_of(const Id& head);
  std::vector<Place> candidates(const ReadyRow& row) const;
  Looked look(const ReadyRow& row, Place person) const;
  std::vector<std::vector<Looked>> look_ahead(const std::vector<ReadyRow>& block) const;
  void place(ReadyRow& row, const std::vector<Looked>& looked, BlockPlan& plan);
  void add_somebody_new(ReadyRow& row, BlockPlan& plan);
  void join(ReadyRow& row, Place person, BlockPlan& plan);
  bool move_in(const Listed& listed, const Seen& who, BlockPlan& plan);
  Register within(const ReadyRow& row) const;

  RegisterView& view_;
  const crypto::Digest id_key_;
  std::int64_t people_count_;
  std::vector<Someone> people_;
  boost::unordered_flat_map<Id, Place, std::hash<Id>> places_;  // by whom they go by
  boost::unordered_flat_map<Id, Seen, std::hash<Id>> seen_;     // by row_id()
  KeyIndex index_;
  ImportCounts counts_;
};

}  // namespace ward::city::residents
