// Enterprises of the mock, to look at: one in each state and trouble; the first one at work, with reports and gates of its own.
import { absent, page, within } from './answers.mjs';
import { uuid7 } from './data.mjs';

const DAY = 86_400_000;
const STATES = ['known', 'applied', 'checked', 'approved', 'returned', 'closed'];
const TROUBLES = ['silent', 'over_cap', 'fever'];
const STEPS = { known: ['apply'], applied: ['withdraw', 'check', 'return'], checked: ['withdraw', 'check', 'approve', 'return'], approved: ['check', 'set_cap', 'close'], returned: ['apply'], closed: ['apply', 'check', 'reopen'] };
const dayOf = (from_today) => new Date(Date.now() + from_today * DAY).toISOString().slice(0, 10);

const planOf = (markup) => ({
  resume_on: dayOf(-9), workers: [{ region: '420000', count: 20 }, { region: '330000', count: 60 }, { region: '411500', count: 12 }, { region: 'KOR', count: 2 }], masks: 2000, masks_a_day: 160,
  thermometers: 4, isolation_rooms: 2, canteen: 'staggered', disinfection: `每日两次，含氯消毒液${markup}`, responsible: `陈伟${markup}`, phone: '10000000004', note: markup,
});

function storyOf(state, plan, markup) {
  const said = (step, from_today, more) => ({ id: uuid7(Date.now()), step, plan: null, passed: null, cap: null, note: '', at: new Date(Date.now() + from_today * DAY).toISOString(), author: `李静${markup}`, ...more });
  const way = [
    said('apply', -12, { plan }), said('check', -11, { passed: false, note: `隔离间不足。${markup}` }), said('check', -10, { passed: true }),
    said('approve', -9, { cap: { from: dayOf(-9), people: 40 }, note: `食堂一人一桌。${markup}` }), said('close', -1, { note: `两次超员。${markup}` }),
  ];
  return way.slice(0, { known: 0, applied: 1, checked: 3, approved: 4, returned: 1, closed: 5 }[state]).reverse();
}

const report = (from_today, present, more = {}) => ({ day: dayOf(from_today), present, absent: 2, fevers: 0, isolated: 1, highest_cc: 3690, masks: 1200 + 100 * from_today, note: '', trouble: 'none', gates: null, version: 1, ...more });
const REPORTS = [
  report(-1, 47, { trouble: 'over_cap', gates: { people: 44, strangers: 3, feverish: 0, highest_cc: 3710 } }), report(-2, 38, { gates: { people: 38, strangers: 0, feverish: 0, highest_cc: null } }),
  report(-4, 40, { fevers: 2, isolated: 2, highest_cc: 3820, trouble: 'fever', note: '两人已送发热门诊' }), report(-5, 39), report(-7, 31, { highest_cc: null }),
];

function make(state, i, stands, trouble, markup) {
  const grids = state.units.filter((one) => one.kind === 'grid');
  const unit = grids[i % grids.length];
  const plan = stands === 'known' ? null : planOf(markup);
  const works = stands === 'approved';
  return {
    id: uuid7(Date.now()), unit: unit.id, unit_name: unit.name, name: `义乌市第${i + 1}拉链厂${markup}`, credit_code: i === 1 ? '' : '91350100M000100Y43', kind: i % 2 ? 'shop' : 'factory', premises: state.premises[0].id,
    site: state.site.id, state: stands, trouble, passed: ['checked', 'approved'].includes(stands) ? true : null, cap: works ? 40 : null, caps: works ? [{ from: dayOf(-9), people: 40 }, { from: dayOf(4), people: 80 }] : [],
    conditions: works ? `食堂一人一桌。${markup}` : '', open_since: works ? dayOf(-9) : null, last_report: works ? dayOf(-1) : null, steps: STEPS[stands], version: 3,
    plan, people: plan && 94, days_of_masks: plan && 12, done: storyOf(stands, plan, markup), days: works && trouble !== 'silent' ? REPORTS : [],
  };
}

export function makeEnterprises(state, markup) {
  const all = [...STATES.map((one) => [one, 'none']), ...TROUBLES.map((one) => ['approved', one])];
  state.enterprises = all.map(([stands, trouble], i) => make(state, i, stands, trouble, markup));
}

const listed = ({ plan: _plan, people: _people, days_of_masks: _days_of_masks, done: _done, days: _days, ...one }) => one;
function numbersOf(state, { id, code, name, kind }) {
  const here = state.enterprises.filter((one) => within(state, one.unit, id));
  const count = (key, value) => here.filter((one) => one[key] === value).length;
  return { id, code, name, kind, numbers: Object.fromEntries([...STATES.map((one) => [one, count('state', one)]), ...TROUBLES.map((one) => [one, count('trouble', one)])]) };
}

const FIELDS = ['credit_code', 'unit', 'name', 'kind'];
/** An enterprise that is new, of a row "code,unit,name,kind" of a list; nothing when there is no such unit. */
function fromRow(state, row) {
  const said = Object.fromEntries(row.split(',').map((cell, i) => [FIELDS[i], cell]));
  const unit = state.units.find((one) => one.code === said.unit);
  return unit && { ...make(state, 0, 'known', 'none', ''), unit: unit.id, unit_name: unit.name, name: said.name, credit_code: said.credit_code, kind: said.kind || 'other', premises: null, site: null, version: 1 };
}

export const enterpriseRoutes = {
  'GET /enterprises': ({ state, query }) => {
    const is = (one, key) => !query.has(key) || one[key] === query.get(key);
    const { items } = page(state.enterprises.filter((one) => is(one, 'state') && is(one, 'trouble') && (!query.has('unit') || within(state, one.unit, query.get('unit'))) && one.name.startsWith(query.get('q') ?? '')), query);
    return { items: items.map(listed), next: null };
  },
  'POST /enterprises/import': ({ state, query, text }) => {
    const rows = text.trim().split('\n').slice(1);
    const found = rows.map((row) => fromRow(state, row));
    const faults = found.flatMap((one, i) => (one ? [] : [{ row: i + 2, code: 'enterprise.unit_unknown', field: 'unit', message: `There is no unit ${rows[i].split(',')[1]}.` }]));
    const stored = query.get('dry_run') === 'false' && (faults.length === 0 || query.get('good_rows') === 'true');
    if (stored) state.enterprises.push(...found.filter(Boolean));
    return { stored, rows: rows.length, new_enterprises: rows.length - faults.length, changed_enterprises: 0, unchanged: 0, faulty: faults.length, faults, encoding: 'UTF-8', ignored_columns: [] };
  },
  'GET /enterprises/numbers': ({ state, query }) => {
    const unit = state.units.find((one) => (query.has('unit') ? one.id === query.get('unit') : !one.parent));
    return { items: [{ ...numbersOf(state, unit), children: state.units.filter((one) => one.parent === unit.id).map((one) => numbersOf(state, one)) }] };
  },
  'GET /enterprises/{id}': ({ state, id }) => {
    const found = state.enterprises.find((one) => one.id === id);
    if (!found) throw absent();
    return found;
  },
};
