// What an import asks of the register, out of the tables. Inside residents' stores only.
#pragma once

#include "city/residents/import_plan.h"
#include "storage/database.h"

namespace ward::city::residents {

class StoredRegister final : public RegisterView {
 public:
  explicit StoredRegister(storage::Transaction& t);
  std::int64_t people() override { return people_; }
  std::vector<Stored> stored(const std::vector<Id>& records) override;
  void sharing(const std::vector<std::string>& keys,
               const std::function<void(const std::string& key, const Id& head)>& found) override;
  std::vector<Known> known(const std::vector<Id>& heads) override;

 private:
  storage::Transaction& t_;
  const std::int64_t people_;  // when the import began
};

}  // namespace ward::city::residents
