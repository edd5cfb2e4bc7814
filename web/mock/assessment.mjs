// How well stages were done in the mock, counted from the stories of its incidents; and a quarter of closed ones, so that there is something to count.
import { absent, page, within } from './answers.mjs';
import { ACTIONS, enter, make, SAID, tell, typeOf, WAY } from './incidents.mjs';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const PAST = 70;
const iso = (at) => new Date(at).toISOString();
const msOf = (term) => (term.minutes ?? term.days * 1440) * MINUTE;

/** The states that the n-th went through: every ninth was returned once, every seventeenth reopened. */
function wayOf(type, n) {
  const way = [...WAY.filter((state) => type.deadlines[state]), 'closed'];
  const again = way.slice(way.indexOf('filed'));
  if (n % 9 === 4) way.splice(way.indexOf('feedback'), 0, 'filed', 'dispatched', 'handling');
  return n % 17 === 5 ? [...way, ...again] : way;
}

const actionTo = (from, to) => (to !== 'filed' ? Object.keys(ACTIONS).find((name) => ACTIONS[name][1] === to) : from === 'closed' ? 'reopen' : from === 'handling' ? 'return' : 'file');

/** Late every eleventh time, and more often where it takes long. */
const isLate = (n, i, state) => (n * 5 + i * 3) % 11 === 0 || (state === 'handling' && n % 6 === 1);

function past(state, markup, n) {
  const type = state.types[(n * 3) % 12];
  const grids = state.units.filter((unit) => unit.kind === 'grid');
  const unit = grids[(n * 5) % grids.length];
  const near = state.units.find((one) => one.id === unit.parent);
  const handler = n % 3 === 0 ? near : n % 3 === 1 ? state.units.find((one) => one.id === near.parent) : unit;
  let at = Math.round(Date.now() - (9 + n * 1.15) * DAY);
  const incident = make(state, type, unit, { description: SAID[n % SAID.length] + markup, place: { address: `稠州北路 ${n + 1} 号` }, assignee: handler.id, assignee_name: handler.name }, at);
  wayOf(type, n).slice(1).forEach((to, i) => {
    const from = incident.state;
    const term = type.deadlines[from];
    at += !term ? 3 * 60 * MINUTE : isLate(n, i, from) ? msOf(term) * 1.2 : Math.min(msOf(term) * 0.4, 50 * MINUTE);
    const action = actionTo(from, to);
    enter(type, incident, to, at);
    ++incident.version;
    tell(state, incident, `user:${state.users[1].id}`, action, from, ACTIONS[action][4] ? '已到现场核对' : '', at);
  });
  if (n % 23 === 7) incident.appeal = { reason: `道路封闭，无法到达${markup}`, decided_at: iso(at), granted: true };
  return incident;
}

export function makePast(state, markup) {
  for (let n = 0; n < PAST; ++n) state.past.push(past(state, markup, n));
  state.unseen = new Set(); // incidents of units that nobody sees any more
}

/** Each stage of an incident that is over: whose it was, and whether it was in time. */
function stagesOf(state, incident) {
  const stages = [];
  let entered = incident.reported_at;
  let stands = 'reported';
  for (const { at, action, from, to } of state.stories.get(incident.id).story) {
    if (from === to) continue;
    const term = typeOf(state, incident.type).deadlines[stands];
    const unit = ['dispatched', 'handling'].includes(stands) ? incident.assignee : incident.unit;
    stages.push({ incident, unit, stage: stands, ended: at, by: action, late: term ? Date.parse(at) - Date.parse(entered) > msOf(term) : null, exempt: incident.appeal?.granted ?? false });
    [entered, stands] = [at, to];
  }
  return stages;
}

function asked(state, query) {
  const from = query.get('from') ?? iso(Date.now() - 30 * DAY);
  const to = query.get('to') ?? iso(Date.now());
  const unit = query.get('unit');
  if (unit && !state.units.some((one) => one.id === unit)) throw absent();
  const all = [...state.incidents, ...state.past].flatMap((one) => stagesOf(state, one));
  const stages = all.filter(({ ended }) => Date.parse(ended) >= Date.parse(from) && Date.parse(ended) < Date.parse(to));
  return { from, to, unit, stages: stages.filter((one) => !unit || within(state, one.unit, unit)) };
}

const RULES = {
  returned: { en: 'Incidents that were returned at least once, among all.', zh: '至少被回退一次的事件，占全部事件。' },
  reopened: { en: 'Incidents that were reopened at least once after they were closed, among all.', zh: '结案后至少被重新立案一次的事件，占全部事件。' },
  exempt: { en: 'Incidents with a late stage that an appeal exempted from the statistics, among all.', zh: '有超期阶段经申诉获准免计的事件，占全部事件。' },
};
const inChinese = (stage) => Object.values(ACTIONS).find(([, to]) => to === stage)?.[3] ?? '上报';
const onTime = (stage) => ({ en: `Incidents whose every stage "${stage}" ended by its deadline, among those that passed through it with a deadline; without stages exempted by an appeal.`, zh: `“${inChinese(stage)}”阶段每次均按期完成的事件，占经过该阶段且有期限的事件；不含申诉获准免计的阶段。` });
const idsOf = (stages) => new Set(stages.map(({ incident }) => incident.id));

/** Each figure with the incidents that it counts, of those among which it does: {name, rule, counts, among}. */
function counted(stages) {
  const timed = stages.filter(({ late, exempt }) => late !== null && !exempt);
  const stage = (name) => {
    const among = timed.filter((one) => one.stage === name);
    const late = idsOf(among.filter((one) => one.late));
    return { name: `on_time.${name}`, rule: onTime(name), counts: idsOf(among.filter(({ incident }) => !late.has(incident.id))), among: idsOf(among) };
  };
  const whole = (name, counts) => ({ name, rule: RULES[name], counts: idsOf(stages.filter(counts)), among: idsOf(stages) });
  return [
    ...WAY.map(stage).filter(({ among }) => among.size > 0),
    whole('returned', ({ by }) => by === 'return'), whole('reopened', ({ by }) => by === 'reopen'), whole('exempt', ({ exempt, late }) => exempt && late),
  ];
}
const figuresOf = (stages) => counted(stages).map(({ name, rule, counts, among }) => ({ name, rule, value: counts.size, of: among.size }));

function unitsOf(state, { unit, stages }) {
  const rows = state.units.filter((one) => unit && (one.id === unit || one.parent === unit)).map((one) => {
    const own = one.id === unit;
    return { one, own, stages: stages.filter((stage) => (own ? stage.unit === unit : within(state, stage.unit, one.id))) };
  });
  const shown = rows.filter((row) => row.stages.length > 0).sort((a, b) => (a.one.name < b.one.name ? -1 : 1));
  return shown.map(({ one, own, stages: of }) => ({ unit: one.id, unit_name: one.name, own, figures: figuresOf(of) }));
}

function typesOf(state, stages) {
  const types = state.types.filter(({ code }) => stages.some(({ incident }) => incident.type === code));
  return types.map(({ code, name }) => ({ type: code, type_name: name, figures: figuresOf(stages.filter(({ incident }) => incident.type === code)) }));
}

function casesOf(state, query) {
  const { unit, stages } = asked(state, query);
  const of = stages.filter((one) => (!query.has('type') || one.incident.type === query.get('type')) && (query.get('own') !== 'true' || one.unit === unit));
  const figure = counted(of).find(({ name }) => name === query.get('figure'));
  const wanted = (id) => figure?.among.has(id) && figure.counts.has(id) === (query.get('rest') !== 'true');
  return [...state.past, ...state.incidents].filter(({ id }) => wanted(id)).sort((a, b) => (a.reported_at < b.reported_at ? -1 : 1));
}

export const assessmentRoutes = {
  'GET /incidents/assessment': ({ state, query }) => {
    const { from, to, unit, stages } = asked(state, query);
    return { from, to, unit, all: figuresOf(stages), by_unit: unitsOf(state, { unit, stages }), by_type: typesOf(state, stages) };
  },
  'GET /incidents/assessment/cases': ({ state, query }) => {
    const cases = casesOf(state, query);
    const { items, next } = page(cases, query);
    const seen = items.filter(({ id }) => !state.unseen.has(id));
    return { items: seen, next, total: cases.length, hidden: items.length - seen.length };
  },
};
