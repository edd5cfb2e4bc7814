// What the mock's account was told.
import { page } from './answers.mjs';
import { uuid7 } from './data.mjs';

const MINUTE = 60_000;
const iso = (at) => new Date(at).toISOString();

function make(state, about, subject, what, place, step, minutes, read) {
  const at = Date.now() - minutes * MINUTE;
  return { id: uuid7(at), about, subject, what, place: place + state.markup, step, at: iso(at), read_at: read ? iso(at + MINUTE) : null };
}

export function makeNotices(state) {
  const late = state.incidents.find((one) => state.stories.get(one.id).pages.length > 0);
  const other = state.incidents.find((one) => one.state === 'accepted');
  const [order] = state.orders;
  const { headline } = order.texts[0];
  state.notices = [
    make(state, 'incident', late.id, late.type_name, late.unit_name, 1, 4, false),
    make(state, 'order', order.id, { en: headline, zh: headline }, order.unit_name, 1, 55, false),
    make(state, 'shift', state.shifts[0].id, { en: '', zh: '' }, state.units[0].name, 0, 300, true),
    make(state, 'incident', other.id, other.type_name, other.unit_name, 0, 900, true),
  ];
}

/** Somebody is told something while the page is looked at; for tests. */
export function tell(state, send) {
  const [late] = state.notices;
  state.notices.unshift({ ...late, id: uuid7(Date.now()), step: 2, at: iso(Date.now()), read_at: null });
  send('notice', { member: state.users[0].id });
}

const read = (one) => (one.read_at ??= iso(Date.now()));

export const noticeRoutes = {
  'GET /notices': ({ state, query }) => {
    const unread = state.notices.filter((one) => !one.read_at);
    return { items: page(query.get('unread') === 'true' ? unread : state.notices, query).items, unread: unread.length };
  },
  'POST /notices/read': ({ state }) => void state.notices.forEach(read),
  'POST /notices/{id}/read': ({ state, id }) => void read(state.notices.find((one) => one.id === id)),
};
