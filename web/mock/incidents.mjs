// Incidents of the mock: a morning's work over the made-up units, by the catalogue that Ward comes with.
import { readFileSync } from 'node:fs';
import { absent, amend, page, Refusal, within, withVersion } from './answers.mjs';
import { random, uuid7 } from './data.mjs';

const shipped = JSON.parse(readFileSync(new URL('../../src/city/incidents/catalogue.json', import.meta.url), 'utf8')).types;
const calendar = { zone: 'Asia/Shanghai', weekdays: [1, 2, 3, 4, 5], hours: [{ from: '08:00', to: '12:00' }, { from: '14:00', to: '18:00' }], days: [{ date: '2020-01-31', off: true, name: '春节' }] };
const MINUTE = 60_000;
export const WAY = ['reported', 'accepted', 'verified', 'filed', 'dispatched', 'handling', 'feedback', 'checked'];
const iso = (at) => new Date(at).toISOString();
const pick = (list) => list[Math.floor(random() * list.length)];
export const typeOf = (state, code) => state.types.find((one) => one.code === code);

/** action: from which states to which ("" stays), its names, whether words are needed. */
export const ACTIONS = {
  accept: [['reported'], 'accepted', 'accept', '受理'], verify: [['accepted'], 'verified', 'verify', '核实', true], file: [['accepted', 'verified'], 'filed', 'file', '立案'],
  dispatch: [['filed'], 'dispatched', 'dispatch', '派遣'], take_up: [['dispatched'], 'handling', 'take up', '接单处置'], feedback: [['handling'], 'feedback', 'feedback', '反馈', true],
  check: [['feedback'], 'checked', 'check', '核查', true], close: [['feedback', 'checked'], 'closed', 'close', '结案'], return: [['accepted', 'dispatched', 'handling', 'feedback', 'checked'], 'filed', 'return', '回退', true],
  ask_extension: [['handling'], '', 'ask for an extension', '申请延期', true], suspend: [['filed', 'dispatched', 'handling'], 'suspended', 'suspend', '挂账', true], resume: [['suspended'], 'filed', 'resume', '恢复'],
  mark_duplicate: [['reported', 'filed'], 'duplicate', 'mark as a duplicate', '标为重复'], void: [['reported', 'filed'], 'void', 'void', '作废', true], reopen: [['closed'], 'filed', 'reopen', '重新立案', true],
};

function possible(state, incident) {
  const { verify, check } = typeOf(state, incident.type);
  const fits = { verify, file: !verify || incident.state === 'verified', check, close: !check || incident.state === 'checked' };
  return Object.keys(ACTIONS).filter((name) => ACTIONS[name][0].includes(incident.state) && (fits[name] ?? true));
}

export function enter(type, incident, state, at) {
  const term = type.deadlines[state] ?? null;
  const ms = term ? (term.minutes ?? term.days * 1440) * MINUTE : 0;
  Object.assign(incident, { state, stage: { state, entered: iso(at), term, extensions: [], pauses: [], suspended_at: null, deadline: term ? iso(at + ms) : null } });
}

export function tell(state, incident, actor, action, from, text = '', at = Date.now(), pictures = []) {
  state.stories.get(incident.id).story.push({ version: incident.version, at: iso(at), actor, action, from, to: incident.state, text, pictures });
}

/** As it is reported; whoever makes it keeps it. */
export function make(state, type, unit, fields, at) {
  const incident = {
    id: uuid7(at), type: type.code, type_name: type.name, urgency: type.urgency, unit: unit.id, unit_name: unit.name, assignee: null, assignee_name: null, reporter: `user:${state.users[0].id}`,
    place: {}, description: '', answers: {}, pictures: [], reported_at: iso(at), returned: null, duplicate_of: null, late: [], appeal: null, version: 1, site: null, alarm: null, passage: null, source: 'report', ...fields,
  };
  enter(type, incident, 'reported', at);
  state.stories.set(incident.id, { story: [], pages: [], acknowledged_at: null });
  tell(state, incident, incident.reporter, 'report', 'reported', incident.description, at);
  return incident;
}

export const SAID = ['三楼 302 室来了两名外地租客，房东未申报', '棋牌室内约十二人聚集打麻将', '门口体温 38.4 ℃，已在等候区等待', '小区北门无人值守', '', 'Two people came back from abroad last night'];

/** Over the town, every seventh nowhere, and every ninth at one market. */
function positionOf(n) {
  if (n % 7 === 6) return {};
  return n % 9 === 4 ? { latitude_e6: 29_306_512, longitude_e6: 120_075_058 } : { latitude_e6: 29_290_000 + ((n * 7_919) % 43_000), longitude_e6: 120_045_000 + ((n * 10_473) % 71_000) };
}

/** As `make`, moved on to `stage` in steps before `at`, so that the stage's time is used to `share`. */
function madeAt(state, markup, stage, share, type, unit) {
  const way = WAY.slice(0, WAY.indexOf(stage) + 1).filter((one) => type.deadlines[one]);
  const term = type.deadlines[way.at(-1)];
  const entered = Date.now() - share * (term.minutes ?? term.days * 1440) * MINUTE;
  let at = entered - (way.length - 1) * 9 * MINUTE;
  const incident = make(state, type, unit, { description: pick(SAID) + markup, place: { address: `稠州北路 ${Math.ceil(random() * 400)} 号`, ...positionOf(state.incidents.length) } }, at);
  state.incidents.push(incident);
  for (const next of way.slice(1)) {
    at += 9 * MINUTE;
    const from = incident.state;
    if (next === 'dispatched') Object.assign(incident, { assignee: state.units[0].id, assignee_name: state.units[0].name });
    enter(type, incident, next, at);
    ++incident.version;
    const action = Object.keys(ACTIONS).find((name) => ACTIONS[name][1] === next);
    tell(state, incident, `user:${state.users[1].id}`, action, from, ACTIONS[action][4] ? '已到现场核对' : '', at);
  }
  return incident;
}

/** As the server says them: nothing is left out because it is usual. */
const typesWith = (markup) => shipped.map(({ form, deadlines, ...type }) => ({ retired: false, openness: 'none', ...type, name: { en: type.name.en + markup, zh: type.name.zh + markup }, form, deadlines }));

const invalid = (code, en, zh, field) => new Refusal(400, code, en, zh, field);
/** Some of what src/city/incidents/catalogue.cpp refuses. */
function checkTypes(state, types) {
  const gone = state.types.find(({ code }) => !types.some((one) => one.code === code));
  if (gone) throw new Refusal(409, 'type.missing', `The type ${gone.code} is missing: retire it instead, so that its incidents go their way.`, `缺少类型 ${gone.code}：请将其停用而不是删除，以便已有事件办结。`, 'types');
  types.forEach((type, i) => {
    const twice = types.findIndex(({ code }) => code === type.code) !== i;
    if (twice) throw invalid('type.twice', `${type.code} is there twice.`, `${type.code} 出现了两次。`, `types[${i}].code`);
    const passed = WAY.filter((stage) => (stage !== 'verified' || type.verify) && (stage !== 'checked' || type.check));
    for (const stage of passed) if (!type.deadlines[stage]) throw invalid('field.missing', `${stage} is missing.`, `缺少 ${stage}。`, `types[${i}].deadlines.${stage}`);
    for (const stage of Object.keys(type.deadlines)) if (!passed.includes(stage)) throw invalid('field.unknown', `${stage} is not known.`, `${stage} 未知。`, `types[${i}].deadlines.${stage}`);
    type.form.forEach((field, n) => {
      if (field.kind === 'choice' && !field.choices?.length) throw invalid('type.no_choices', 'A choice needs something to choose.', '选择项至少要有一个选项。', `types[${i}].form[${n}].choices`);
      if (type.form.findIndex(({ key }) => key === field.key) !== n) throw invalid('type.twice', `${field.key} is there twice.`, `${field.key} 出现了两次。`, `types[${i}].form[${n}].key`);
    });
  });
}

export function makeIncidents(state, markup) {
  Object.assign(state, { calendar, types: typesWith(markup), incidents: [], past: [], stories: new Map(), files: new Map(), done: new Set() });
  const grids = state.units.filter((unit) => unit.kind === 'grid');
  const shares = [0.1, 0.35, 0.6, 0.86, 1.3];
  WAY.filter((stage) => stage !== 'verified').forEach((stage, i) => {
    for (let n = 0; n < (stage === 'handling' ? 18 : 1 + ((i * 3) % 5)); ++n) {
      const types = state.types.filter((type) => type.deadlines[stage]);
      madeAt(state, markup, stage, shares[(n + i) % shares.length], types[(n + i) % types.length], pick(grids));
    }
  });
  const late = state.incidents.find((one) => one.state === 'handling' && Date.parse(one.stage.deadline) < Date.now());
  const told = state.stories.get(late.id);
  told.pages = state.units.slice(0, 2).map((unit, i) => ({ step: 2 - i, unit: unit.id, unit_name: unit.name, at: iso(Date.now() - (i + 1) * 20 * MINUTE) })).reverse();
}

function found(state, id) {
  const incident = [...state.incidents, ...state.past].find((one) => one.id === id);
  if (!incident) throw new Refusal(404, 'incident.none', 'There is no such incident.', '没有这个事件。', 'id');
  return incident;
}

/** An office has its sites, and looks on; all others of the mock are everywhere. */
const isOfSite = (user, site) => user.role === 'office' && site !== null && (user.sites.length === 0 || user.sites.includes(site));
const sees = (user, one) => user.role !== 'office' || one.reporter === `user:${user.id}` || isOfSite(user, one.site);

function detail(state, id, chinese, user) {
  const incident = found(state, id);
  if (!sees(user, incident)) throw new Refusal(404, 'incident.none', 'There is no such incident.', '没有这个事件。', 'id');
  return { incident, ...state.stories.get(id), may_acknowledge: isOpen(incident), actions: (user.role === 'office' ? [] : possible(state, incident)).map((action) => ({ action, name: ACTIONS[action][chinese ? 3 : 2] })) };
}

const isOpen = (one) => WAY.includes(one.state) || one.state === 'suspended';

const waiting = (state, unit) => state.incidents.filter((one) => isOpen(one) && (!unit || within(state, one.unit, unit)));

export const openIncidents = (state, unit) => waiting(state, unit).length;

function counts(state, open) {
  const unheard = ({ id }) => state.stories.get(id).pages.length > 0 && !state.stories.get(id).acknowledged_at;
  return { open: open.length, overdue: open.filter((one) => one.stage.deadline && Date.parse(one.stage.deadline) < Date.now()).length, unacknowledged: open.filter(unheard).length };
}

function listed(state, query, user) {
  const is = (key, value) => !query.has(key) || query.get(key) === value;
  const rows = state.incidents.filter(
    (one) =>
      sees(user, one) && is('state', one.state) && is('type', one.type) && (query.get('open') !== 'true' || isOpen(one)) && (query.get('mine') !== 'true' || one.reporter === `user:${user.id}`) &&
      (!query.has('unit') || within(state, one.unit, query.get('unit'))) && (query.get('overdue') !== 'true' || (one.stage.deadline && Date.parse(one.stage.deadline) < Date.now())),
  );
  const key = query.get('order') === 'deadline' ? (one) => one.stage.deadline ?? '9' : (one) => one.reported_at;
  const sign = query.get('order') === 'deadline' ? 1 : -1;
  return rows.sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
}

function checkPictures(state, pictures = []) {
  const lacking = pictures.findIndex((picture) => !state.files.has(picture));
  if (lacking >= 0) throw new Refusal(400, 'incident.picture', 'There is no such picture of yours: send it first.', '没有您发送的这张图片，请先上传。', `pictures[${lacking}]`);
}

/** What somebody does to an incident; also for tests that play a second operator. */
export function act(state, id, body, actor) {
  const incident = found(state, id);
  const last = state.stories.get(id).story.at(-1).action;
  if (body.version !== incident.version) {
    const [, , en, zh] = ACTIONS[last];
    throw new Refusal(409, 'incident.version', `Somebody was first: the last step was "${en}" and the incident is ${incident.state} now. Look at it again before you act.`, `已有人先行操作：最近一步是“${zh}”。请刷新后再操作。`, 'version');
  }
  const [, to, , , needsText] = ACTIONS[body.action];
  checkPictures(state, body.pictures);
  if (needsText && !body.text) throw new Refusal(400, 'incident.text', 'Say why, or what was done.', '请说明原因或处理情况。', 'text');
  const from = incident.state;
  if (to) enter(typeOf(state, incident.type), incident, to, Date.now());
  if (body.assignee) Object.assign(incident, { assignee: body.assignee, assignee_name: state.units.find((unit) => unit.id === body.assignee).name });
  if (body.original) incident.duplicate_of = body.original;
  if (body.amount) incident.stage.extensions.push({ amount: body.amount, asked_at: iso(Date.now()), asked_by: actor, reason: body.text, decided_at: null, decided_by: '', granted: false });
  ++incident.version;
  tell(state, incident, actor, body.action, from, body.text, Date.now(), body.pictures);
  return incident;
}

export const incidentRoutes = {
  'GET /incident-types': ({ state }) => withVersion(state, 'types', { types: state.types }),
  'PUT /incident-types': ({ state, body, user }) => {
    if (user.role !== 'administrator') throw new Refusal(403, 'access.denied', 'Your account may not do this.', '您的账号无权进行此操作。');
    checkTypes(state, body.types);
    state.types = amend(state, 'types', body, { types: state.types }).types;
    return withVersion(state, 'types', { types: state.types });
  },
  'GET /calendar': ({ state }) => withVersion(state, 'calendar', state.calendar),
  'PUT /calendar': ({ state, body }) => {
    state.calendar = amend(state, 'calendar', body, state.calendar);
    return { calendar: withVersion(state, 'calendar', state.calendar), moved: 3 };
  },
  'GET /incidents': ({ state, query, user }) => page(listed(state, query, user), query),
  'GET /incidents/board': ({ state, query }) => {
    const unit = query.get('unit');
    const open = waiting(state, unit);
    return {
      states: [...WAY, 'suspended'].map((one) => ({ state: one, open: open.filter((incident) => incident.state === one).length })),
      ...counts(state, open),
      below: state.units.filter((one) => unit && one.parent === unit).map(({ id, name, kind }) => ({ unit: id, name, kind, ...counts(state, waiting(state, id)) })),
    };
  },
  'GET /incidents/{id}': ({ state, id, chinese, user }) => detail(state, id, chinese, user),
  'PUT /incidents/{id}': ({ state, id, body, user, send }) => {
    const before = state.incidents.find((one) => one.id === id);
    if (before) return before; // sent again: it counts once
    const unit = state.units.find((one) => one.id === body.unit);
    const site = state.sites.find((one) => one.unit === body.unit && isOfSite(user, one.id))?.id ?? null;
    if (!unit || (user.role === 'office' && !site)) throw new Refusal(404, 'unit.unknown', 'There is no such unit.', '没有这个单元。', 'unit');
    checkPictures(state, body.pictures);
    const incident = make(state, typeOf(state, body.type), unit, { ...body, id, site, reporter: `user:${user.id}` }, Date.now());
    state.incidents.push(incident);
    send('incident', { id });
    return incident;
  },
  'POST /incidents/{id}/actions': ({ state, id, body, user, send, chinese }) => {
    if (!state.done.has(body.id)) act(state, id, body, `user:${user.id}`);
    state.done.add(body.id);
    send('incident', { id });
    return detail(state, id, chinese, user);
  },
  'POST /incidents/{id}/acknowledge': ({ state, id, send, chinese, user }) => {
    found(state, id);
    state.stories.get(id).acknowledged_at = iso(Date.now());
    send('incident', { id });
    return detail(state, id, chinese, user);
  },
  'PUT /files/{id}': ({ state, id, raw, type }) => {
    if (!raw.length) throw absent();
    state.files.set(id, { raw, type });
    return { id, media_type: type, size: raw.length, at: iso(Date.now()) };
  },
};
