// Houses of the mock, to look at: one that was rebuilt, with all its rooms, and a few plain ones.
import { absent, page, within } from './answers.mjs';
import { uuid7 } from './data.mjs';

const DAY = 86_400_000;
const iso = (at) => new Date(at).toISOString();

const room = (premises, number, more = {}) => ({ id: uuid7(Date.now()), premises, number, floor: number.slice(0, -2), version: 1, since: iso(Date.now() - 90 * DAY), until: null, ended: null, into: [], from: [], ...more });

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
    const one = { id, unit: grid.id, unit_name: grid.name, code: `H-${101 + i}`, address: `城中中路 ${12 + i} 号${markup}`, kind, landlord: i === 0 ? { id: landlord.id, name: landlord.name } : null, version: 1, closed_at: null };
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
};
