// Rows of the tables as what they stand for, and back. Inside declarations' stores only.
#pragma once

#include "city/declarations/store.h"

namespace ward::city::declarations {

inline constexpr const char* declaration_columns =
    "d.id, d.premises, d.room, d.source, d.arrives_at, d.day, d.carrier, d.vehicle, d.stays, d.note, d.language, "
    "d.author, d.declared_at, d.prepared_at, d.incident, d.version, u.path, u.name, p.code, p.address, p.landlord, "
    "(SELECT number FROM room WHERE room.id = d.room)";
// The unit is the one that stands now, one step on when it was merged (units::merge).
inline constexpr const char* from_where_they_go =
    " FROM declaration d JOIN premises p ON p.id = d.premises JOIN unit o ON o.id = p.unit JOIN unit u ON u.id ="
    " coalesce(o.merged_into, o.id)";

Stored stored_in(const storage::Row& row);  // without its persons
std::vector<Declared> read_persons(storage::Transaction& t, const Id& declaration);
// All of them anew.
void write_persons(storage::Transaction& t, const Declaration& declaration);
void write_declaration(storage::Transaction& t, const Declaration& declaration, bool is_new);

std::string text_of(const Done& done);
Done done_in(const std::string& text, Time received_at);

}  // namespace ward::city::declarations
