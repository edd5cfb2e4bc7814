// A row of a list of residents: what it says of somebody, read and checked. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "city/residents/person.h"
#include "city/residents/rooms.h"

namespace ward::city::residents {

// As it was typed; `row` is its number in the file, the header being 1.
struct ListCells {
  int row = 0;
  std::string premises, room;  // the house's code, the number on the door; both or neither
  std::string name;
  std::string spellings, phone;  // several with ; or / between them
  std::string birth, sex, nationality;
  std::string document_kind, document_number, document_country;  // without a kind it is a resident's card
  std::string since;                                             // the day the tenancy begins
};

struct Home {
  Id room;
  Date since;
};

struct Listed {
  int row = 0;
  Person person;  // its id is row_id()
  std::optional<Home> home = {};
};

// What a row is read with.
struct Reading {
  const Rooms& rooms;
  // Whether the caller may write down who lives in the unit of this path; "" asks for everywhere.
  std::function<bool(std::string_view path)> may_change;
  crypto::Digest document_key, id_key;  // the city's
  Date today;
};

// The row's own id, made of what it says of somebody, and of the room: the same row is the same record, in whatever
// file it stands, and nobody without the key can tell from the id who it is. UUIDv8 (RFC 9562, section 5.8).
Id row_id(const Person& person, const std::optional<Id>& room, crypto::ByteView key);
// Of the tenancy of a record, in the same way.
Id tenancy_id(const Id& record, const Home& home, crypto::ByteView key);
Id proposal_id(const Id& record, const Id& other, crypto::ByteView key);

// A day as lists write it, the year first: 2020-02-19, 2020/2/19, 2020年2月19日, 20200219. Errors: "resident.date".
Result<Date> read_day(const std::string& text, const char* field);
// Who it is: everything but the home. Errors: as of read_cells().
Result<Person> read_person(const ListCells& cells, crypto::ByteView document_key, Date today);

// What a card says of its holder fills what the row leaves empty. Errors, with the column as their `field`:
// "resident.name", "resident.birth", "resident.sex", "resident.date", "resident.too_many", "document.*",
// "country.unknown", "premises.unknown", "room.unknown", "resident.home" (a house without a room, or the other way
// round; neither, from a caller who may not write down who lives nowhere), "access.unit".
Result<Listed> read_cells(const ListCells& cells, const Reading& with);

}  // namespace ward::city::residents
