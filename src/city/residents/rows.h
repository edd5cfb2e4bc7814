// Rows of the tables as what they stand for, and back. Inside residents' stores only.
#pragma once

#include "city/residents/record.h"
#include "storage/rows.h"

namespace ward::city::residents {

inline constexpr const char* record_columns =
    "id, name, spellings, birth, sex, nationality, phones, version, merged_into";
Record record_in(const storage::Row& row);  // without its documents
std::string text_of_list(const std::vector<std::string>& texts);

// Of kind, country, digest, ending; of the columns from `first` on.
KeptDocument document_in(const storage::Row& row, int first = 0);
storage::Values row_of_document(const Id& record, const KeptDocument& document);
inline constexpr const char* insert_document =
    "INSERT INTO resident_document (resident, kind, country, digest, ending) VALUES (?, ?, ?, ?, ?)";

inline constexpr const char* insert_key = "INSERT INTO resident_key (key, resident) VALUES (?, ?)";

inline constexpr const char* tenancy_columns = "y.id, y.resident, y.room, y.since, y.until, y.version";
Tenancy tenancy_in(const storage::Row& row);

}  // namespace ward::city::residents
