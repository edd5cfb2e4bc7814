// Rounds of the mock, to look at: one of the city that is late, one of a grid that is over; rooms of the first house in each state.
import { absent, page } from './answers.mjs';
import { uuid7 } from './data.mjs';

const DAY = 86_400_000;
const iso = (at) => new Date(at).toISOString();
const STATES = ['none', 'nobody', 'refused', 'seen', 'empty', 'contested'];

const summed = (all) => {
  const sum = Object.fromEntries([...STATES, 'differing'].map((key) => [key, all.reduce((so_far, one) => so_far + one[key], 0)]));
  return { ...sum, rooms: STATES.reduce((so_far, key) => so_far + sum[key], 0) };
};
const below = (state, unit) => state.units.filter((one) => one.parent === unit);

/** Of a unit: what the lowest ones below it have, each something else. */
function numbersOf(state, unit) {
  const children = below(state, unit);
  if (children.length > 0) return summed(children.map((one) => numbersOf(state, one.id)));
  const i = state.units.findIndex((one) => one.id === unit);
  return summed([{ none: (i * 7) % 23, nobody: i % 4, refused: i % 3, seen: 20 + i, empty: i % 5, contested: Number(i % 6 === 0), differing: i % 4 }]);
}

const FINDINGS = [
  { state: 'contested', people: null },
  { state: 'seen', people: 4, registered: 3 },
  { state: 'nobody', people: null, return_on: '2020-02-25' },
  { state: 'refused', people: null },
  { state: 'empty', people: 0 },
];

export function makeRounds(state, markup) {
  const [city] = state.units;
  const house = state.premises[0];
  const about = { note: `请核对身份证件，未登记的当场登记。${markup}`, form: [{ key: 'extinguisher', name: { en: `Fire extinguisher${markup}`, zh: `灭火器${markup}` }, kind: 'yes_no', required: true }], version: 1 };
  state.rounds = [
    { id: uuid7(Date.now() - 3 * DAY), number: 2, unit: city.id, unit_name: city.name, topic: 'population', title: `流动人口入户登记${markup}`, due: iso(Date.now() - 2 * DAY).slice(0, 10), opened_at: iso(Date.now() - 3 * DAY), closed_at: null, ...about },
    { id: uuid7(Date.now() - 30 * DAY), number: 1, unit: house.unit, unit_name: house.unit_name, topic: 'fire_safety', title: `群租房消防检查${markup}`, due: null, opened_at: iso(Date.now() - 30 * DAY), closed_at: iso(Date.now() - 20 * DAY), ...about },
  ];
  const registered = { day: '2020-02-20', return_on: null, registered: 2 };
  state.roundRooms = house.rooms.filter((room) => room.until === null).map((room, i) => ({
    id: room.id, premises: house.id, number: room.number, floor: room.floor, code: house.code, address: house.address, unit_name: house.unit_name,
    ...(FINDINGS[i] ? { ...registered, ...FINDINGS[i] } : { state: 'none', people: null, day: null, return_on: null, registered: null }), known: [],
  }));
  const verdict = (found, author, more) => ({ id: uuid7(Date.now()), found, people: null, return_on: null, note: '', answers: {}, after: [], at: '2020-02-20T01:12:00Z', day: '2020-02-20', received_at: '2020-02-20T01:13:00Z', author: author + markup, stands: true, late: false, ...more });
  const before = verdict('nobody', '李静', { stands: false, return_on: '2020-02-20' });
  state.roomVerdicts = [before, verdict('empty', '李静', { after: [before.id] }), verdict('seen', '赵敏', { people: 3, note: `门口有三双鞋，邻居说白天上班。${markup}`, answers: { extinguisher: false }, late: true, received_at: '2020-02-24T08:00:00Z' })];
}

const find = (state, id) => state.rounds.find((one) => one.id === id) ?? (() => { throw absent(); })();
const shown = (state, round) => ({ ...round, rooms: numbersOf(state, round.unit) });
const covered = (state, { id, code, name, kind }) => ({ id, code, name, kind, rooms: numbersOf(state, id) });

export const roundRoutes = {
  'GET /rounds': ({ state, query }) => ({ items: state.rounds.filter((one) => (one.closed_at === null) === (query.get('open') !== 'false')).map((one) => shown(state, one)), next: null }),
  'GET /rounds/{id}': ({ state, id }) => shown(state, find(state, id)),
  'GET /rounds/{id}/coverage': ({ state, id, query }) => {
    const unit = state.units.find((one) => one.id === (query.get('unit') ?? find(state, id).unit));
    return { items: [{ ...covered(state, unit), children: below(state, unit.id).map((one) => covered(state, one)) }] };
  },
  'GET /rounds/{id}/rooms': ({ state, query }) => page(state.roundRooms.filter((one) => !query.has('state') || one.state === query.get('state')).filter((one) => query.get('differing') !== 'true' || (one.people !== null && one.people !== one.registered)), query),
  'GET /rounds/{id}/rooms/{room}': ({ state, room }) => {
    const found = state.roundRooms.find((one) => one.id === room);
    if (!found) throw absent();
    const { state: stands, people, day, return_on, registered } = found;
    return { state: stands, people, day, return_on, registered, verdicts: stands === 'contested' ? state.roomVerdicts : [] };
  },
};
