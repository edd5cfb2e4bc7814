// Houses of the mock, to look at: one that was rebuilt, with all its rooms, and a few plain ones, of which one has no place.
import { absent, page, Refusal, upsert, within } from './answers.mjs';
import { uuid7 } from './data.mjs';

const DAY = 86_400_000;
const iso = (at) => new Date(at).toISOString();

const room = (premises, number, more = {}) => ({ id: uuid7(Date.now()), premises, number, floor: number.slice(0, -2), version: 1, since: iso(Date.now() - 90 * DAY), until: null, ended: null, into: [], from: [], ...more });

/** Along a street, some 100 m from one to the next. */
export const placeAt = (step) => ({ latitude_e6: 29_306_500 + 700 * step, longitude_e6: 120_075_100 + 600 * step });

/** Rooms on three floors; 101 was split, 302 demolished. */
function roomsOf(premises, markup) {
  const rooms = ['101', '101A', '102', '201', '202', '301'].map((number) => room(premises, number + markup, { floor: number[0] }));
  const until = iso(Date.now() - 9 * DAY);
  const before = room(premises, '101', { until, ended: 'split', into: [rooms[0].id, rooms[1].id] });
  for (const one of [rooms[0], rooms[1]]) Object.assign(one, { since: until, from: [before.id] });
  return [...rooms, before, room(premises, '302', { until, ended: 'demolished' })];
}

export function makePremises(state, markup) {
  const grid = state.units.find((unit) => unit.kind === 'grid') ?? state.units.at(-1);
  const [landlord] = state.members;
  state.premises = ['house', 'flats', 'dormitory', 'shop'].map((kind, i) => {
    const id = uuid7(Date.now());
    const one = { id, unit: grid.id, unit_name: grid.name, code: `H-${101 + i}`, address: `城中中路 ${12 + i} 号${markup}`, kind, landlord: i === 0 ? { id: landlord.id, name: landlord.name } : null, place: i < 3 ? placeAt(i) : null, version: 1, closed_at: null };
    return { ...one, rooms: i === 0 ? roomsOf(id, markup) : [] };
  });
}

const standing = (one) => one.rooms.filter((each) => each.until === null).length;

export const premisesRoutes = {
  'GET /premises': ({ state, query }) => {
    const q = query.get('q') ?? '';
    const here = state.premises.filter((one) => !query.has('unit') || within(state, one.unit, query.get('unit')));
    const found = here.filter((one) => one.code.startsWith(q) || one.address.startsWith(q)).map((one) => ({ ...one, rooms: standing(one) }));
    return { ...page(found, query), premises: here.length, rooms: here.reduce((sum, one) => sum + standing(one), 0) };
  },
  'GET /premises/{id}': ({ state, id }) => {
    const found = state.premises.find((one) => one.id === id);
    if (!found) throw absent();
    return found;
  },
  'PUT /premises/{id}': ({ state, id, body: { unit, landlord = null, place = null, version, ...more } }) => {
    const before = state.premises.find((one) => one.id === id);
    if ((before?.version ?? 0) !== version) throw new Refusal(409, 'premises.changed_meanwhile', 'Somebody else changed it meanwhile.', '在此期间他人已修改。', 'version');
    const who = state.members.find((one) => one.id === landlord);
    const said = { ...more, unit, unit_name: state.units.find((one) => one.id === unit).name, landlord: who ? { id: who.id, name: who.name } : null, place, version: version + 1 };
    return upsert(state.premises, id, said, () => ({ rooms: [], closed_at: null }));
  },
};
