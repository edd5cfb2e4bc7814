#include "city/schema.h"

namespace ward::city {

// Ids are 16-byte blobs, times integer milliseconds since 1970 UTC, temperatures integer 1/100 °C, digests 32-byte
// blobs.
const std::vector<storage::Migration>& schema() {
  static const std::vector<storage::Migration> steps = {
      {1, "journal", R"sql(
-- The one record of everything that happened, a hash chain: a changed or missing row shows (journal/).
CREATE TABLE journal (
  number INTEGER PRIMARY KEY,     -- 1, 2, 3, ... without a gap
  id BLOB NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,             -- what happened: 'person.put', 'passages.batch', ...
  subject TEXT NOT NULL,          -- to whom or what: an id or a name
  actor TEXT NOT NULL,            -- who did it: 'user:<id>', 'device:<id>', 'system'
  purpose TEXT NOT NULL,          -- what for
  unit TEXT NOT NULL,             -- the site's id, '' for none
  payload TEXT NOT NULL,          -- JSON; ids and numbers, never a name, a face or a password
  digest BLOB NOT NULL            -- SHA-256 over the digest before and all of the above
) STRICT;
CREATE INDEX journal_type ON journal (type, number);
CREATE INDEX journal_subject ON journal (subject, number);
-- One row: the last of the chain, so that a cut-off end shows as well.
CREATE TABLE journal_head (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;
INSERT INTO journal_head VALUES (1, 0, zeroblob(32));
)sql"},
      {2, "sites", R"sql(
-- A place with gates and people of its own: a school, a works.
CREATE TABLE site (
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  zone TEXT NOT NULL,             -- IANA time zone of its days
  capture_days INTEGER NOT NULL,  -- days a picture is kept; 0: none is kept
  policy TEXT,                    -- JSON; null: the default
  created_at INTEGER NOT NULL
) STRICT;
)sql"},
      {3, "devices", R"sql(
CREATE TABLE device (
  id BLOB PRIMARY KEY,
  site BLOB NOT NULL REFERENCES site (id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL,             -- 'gate'
  zone TEXT NOT NULL,             -- where it looks
  sign TEXT NOT NULL,             -- where the sign that announces it hangs
  key_digest BLOB NOT NULL,       -- SHA-256 of its key
  revoked INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  last_seen INTEGER,
  health TEXT                     -- the latest, JSON
) STRICT;
CREATE INDEX device_site ON device (site);
CREATE UNIQUE INDEX device_key ON device (key_digest);
)sql"},
      {4, "people", R"sql(
CREATE TABLE person_group (        -- a class, a department
  id BLOB PRIMARY KEY,
  site BLOB NOT NULL REFERENCES site (id),
  name TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_group_name ON person_group (site, name);
CREATE TABLE person (
  id BLOB PRIMARY KEY,
  site BLOB NOT NULL REFERENCES site (id),
  person_group BLOB REFERENCES person_group (id),
  name TEXT NOT NULL,
  number TEXT,                    -- the site's own number of the person
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_number ON person (site, number) WHERE number IS NOT NULL;
CREATE INDEX person_name ON person (site, name, id);
CREATE INDEX person_of_group ON person (person_group, id);
CREATE TABLE face (               -- the template, sealed with the vault's key: the file alone shows no face
  person BLOB PRIMARY KEY REFERENCES person (id),
  site BLOB NOT NULL,
  sealed BLOB NOT NULL,           -- context: the person's id
  enrolled_at INTEGER NOT NULL
) STRICT;
CREATE INDEX face_site ON face (site);
-- What gates must hear of: one row for each person who ever had a face here, at its latest change.
CREATE TABLE whitelist (
  site BLOB NOT NULL,
  person BLOB NOT NULL,
  version INTEGER NOT NULL,       -- of the site, counting up
  removed INTEGER NOT NULL,
  PRIMARY KEY (site, person)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX whitelist_version ON whitelist (site, version);
CREATE TABLE whitelist_head (site BLOB PRIMARY KEY, version INTEGER NOT NULL) STRICT;
)sql"},
      {5, "passages", R"sql(
-- Passages lie in a table for each month of their ids' own time, named passage_YYYYMM (passages/store), because one
-- table that grows for ever takes inserts ever more slowly. `passage_other` holds those whose id tells no sensible time.
CREATE TABLE passage_month (
  name TEXT PRIMARY KEY,          -- of the table
  min_at INTEGER NOT NULL,        -- of its rows' at
  max_at INTEGER NOT NULL
) STRICT;
)sql"},
      {6, "alarms", R"sql(
CREATE TABLE alarm (
  id BLOB PRIMARY KEY,
  site BLOB NOT NULL,
  device BLOB NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,            -- when it was raised
  detail TEXT NOT NULL,           -- JSON: what the sentence says
  passage BLOB,
  repeats INTEGER NOT NULL DEFAULT 0,  -- how often it happened again before anybody acknowledged it
  over_at INTEGER,                -- when the condition ended; a single event is over at once
  acknowledged_at INTEGER,
  acknowledged_by TEXT,
  note TEXT
) STRICT;
CREATE INDEX alarm_at ON alarm (at, id);
CREATE INDEX alarm_of_device ON alarm (device, kind, at);
CREATE INDEX alarm_open ON alarm (at, id) WHERE acknowledged_at IS NULL;
)sql"},
      {7, "captures", R"sql(
-- Which passages have a picture. The picture itself is sealed in a segment file of its site and day (captures/).
CREATE TABLE capture (
  id BLOB PRIMARY KEY,
  passage BLOB NOT NULL,
  site BLOB NOT NULL,
  day INTEGER NOT NULL,           -- days since 1970 UTC, of the passage
  place INTEGER NOT NULL,         -- offset in the segment
  size INTEGER NOT NULL,          -- sealed bytes
  gone INTEGER NOT NULL DEFAULT 0 -- its time is over
) STRICT;
CREATE INDEX capture_day ON capture (site, day);
)sql"},
      {8, "accounts", R"sql(
CREATE TABLE account (
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,             -- accounts/access.h
  sites TEXT NOT NULL,            -- JSON list of site ids; '[]': all
  disabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  password TEXT NOT NULL          -- Argon2id, with its salt and parameters
) STRICT;
CREATE TABLE session (
  digest BLOB PRIMARY KEY,        -- SHA-256 of the token in the cookie; the token is stored nowhere
  account BLOB NOT NULL REFERENCES account (id),
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL        -- to within five minutes
) STRICT;
CREATE INDEX session_account ON session (account);
)sql"},
      {9, "drift", R"sql(
-- The drift watch moved from the gates into the server: what a gate once said of it is no part of its health any more.
ALTER TABLE device ADD COLUMN drift TEXT;  -- the latest judgement of the watch over its passages, JSON
)sql",
       "UPDATE device SET health = json_remove(health, '$.drift_cc', '$.drift_alarm') WHERE health IS NOT NULL"},
      {10, "passes", R"sql(
-- Codes that stand for a person at the gates; only the holder has the code itself.
CREATE TABLE pass (
  person BLOB PRIMARY KEY REFERENCES person (id),
  digest BLOB NOT NULL UNIQUE,    -- SHA-256 of its bits (people/pass.h)
  made_at INTEGER NOT NULL
) STRICT;
)sql",
       "UPDATE site SET policy = json_set(policy, '$.accept_passes', json('true')) WHERE policy IS NOT NULL"},
      {11, "units", R"sql(
-- The pyramid: units, who is in their teams, and how they were before (units/).
CREATE TABLE unit (
  id BLOB PRIMARY KEY,
  code TEXT NOT NULL,             -- what files and people call it by
  name TEXT NOT NULL,
  kind TEXT NOT NULL,             -- 'city', 'town', 'community', 'grid', ... (units/units.h)
  parent BLOB REFERENCES unit (id),
  path TEXT NOT NULL,             -- numbers from the root to here, '1/2a/3f1/': a subtree is a range of paths
  since INTEGER NOT NULL,         -- as it is now
  closed_at INTEGER,
  merged_into BLOB
) STRICT;
CREATE UNIQUE INDEX unit_code ON unit (code) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX unit_path ON unit (path);
CREATE INDEX unit_parent ON unit (parent, code);
ALTER TABLE account ADD COLUMN units TEXT NOT NULL DEFAULT '[]';  -- JSON list of unit ids; '[]': everywhere
CREATE TABLE unit_head (one INTEGER PRIMARY KEY CHECK (one = 1), next_number INTEGER NOT NULL) STRICT;  -- for paths
INSERT INTO unit_head VALUES (1, 1);
CREATE TABLE unit_past (
  unit BLOB NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  parent BLOB,
  path TEXT NOT NULL,
  PRIMARY KEY (unit, since)
) STRICT;
CREATE TABLE unit_tally (         -- numbers of whole subtrees (units/tally.h)
  name TEXT NOT NULL,             -- of what: 'units', 'posts', 'incidents' (the open ones), 'incidents/reported'
  unit BLOB NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (name, unit)
) STRICT, WITHOUT ROWID;
CREATE TABLE member (             -- someone who works in the teams
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT NOT NULL UNIQUE,
  account BLOB UNIQUE             -- what they log in with
) STRICT;
CREATE INDEX member_name ON member (name, id);
CREATE TABLE post (               -- a member in the team of a unit
  id BLOB PRIMARY KEY,
  unit BLOB NOT NULL REFERENCES unit (id),
  member BLOB NOT NULL REFERENCES member (id),
  duty TEXT NOT NULL,             -- 'commander', 'member'
  since INTEGER NOT NULL,
  until INTEGER,                  -- null: until further notice
  ended INTEGER NOT NULL          -- until has passed, and the tallies know it
) STRICT;
CREATE INDEX post_unit ON post (unit) WHERE ended = 0;
CREATE INDEX post_member ON post (member) WHERE ended = 0;
CREATE INDEX post_until ON post (until) WHERE ended = 0 AND until IS NOT NULL;
)sql"},
      {12, "incidents", R"sql(
CREATE TABLE setting (            -- what the city has set for itself: 'calendar', 'incident_types'
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL,            -- JSON
  changed_at INTEGER NOT NULL
) STRICT;
CREATE TABLE incident (
  id BLOB PRIMARY KEY,
  type TEXT NOT NULL,             -- code in the catalogue
  unit BLOB NOT NULL REFERENCES unit (id),
  reporter TEXT NOT NULL,         -- as the journal's actor
  reported_at INTEGER NOT NULL,
  state TEXT NOT NULL,            -- incidents/state.h
  open INTEGER NOT NULL,          -- somebody must still act on it
  deadline INTEGER,               -- of the stage it is in
  sort INTEGER NOT NULL,          -- the deadline, or the end of time
  original BLOB,                  -- of a duplicate
  version INTEGER NOT NULL,
  page_at INTEGER,                -- when somebody is paged next
  body TEXT NOT NULL              -- all of it, JSON (incidents/incidents.h)
) STRICT;
CREATE INDEX incident_unit ON incident (unit, reported_at);
CREATE INDEX incident_open ON incident (unit, state) WHERE open = 1;
CREATE INDEX incident_sort ON incident (sort, id) WHERE open = 1;
CREATE INDEX incident_reported ON incident (reported_at, id);
CREATE INDEX incident_reporter ON incident (reporter, reported_at);
CREATE INDEX incident_original ON incident (original) WHERE original IS NOT NULL;
CREATE INDEX incident_page_at ON incident (page_at) WHERE page_at IS NOT NULL;
CREATE TABLE incident_story (     -- what was done to it
  incident BLOB NOT NULL,
  version INTEGER NOT NULL,       -- of the incident after it
  request BLOB NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  words TEXT NOT NULL,            -- why, or what was done
  payload TEXT NOT NULL,          -- JSON
  PRIMARY KEY (incident, version)
) STRICT;
CREATE TABLE incident_stage (     -- the stages that are over
  incident BLOB NOT NULL,
  type TEXT NOT NULL,
  unit BLOB NOT NULL,             -- whose it was
  state TEXT NOT NULL,
  entered INTEGER NOT NULL,
  left_at INTEGER NOT NULL,
  deadline INTEGER,
  ended_by TEXT NOT NULL,
  exempt INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX incident_stage_left ON incident_stage (left_at);
CREATE INDEX incident_stage_of ON incident_stage (incident);
CREATE TABLE incident_page (      -- who was paged, once for each step of a stage
  incident BLOB NOT NULL,
  stage_entered INTEGER NOT NULL,
  step INTEGER NOT NULL,
  unit BLOB NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (incident, stage_entered, step)
) STRICT;
CREATE TABLE incident_ack (
  incident BLOB NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY (incident, at)
) STRICT;
CREATE TABLE notice (             -- what a member of the teams was told in the program
  id BLOB PRIMARY KEY,
  member BLOB NOT NULL REFERENCES member (id),
  key TEXT NOT NULL,              -- of the thing: told once
  about TEXT NOT NULL,            -- 'incident'
  subject BLOB NOT NULL,
  step INTEGER NOT NULL,
  at INTEGER NOT NULL,
  read_at INTEGER
) STRICT;
CREATE UNIQUE INDEX notice_key ON notice (member, key);
CREATE INDEX notice_at ON notice (member, at);
CREATE INDEX notice_subject ON notice (about, subject) WHERE read_at IS NULL;
)sql"},
      {13, "orders", R"sql(
CREATE TABLE orders (             -- what a unit and all below it were told to do (orders/); ORDER is a word of SQL
  id BLOB PRIMARY KEY,
  unit BLOB NOT NULL REFERENCES unit (id),
  issued_at INTEGER NOT NULL,
  issuer TEXT NOT NULL,           -- as the journal's actor
  issuer_name TEXT NOT NULL,
  state TEXT NOT NULL,            -- 'active', 'superseded', 'cancelled'
  ended_at INTEGER,
  reason TEXT NOT NULL,           -- of a cancellation
  superseded_by BLOB,
  asks TEXT NOT NULL,             -- the step that everybody must come to
  asks_picture INTEGER NOT NULL,
  wide INTEGER NOT NULL,          -- it went to more people than one finds by their own index
  remind_at INTEGER,              -- when those who have not come so far are reminded next
  reminders INTEGER NOT NULL DEFAULT 0,
  body TEXT NOT NULL              -- what was asked for, JSON (orders/orders.h)
) STRICT;
CREATE INDEX orders_issued ON orders (issued_at, id);
CREATE INDEX orders_wide ON orders (issued_at, id) WHERE wide = 1;
CREATE INDEX orders_of_unit ON orders (unit, issued_at);
CREATE INDEX orders_remind ON orders (remind_at) WHERE remind_at IS NOT NULL;
CREATE TABLE order_recipient (    -- everybody who received it, once, and how far they have come
  order_id BLOB NOT NULL,
  member BLOB NOT NULL,
  unit BLOB NOT NULL,             -- where they are counted: what they command, or the topmost team they are in
  via BLOB,                       -- the unit whose commander passes it on to them
  wide INTEGER NOT NULL,          -- as in orders
  delivered_at INTEGER,
  read_at INTEGER,
  acknowledged_at INTEGER,
  done_at INTEGER,
  picture BLOB,                   -- of what was done
  reminded INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (order_id, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_recipient_unit ON order_recipient (order_id, unit);
CREATE INDEX order_recipient_member ON order_recipient (member, order_id) WHERE wide = 0;
CREATE TABLE order_tally (        -- how many of a unit and of all below it have come how far, as the pyramid was then
  order_id BLOB NOT NULL,
  unit BLOB NOT NULL,
  above BLOB,                     -- the unit above; null for the unit of the order
  recipients INTEGER NOT NULL,
  delivered INTEGER NOT NULL DEFAULT 0,
  seen INTEGER NOT NULL DEFAULT 0,
  acknowledged INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (order_id, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_tally_above ON order_tally (order_id, above);
CREATE TABLE order_release (      -- when the team of a unit reads an order that passes through the commanders
  order_id BLOB NOT NULL,
  unit BLOB NOT NULL,
  release_at INTEGER NOT NULL,
  PRIMARY KEY (order_id, unit)
) STRICT, WITHOUT ROWID;
CREATE TABLE order_line (         -- what a commander added for the own unit, or that it was passed on
  order_id BLOB NOT NULL,
  unit BLOB NOT NULL,
  at INTEGER NOT NULL,
  author TEXT NOT NULL,           -- name
  words TEXT NOT NULL,
  PRIMARY KEY (order_id, unit, at)
) STRICT, WITHOUT ROWID;
CREATE TABLE order_receipt (      -- each step of somebody, as it came in; a batch has one row of the journal
  batch INTEGER NOT NULL,         -- number of that row
  order_id BLOB NOT NULL,
  member BLOB NOT NULL,
  step TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (batch, order_id, member, step)
) STRICT, WITHOUT ROWID;
CREATE TABLE warning (            -- what other systems warned of (CAP)
  id BLOB PRIMARY KEY,
  sender TEXT NOT NULL,
  identifier TEXT NOT NULL,
  sent INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  state TEXT NOT NULL,            -- 'active', 'superseded', 'cancelled'
  document TEXT NOT NULL          -- as it came
) STRICT;
CREATE UNIQUE INDEX warning_identifier ON warning (sender, identifier);
CREATE INDEX warning_received ON warning (received_at, id);
)sql"},
      {14, "lists", R"sql(
-- What lies in a unit or below it, in an order (units/listing.h).
CREATE TABLE unit_list (
  unit BLOB NOT NULL,
  name TEXT NOT NULL,             -- of the list: 'incidents/reported' by the report, 'incidents/reported/due' by deadline
  at INTEGER NOT NULL,            -- what it is ordered by, then by item
  item BLOB NOT NULL,
  tag TEXT NOT NULL,              -- what it can be narrowed to: the incident's type
  PRIMARY KEY (unit, name, at, item)
) STRICT, WITHOUT ROWID;
ALTER TABLE incident ADD COLUMN unheard INTEGER NOT NULL DEFAULT 0;  -- somebody was paged, and nobody acknowledged
-- Lists are read from unit_list now.
DROP INDEX incident_unit;
DROP INDEX incident_open;
DROP INDEX incident_sort;
DROP INDEX incident_reported;
CREATE INDEX incident_deadline ON incident (deadline) WHERE open = 1;
CREATE INDEX unit_merged ON unit (merged_into) WHERE merged_into IS NOT NULL;
-- A unit that was merged twice is now one step away from where it stands; so are the incidents of before.
UPDATE unit SET merged_into = (SELECT m.merged_into FROM unit m WHERE m.id = unit.merged_into)
  WHERE EXISTS (SELECT 1 FROM unit m WHERE m.id = unit.merged_into AND m.merged_into IS NOT NULL);
UPDATE incident SET unit = (SELECT u.merged_into FROM unit u WHERE u.id = incident.unit)
  WHERE EXISTS (SELECT 1 FROM unit u WHERE u.id = incident.unit AND u.merged_into IS NOT NULL);
-- Until the end of this step: each incident with its unit and all those above.
CREATE TABLE incident_above (incident BLOB NOT NULL, unit BLOB NOT NULL) STRICT;
INSERT INTO incident_above
  WITH RECURSIVE above (incident, unit) AS (
    SELECT id, unit FROM incident
    UNION ALL SELECT a.incident, u.parent FROM above a JOIN unit u ON u.id = a.unit WHERE u.parent IS NOT NULL)
  SELECT incident, unit FROM above;
INSERT INTO unit_list (unit, name, at, item, tag)
  SELECT a.unit, 'incidents/' || i.state, i.reported_at, i.id, i.type
  FROM incident_above a JOIN incident i ON i.id = a.incident;
INSERT INTO unit_list (unit, name, at, item, tag)
  SELECT a.unit, 'incidents/' || i.state || '/due', i.sort, i.id, i.type
  FROM incident_above a JOIN incident i ON i.id = a.incident WHERE i.open = 1;
DELETE FROM unit_tally WHERE name = 'incidents';
INSERT INTO unit_tally (name, unit, value)
  SELECT 'incidents', a.unit, count(*) FROM incident_above a JOIN incident i ON i.id = a.incident WHERE i.open = 1
  GROUP BY a.unit;
INSERT INTO unit_tally (name, unit, value)
  SELECT 'incidents/' || i.state, a.unit, count(*) FROM incident_above a JOIN incident i ON i.id = a.incident
  WHERE i.open = 1 GROUP BY a.unit, i.state;
DROP TABLE incident_above;
-- A site may belong to a unit, which hears of fevers at its gates.
ALTER TABLE site ADD COLUMN unit BLOB REFERENCES unit (id);
ALTER TABLE incident ADD COLUMN site BLOB;     -- where it came from, when from a site
ALTER TABLE incident ADD COLUMN alarm BLOB;    -- of which it became the incident
CREATE INDEX incident_site ON incident (site, reported_at, id) WHERE site IS NOT NULL;
CREATE UNIQUE INDEX incident_alarm ON incident (alarm) WHERE alarm IS NOT NULL;
CREATE TABLE journal_reader (      -- who reads the journal on, row by row
  name TEXT PRIMARY KEY,          -- 'incidents', 'channels'
  number INTEGER NOT NULL         -- of the last row that was read
) STRICT;
INSERT INTO journal_reader SELECT 'incidents', number FROM journal_head;
-- Pictures and voice notes that people send: sealed in a segment file of the day (files/).
CREATE TABLE file (
  id BLOB PRIMARY KEY,
  sender TEXT NOT NULL,           -- as the journal's actor
  media_type TEXT NOT NULL,
  digest BLOB NOT NULL,           -- SHA-256 of it
  bytes INTEGER NOT NULL,
  at INTEGER NOT NULL,
  day INTEGER NOT NULL,           -- days since 1970 UTC
  place INTEGER NOT NULL,         -- offset in the segment
  size INTEGER NOT NULL,          -- sealed bytes
  gone INTEGER NOT NULL DEFAULT 0 -- its time is over
) STRICT;
CREATE INDEX file_day ON file (day) WHERE gone = 0;
CREATE TABLE file_use (            -- where a file was named: who sees that unit or site sees the file
  file BLOB NOT NULL,
  unit BLOB NOT NULL,
  site BLOB,
  PRIMARY KEY (file, unit)
) STRICT;
CREATE TABLE shift (               -- who is on duty at the desk of a unit (duty/)
  id BLOB PRIMARY KEY,
  unit BLOB NOT NULL REFERENCES unit (id),
  member BLOB NOT NULL REFERENCES member (id),
  since INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;
CREATE INDEX shift_unit ON shift (unit, until);
CREATE TABLE handover (            -- what one shift leaves to the next; never changed
  id BLOB PRIMARY KEY,
  unit BLOB NOT NULL REFERENCES unit (id),
  author TEXT NOT NULL,           -- as the journal's actor
  author_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  words TEXT NOT NULL
) STRICT;
CREATE INDEX handover_unit ON handover (unit, at);
)sql"},
      {15, "channels, open311", R"sql(
CREATE TABLE channel (            -- where messages go that leave the program
  id BLOB PRIMARY KEY,
  kind TEXT NOT NULL,             -- 'email', 'wecom', 'dingtalk', 'webhook'
  name TEXT NOT NULL,
  unit BLOB,                      -- unit with all below, or site, that it is for; null: everything
  events TEXT NOT NULL,           -- JSON: types of rows in the journal
  language TEXT NOT NULL,
  sealed BLOB NOT NULL,           -- addresses, URL and secret as JSON, sealed under the vault key
  since INTEGER NOT NULL,         -- it hears of rows of the journal after this one
  next_at INTEGER NOT NULL,       -- before then nothing more is sent to it: robots have limits
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE delivery (           -- one message to one channel: the record of what was sent
  id BLOB PRIMARY KEY,
  channel BLOB NOT NULL,          -- also when the channel is gone
  created_at INTEGER NOT NULL,
  state TEXT NOT NULL,            -- 'waiting', 'sent', 'gave_up', 'dropped'
  test INTEGER NOT NULL,          -- an administrator tried the channel
  facts INTEGER NOT NULL,         -- how many rows of the journal it tells of
  tries INTEGER NOT NULL,
  due_at INTEGER,                 -- when it is tried next; while it is tried, when others may try
  first_tried_at INTEGER,
  done_at INTEGER,
  error TEXT,                     -- JSON {en, zh}: of the last try
  message TEXT                    -- JSON: its words, made at the first try
) STRICT;
CREATE INDEX delivery_due ON delivery (due_at) WHERE state = 'waiting';
CREATE INDEX delivery_waiting ON delivery (channel, tries) WHERE state = 'waiting';
CREATE INDEX delivery_created ON delivery (created_at, id);
CREATE INDEX delivery_channel ON delivery (channel, created_at, id);
CREATE INDEX delivery_done ON delivery (done_at) WHERE done_at IS NOT NULL;
CREATE TABLE delivery_row (       -- the rows of the journal that it tells of
  delivery BLOB NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (delivery, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE open311_key (        -- who may report over Open311
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  unit BLOB NOT NULL REFERENCES unit (id),  -- where: it and all below
  jurisdiction TEXT NOT NULL,     -- jurisdiction_id of its requests
  key_digest BLOB NOT NULL UNIQUE,
  revoked INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX open311_key_jurisdiction ON open311_key (jurisdiction) WHERE revoked = 0;
)sql"},
      {16, "requests at other cities", R"sql(
ALTER TABLE channel ADD COLUMN forwarding TEXT;  -- of 'open311': JSON, which incidents go out as what
CREATE TABLE delivery_request (   -- what a delivery became at another city's Open311 server
  delivery BLOB PRIMARY KEY,
  channel BLOB NOT NULL,          -- also when it is gone
  incident BLOB NOT NULL,
  request TEXT NOT NULL,          -- service_request_id; '' while it is not known
  token TEXT NOT NULL,            -- by which it is asked for
  status TEXT NOT NULL,           -- 'open', 'closed'; '' while the id is not known
  notes TEXT NOT NULL,            -- theirs on the status
  asked_at INTEGER,               -- when they answered last
  ask_at INTEGER,                 -- when they are asked next; while they are asked, when others may ask
  misses INTEGER NOT NULL         -- answers in a row that told nothing
) STRICT;
CREATE INDEX delivery_request_due ON delivery_request (ask_at) WHERE ask_at IS NOT NULL;
CREATE INDEX delivery_request_channel ON delivery_request (channel, ask_at) WHERE ask_at IS NOT NULL;
)sql"},
      {17, "overdue, and requests opened again", R"sql(
CREATE TABLE incident_late (      -- one row
  until INTEGER NOT NULL          -- what is open and was due before is in the tally 'incidents/late'
) STRICT;
INSERT INTO incident_late (until) VALUES (0);
ALTER TABLE delivery_request ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;  -- when its status was first heard of
UPDATE delivery_request SET changed_at = coalesce(asked_at, ask_at, 0);
)sql"},
      {18, "premises", R"sql(
-- What must be covered: houses and their rooms (premises/). How many stand is in the tallies 'premises' and 'rooms'.
CREATE TABLE premises (
  id BLOB PRIMARY KEY,
  unit BLOB NOT NULL REFERENCES unit (id),
  code TEXT NOT NULL,             -- what files and people call it by
  address TEXT NOT NULL,
  kind TEXT NOT NULL,             -- 'house', 'flats', 'dormitory', ... (premises/premises.h)
  landlord BLOB REFERENCES member (id),
  version INTEGER NOT NULL,       -- counts its changes
  closed_at INTEGER               -- torn down
) STRICT;
CREATE UNIQUE INDEX premises_code ON premises (code) WHERE closed_at IS NULL;
CREATE INDEX premises_unit ON premises (unit, code);
CREATE TABLE room (
  id BLOB PRIMARY KEY,
  premises BLOB NOT NULL REFERENCES premises (id),
  number TEXT NOT NULL,           -- on its door
  floor TEXT NOT NULL,            -- '' where nobody says so
  version INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,                  -- null: it stands
  ended TEXT                      -- 'demolished', 'split', 'merged'
) STRICT;
CREATE UNIQUE INDEX room_number ON room (premises, number) WHERE until IS NULL;
CREATE INDEX room_premises ON room (premises, until);
CREATE TABLE room_became (        -- what a room was split into, or merged into with others
  room BLOB NOT NULL,
  successor BLOB NOT NULL,
  PRIMARY KEY (room, successor)
) STRICT, WITHOUT ROWID;
CREATE INDEX room_became_successor ON room_became (successor);
)sql"},
      {19, "residents", R"sql(
-- People as lists and visits said them, which of these records are of one person, and where they live (residents/).
CREATE TABLE resident (           -- a record
  id BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  spellings TEXT NOT NULL,        -- JSON list: what else they are called
  birth TEXT,                     -- '1984-02-19'
  sex TEXT,                       -- 'female', 'male'
  nationality TEXT,               -- ISO 3166-1 alpha-3
  phones TEXT NOT NULL,           -- JSON list
  version INTEGER NOT NULL,       -- counts its changes
  head BLOB NOT NULL,             -- the record that its person goes by
  merged_into BLOB REFERENCES resident (id)  -- the one it was found to be the same person as
) STRICT;
CREATE INDEX resident_by_head ON resident (head);
CREATE INDEX resident_merged ON resident (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE resident_document (  -- numbers of documents, never as they are
  resident BLOB NOT NULL REFERENCES resident (id),
  kind TEXT NOT NULL,             -- 'resident_card', 'passport', ... (residents/document.h)
  country TEXT NOT NULL,          -- that issued it
  digest BLOB NOT NULL,           -- HMAC-SHA-256 with the city's key
  ending TEXT NOT NULL,           -- its last characters
  PRIMARY KEY (resident, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE resident_key (       -- what a record is found by (residents/matching.h)
  key TEXT NOT NULL,
  resident BLOB NOT NULL,
  PRIMARY KEY (key, resident)
) STRICT, WITHOUT ROWID;
CREATE INDEX resident_key_of ON resident_key (resident);
CREATE TABLE resident_head (one INTEGER PRIMARY KEY CHECK (one = 1), people INTEGER NOT NULL) STRICT;
INSERT INTO resident_head VALUES (1, 0);
CREATE TABLE tenancy (            -- who lives in a room
  id BLOB PRIMARY KEY,
  resident BLOB NOT NULL REFERENCES resident (id),
  room BLOB NOT NULL REFERENCES room (id),
  since TEXT NOT NULL,            -- the first day
  until TEXT,                     -- the day after the last one
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX tenancy_resident ON tenancy (resident);
CREATE INDEX tenancy_room ON tenancy (room, since);
)sql"},
      {20, "tallies by unit", R"sql(
-- The numbers of a unit lie beside each other now: who writes or reads one mostly does so with the others.
CREATE TABLE unit_tally_by_unit (
  name TEXT NOT NULL,
  unit BLOB NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (unit, name)
) STRICT, WITHOUT ROWID;
INSERT INTO unit_tally_by_unit SELECT name, unit, value FROM unit_tally ORDER BY unit, name;
DROP TABLE unit_tally;
ALTER TABLE unit_tally_by_unit RENAME TO unit_tally;
)sql"},
      {21, "rounds", R"sql(
-- Door-to-door rounds, what was found at the doors, and how the rooms stand by it (rounds/, verdicts/). How many rooms
-- of a unit are in which state is in the tallies 'r<number>:<state>' and 'r<number>:differing'.
CREATE TABLE round (
  number INTEGER PRIMARY KEY,     -- 1, 2, 3, ... as they were opened
  id BLOB NOT NULL,
  unit BLOB NOT NULL REFERENCES unit (id),
  topic TEXT NOT NULL,            -- 'population', 'fire_safety', ... (rounds/rounds.h)
  title TEXT NOT NULL,
  note TEXT NOT NULL,
  due TEXT,                       -- '2020-02-25'
  form TEXT NOT NULL,             -- JSON list of questions, as those of incidents
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX round_id ON round (id);
CREATE TABLE verdict (            -- never changed
  id BLOB PRIMARY KEY,
  round INTEGER NOT NULL REFERENCES round (number),
  room BLOB NOT NULL REFERENCES room (id),
  found TEXT NOT NULL,            -- 'nobody', 'refused', 'seen', 'empty'
  people INTEGER,                 -- counted
  return_on TEXT,                 -- the day to come again
  note TEXT NOT NULL,
  answers TEXT NOT NULL,          -- JSON
  known TEXT NOT NULL,            -- JSON list of the verdicts that whoever gave it knew of
  at INTEGER NOT NULL,            -- of the visit
  day TEXT NOT NULL,              -- the same in the city's zone
  received_at INTEGER NOT NULL,
  author TEXT NOT NULL,           -- name of the account
  member BLOB REFERENCES member (id)
) STRICT;
CREATE INDEX verdict_room ON verdict (room, round);
CREATE TABLE finding (            -- how a room stands in a round, by all verdicts on it
  room BLOB NOT NULL REFERENCES room (id),
  round INTEGER NOT NULL REFERENCES round (number),
  state TEXT NOT NULL,            -- 'none' (of a closed round), 'nobody', 'refused', 'seen', 'empty', 'contested'
  people INTEGER,                 -- as counted
  day TEXT,                       -- of the last visit
  return_on TEXT,
  registered INTEGER NOT NULL,    -- who lived there on that day by the register
  PRIMARY KEY (room, round)
) STRICT, WITHOUT ROWID;
)sql"},
      {22, "proposals of people", R"sql(
-- Who may be the same person as somebody of the register, as an import found: put before a person (residents/).
CREATE TABLE resident_proposal (
  id BLOB PRIMARY KEY,
  record BLOB NOT NULL REFERENCES resident (id),  -- what the list said
  other BLOB NOT NULL REFERENCES resident (id),   -- whom the other person went by
  odds REAL NOT NULL,             -- bits, when it was found (residents/matching.h)
  caution TEXT NOT NULL,          -- why a person must look: 'none', 'several', ...
  proposed_at INTEGER NOT NULL,
  decision TEXT,                  -- 'merged', 'different'; null: nobody has decided
  decided_by TEXT,
  decided_at INTEGER
) STRICT;
CREATE UNIQUE INDEX resident_proposal_pair ON resident_proposal (record, other);
CREATE INDEX resident_proposal_open ON resident_proposal (proposed_at, id) WHERE decision IS NULL;
)sql"},
      {23, "who handles elsewhere, and words of notices", R"sql(
-- Who handles it, when that is neither the unit where it is nor one above: they see it though they do not see the unit.
ALTER TABLE incident ADD COLUMN elsewhere BLOB REFERENCES unit (id);
DROP INDEX incident_alarm;        -- an alarm that nobody has acknowledged stands for several people
CREATE INDEX incident_elsewhere ON incident (elsewhere) WHERE elsewhere IS NOT NULL;
ALTER TABLE notice ADD COLUMN what_en TEXT NOT NULL DEFAULT '';  -- what it is about: 'A crowd', a title
ALTER TABLE notice ADD COLUMN what_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE notice ADD COLUMN place TEXT NOT NULL DEFAULT '';    -- name of the unit
)sql"},
      {24, "declarations", R"sql(
-- Who will arrive, and how far each has come (declarations/). How many persons of a unit are in which state is in the
-- tallies 'd:<state>' and 'd:found', and the same of each house, which takes them along when it goes to another unit.
CREATE TABLE premises_tally (
  premises BLOB NOT NULL REFERENCES premises (id),
  name TEXT NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (premises, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE declaration (
  id BLOB PRIMARY KEY,
  premises BLOB NOT NULL REFERENCES premises (id),
  room BLOB REFERENCES room (id),
  source TEXT NOT NULL,           -- 'landlord', 'enterprise', 'person', 'grid', 'found' (declarations/declarations.h)
  arrives_at INTEGER NOT NULL,
  day TEXT NOT NULL,              -- the same on the city's calendar
  carrier TEXT NOT NULL,          -- 'train', 'plane', ...
  vehicle TEXT NOT NULL,
  stays TEXT NOT NULL,            -- JSON list: where they were before
  note TEXT NOT NULL,
  language TEXT NOT NULL,
  author TEXT NOT NULL,           -- name of the account, '' of the person themselves
  declared_at INTEGER NOT NULL,
  prepared_at INTEGER,
  incident BLOB REFERENCES incident (id),  -- that was raised because they are overdue
  open INTEGER NOT NULL,          -- somebody has to do something about somebody of it
  expected INTEGER NOT NULL,      -- somebody of it is expected, and not overdue yet
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX declaration_of_house ON declaration (premises, arrives_at);
CREATE INDEX declaration_open ON declaration (arrives_at, id) WHERE open = 1;
CREATE INDEX declaration_expected ON declaration (arrives_at) WHERE expected = 1;
CREATE TABLE declared_person (
  id BLOB PRIMARY KEY,            -- also of the record, when they are registered
  declaration BLOB NOT NULL REFERENCES declaration (id),
  place INTEGER NOT NULL,         -- in the order they were named
  name TEXT NOT NULL,
  spellings TEXT NOT NULL,        -- JSON list
  birth TEXT,
  sex TEXT,
  nationality TEXT,
  phones TEXT NOT NULL,           -- JSON list
  state TEXT NOT NULL,            -- 'expected', 'overdue', 'arrived', ...
  since INTEGER NOT NULL,         -- of the state
  observed TEXT,                  -- 'station', 'central', 'home', 'enterprise'
  observed_from TEXT,
  observed_until TEXT,            -- the day on which they can be released
  registered INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX declared_person_place ON declared_person (declaration, place);
CREATE INDEX declared_person_observed ON declared_person (observed_until) WHERE state = 'observed';
CREATE TABLE declared_document (  -- as those of residents
  person BLOB NOT NULL REFERENCES declared_person (id),
  kind TEXT NOT NULL,
  country TEXT NOT NULL,
  digest BLOB NOT NULL,
  ending TEXT NOT NULL,
  PRIMARY KEY (person, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE declaration_step (   -- what was done; never changed
  id BLOB PRIMARY KEY,
  declaration BLOB NOT NULL REFERENCES declaration (id),
  body TEXT NOT NULL,             -- JSON (declarations/steps.h)
  received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX declaration_step_of ON declaration_step (declaration, received_at);
CREATE TABLE declaration_rules (  -- every version of the rules by region of origin
  version INTEGER PRIMARY KEY,
  body TEXT NOT NULL,             -- JSON
  at INTEGER NOT NULL,
  actor TEXT NOT NULL
) STRICT;
CREATE TABLE invitation (         -- a link by which somebody declares themselves
  id BLOB PRIMARY KEY,            -- and that of the declaration they make
  premises BLOB NOT NULL REFERENCES premises (id),
  room BLOB REFERENCES room (id),
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
)sql"},
      {25, "enterprises", R"sql(
-- Enterprises that go back to work (enterprises/). How many of a unit are in which state is in the tallies 'e:<state>'
-- and 'e:<trouble>'.
CREATE TABLE enterprise (
  id BLOB PRIMARY KEY,
  unit BLOB NOT NULL REFERENCES unit (id),
  name TEXT NOT NULL,
  credit_code TEXT NOT NULL,      -- GB 32100, '' of who has none
  kind TEXT NOT NULL,             -- 'factory', 'shop', ... (enterprises/enterprises.h)
  premises BLOB REFERENCES premises (id),
  site BLOB REFERENCES site (id), -- its own gates
  state TEXT NOT NULL,            -- 'known', 'applied', 'checked', 'approved', 'returned', 'closed'
  trouble TEXT NOT NULL,          -- 'none', 'silent', 'over_cap', 'fever'
  plan TEXT,                      -- JSON: of the last application
  passed INTEGER,                 -- what the grid found since; null: it has not looked
  caps TEXT NOT NULL,             -- JSON list: how many may be there from which day on
  conditions TEXT NOT NULL,
  open_since TEXT,                -- the first day on which it may work, since it was approved last
  last_report TEXT,               -- the last day of which it reported since then
  version INTEGER NOT NULL
) STRICT;
CREATE INDEX enterprise_of_unit ON enterprise (unit, name, id);
CREATE UNIQUE INDEX enterprise_credit_code ON enterprise (credit_code) WHERE credit_code <> '';
CREATE INDEX enterprise_working ON enterprise (last_report) WHERE state = 'approved';
CREATE TABLE enterprise_step (    -- what was done; never changed
  id BLOB PRIMARY KEY,
  enterprise BLOB NOT NULL REFERENCES enterprise (id),
  body TEXT NOT NULL,             -- JSON (enterprises/steps.h)
  at INTEGER NOT NULL,
  author TEXT NOT NULL
) STRICT;
CREATE INDEX enterprise_step_of ON enterprise_step (enterprise, at);
CREATE TABLE enterprise_day (     -- what it reported of a day
  enterprise BLOB NOT NULL REFERENCES enterprise (id),
  day TEXT NOT NULL,
  present INTEGER NOT NULL,
  absent INTEGER NOT NULL,
  fevers INTEGER NOT NULL,
  isolated INTEGER NOT NULL,
  highest_cc INTEGER,
  masks INTEGER NOT NULL,
  note TEXT NOT NULL,
  author TEXT NOT NULL,
  reported_at INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (enterprise, day)
) STRICT, WITHOUT ROWID;
)sql"},
      {26, "inspections", R"sql(
-- Draws of inspections (inspections/): what was committed to, what was revealed, who goes where, what was found.
CREATE TABLE inspection_draw (
  number INTEGER PRIMARY KEY,     -- 1, 2, 3, ... as they were committed to
  id BLOB NOT NULL,
  unit BLOB NOT NULL REFERENCES unit (id),
  title TEXT NOT NULL,
  input TEXT NOT NULL,            -- JSON: what was asked for
  frame TEXT NOT NULL,            -- what its digest is of: a line for each item that could be drawn
  commitment TEXT NOT NULL,       -- JSON: what was published
  replacements INTEGER NOT NULL,
  sealed BLOB NOT NULL,           -- the secret, sealed with the vault's key; context: the id
  secret TEXT,                    -- once it was revealed
  public_value TEXT,
  revealed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX inspection_draw_id ON inspection_draw (id);
CREATE TABLE inspection_visit (   -- what was drawn
  draw INTEGER NOT NULL REFERENCES inspection_draw (number),
  item TEXT NOT NULL,             -- id of the house, the declaration or the enterprise
  stratum TEXT NOT NULL,
  unit TEXT NOT NULL,             -- path, as it stands in the frame
  place INTEGER NOT NULL,         -- in its stratum
  replaces INTEGER NOT NULL,      -- takes the place of one that does not exist
  draw_key TEXT NOT NULL,
  outcome TEXT NOT NULL,          -- 'open', 'seen', 'nobody', 'not_there'
  declared INTEGER,
  note TEXT NOT NULL,
  pictures TEXT NOT NULL,         -- JSON list of files
  author TEXT NOT NULL,
  at INTEGER,
  version INTEGER NOT NULL,
  PRIMARY KEY (draw, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE inspector_visit (    -- who goes there: one account, or two together
  draw INTEGER NOT NULL,
  item TEXT NOT NULL,
  account BLOB NOT NULL REFERENCES account (id),
  PRIMARY KEY (draw, item, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX inspector_visit_of ON inspector_visit (account, draw);
)sql"},
      {27, "measures and checklists of inspections, people by name, houses by landlord, public notices", R"sql(
CREATE INDEX shift_member ON shift (member, until);
ALTER TABLE orders ADD COLUMN is_public INTEGER NOT NULL DEFAULT 0;  -- anybody may read it, without an account
CREATE INDEX orders_public ON orders (issued_at, id) WHERE is_public = 1;
-- The letters that somebody's name is found by (residents/search.h); null until they are written.
ALTER TABLE resident ADD COLUMN spelled TEXT;
CREATE INDEX resident_spelled ON resident (spelled, id);
CREATE INDEX resident_unspelled ON resident (id) WHERE spelled IS NULL;
CREATE INDEX premises_landlord ON premises (landlord) WHERE landlord IS NOT NULL;
-- What a visit's finding led to (inspections/measures.h), and the answers to a draw's checklist.
ALTER TABLE inspection_visit ADD COLUMN answers TEXT NOT NULL DEFAULT '{}';
CREATE TABLE measure (
  number INTEGER PRIMARY KEY,     -- 1, 2, 3, ... as they were proposed
  id BLOB NOT NULL,
  draw INTEGER NOT NULL REFERENCES inspection_draw (number),
  unit BLOB NOT NULL REFERENCES unit (id),  -- where it was found
  input TEXT NOT NULL,            -- JSON: what was proposed
  state TEXT NOT NULL,
  open INTEGER NOT NULL,          -- somebody must still act on it
  body TEXT NOT NULL              -- JSON: as it is now (inspections/measure_json.h)
) STRICT;
CREATE UNIQUE INDEX measure_id ON measure (id);
CREATE INDEX measure_of_draw ON measure (draw, number);
CREATE INDEX measure_open ON measure (number) WHERE open = 1;
CREATE TABLE measure_inspector (  -- who found it
  account BLOB NOT NULL REFERENCES account (id),
  measure INTEGER NOT NULL REFERENCES measure (number),
  PRIMARY KEY (account, measure)
) STRICT, WITHOUT ROWID;
CREATE TABLE measure_step (       -- what was done; never changed
  id BLOB PRIMARY KEY,
  measure INTEGER NOT NULL REFERENCES measure (number),
  version INTEGER NOT NULL,       -- of the measure, after it
  body TEXT NOT NULL              -- JSON
) STRICT;
CREATE UNIQUE INDEX measure_step_of ON measure_step (measure, version);
)sql"},
      {28, "settings that nobody overwrites unseen, where houses stand", R"sql(
ALTER TABLE setting ADD COLUMN version INTEGER NOT NULL DEFAULT 1;  -- how often it was changed
ALTER TABLE premises ADD COLUMN latitude_e6 INTEGER;  -- of the door, in 1/1,000,000 of a degree; null with the other one
ALTER TABLE premises ADD COLUMN longitude_e6 INTEGER;
)sql"},
  };
  return steps;
}

}  // namespace ward::city
