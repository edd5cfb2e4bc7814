// Draws of the mock. They are drawn as src/city/inspections/draw.cpp draws, so that what the page says of them can be checked with
// `ward draw` and a shell: one revealed and visited, one of which a stratum was not seen yet, and one that is only committed to.
import { createHash, randomBytes } from 'node:crypto';
import { absent, Refusal } from './answers.mjs';
import { uuid7 } from './data.mjs';

const DAY = 86_400_000;
const SIZES = { landlords: 180, declarations: 90, shops: 44, enterprises: 24 };
const INSPECTS = ['administrator', 'centre', 'inspector', 'law_enforcement', 'market_supervision'];
const inspectorOf = ({ id, name }) => ({ id, name });
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const iso = (at) => new Date(at).toISOString();
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Everything that may be drawn of these kinds: stratum, id and unit path, by bytes. */
function frameIn(state, sources) {
  const grids = state.units.filter((one) => one.kind === 'grid');
  const lines = sources.flatMap((stratum) => Array.from({ length: SIZES[stratum] }, (_, i) => `${stratum}\t${uuid7(Date.now() - i * 1_000)}\t/${grids[i % grids.length].path}\n`));
  return lines.sort(byBytes).join('');
}
const itemsOf = (frame) => frame.trimEnd().split('\n').map((line) => Object.fromEntries(['stratum', 'item', 'unit'].map((key, i) => [key, line.split('\t')[i]])));

/** What was drawn of each stratum, with its replacements, in order. */
function drawn({ frame, commitment, replacements, secret }, value) {
  const seed = sha256(`ward-draw-seed-1\n${commitment.frame}\n${secret}\n${value}\n`);
  const keyed = itemsOf(frame).map((one) => ({ ...one, key: sha256(`ward-draw-key-1\n${seed}\n${one.stratum}\n${one.item}\n`) }));
  return commitment.strata.flatMap(({ stratum, take }) => {
    const order = keyed.filter((one) => one.stratum === stratum).sort((a, b) => byBytes(`${a.key}\t${a.item}`, `${b.key}\t${b.item}`));
    return order.slice(0, take > 0 ? take + replacements : 0).map((one, i) => ({ ...one, rank: i + 1, replaces: i >= take }));
  });
}

/** Spread over some streets; every fifth is not known. Enterprises stand in one house. */
const placeOf = (state, stratum, i) => (stratum === 'enterprises' ? state.premises[0].place : i % 5 === 4 ? null : { latitude_e6: 29_300_000 + ((i * 7_919) % 12_000), longitude_e6: 120_070_000 + ((i * 10_473) % 14_000) });

function called(state, { stratum, item }, i) {
  const grids = state.units.filter((one) => one.kind === 'grid');
  const where = { unit_name: grids[i % grids.length].name, place: placeOf(state, stratum, i), premises: null, declaration: null, enterprise: null };
  if (stratum === 'enterprises') return { ...where, name: state.enterprises[i % state.enterprises.length].name, address: `工业路 ${i + 3} 号`, enterprise: state.enterprises[i % state.enterprises.length].id };
  if (stratum === 'declarations') return { ...where, name: state.declarations[i % state.declarations.length].code ?? `D-${i}`, address: `江滨北路 ${i + 1} 号`, declaration: state.declarations[i % state.declarations.length].id };
  return { ...where, name: `${stratum === 'shops' ? 'S' : 'H'}-${item.slice(-4)}${state.markup}`, address: `义乌市稠城街道江滨北路 ${i * 7 + 12} 号 ${(i % 9) + 1} 幢${state.markup}`, premises: state.premises[0].id };
}

const visitOf = (state, inspectors) => (one, i) => ({
  item: one.item, stratum: one.stratum, rank: one.rank, replaces: one.replaces, key: one.key, ...called(state, one, i), inspectors: inspectors[i % inspectors.length], outcome: 'open', declared: null, note: '', answers: {}, pictures: [], author: '', at: null, version: 0,
});

function commit(state, id, input, at) {
  const frame = frameIn(state, input.sources);
  const secret = randomBytes(32).toString('hex');
  const sizes = [...input.sources].sort(byBytes).map((stratum) => [stratum, SIZES[stratum]]);
  const all = sizes.reduce((sum, [, items]) => sum + items, 0);
  const strata = sizes.map(([stratum, items]) => ({ stratum, items, take: input.takes ? (input.takes[stratum] ?? 0) : Math.max(1, Math.round((input.total * items) / all)) }));
  const commitment = { version: 1, frame: sha256(frame), strata, secret: sha256(secret), public_value: input.public_value ?? '', at: iso(at) };
  const unit = state.units.find((one) => one.id === input.unit);
  const draw = { id, number: state.draws.length + 1, unit: unit.id, unit_name: unit.name, title: input.title, commitment, replacements: input.replacements ?? 0, form: input.form ?? [], reveal: null, revealed_at: null, visits: [], frame, secret, input: JSON.stringify(input) };
  state.draws.push(draw);
  return draw;
}

function reveal(state, draw, value, inspectors, at) {
  Object.assign(draw, { reveal: { secret: draw.secret, public_value: value }, revealed_at: iso(at), visits: drawn(draw, value).map(visitOf(state, inspectors)) });
}

/** Those that were drawn, and of each stratum as many replacements as do not exist. */
function toVisit(visits) {
  const missing = {};
  for (const one of visits) if (!one.replaces && one.outcome === 'not_there') missing[one.stratum] = (missing[one.stratum] ?? 0) + 1;
  return visits.filter((one) => !one.replaces || (missing[one.stratum] ?? 0) > 0 && missing[one.stratum]-- > 0);
}

/** Rates in 1/10,000: the weighted mean as it is, with limits that are near enough to look at. */
function figuresOf({ commitment, visits }) {
  const strata = commitment.strata.map(({ stratum, items }) => {
    const here = toVisit(visits).filter((one) => one.stratum === stratum && one.outcome !== 'not_there');
    return { stratum, items, drawn: here.length, seen: here.filter(({ outcome }) => outcome === 'seen').length, declared: here.filter(({ declared }) => declared === true).length };
  });
  const items = strata.reduce((sum, one) => sum + one.items, 0);
  const rate = (of) => Math.round((10_000 * strata.reduce((sum, one) => sum + one.items * of(one), 0)) / items);
  const around = (low, high) => ({ low: Math.max(0, low - 900), high: Math.min(10_000, high + 700) });
  const seen = strata.every((one) => one.seen > 0);
  const mean = seen ? rate((one) => one.declared / one.seen) : 0;
  const worst = { low: rate((one) => (one.drawn ? one.declared / one.drawn : 0)), high: rate((one) => (one.drawn ? (one.declared + one.drawn - one.seen) / one.drawn : 1)) };
  return { strata, estimate: seen ? { rate: mean, interval: around(mean, mean) } : null, worst_case: { rate: worst, interval: around(worst.low, worst.high) } };
}

const FORM = (markup) => [
  { key: 'extinguisher', name: { en: `Fire extinguisher in reach${markup}`, zh: `灭火器完好可取${markup}` }, kind: 'yes_no', required: true },
  { key: 'gas', name: { en: 'Gas', zh: '燃气' }, kind: 'choice', required: false, choices: [{ value: 'bottle', name: { en: 'Bottle', zh: '瓶装' } }, { value: 'pipe', name: { en: 'Pipe', zh: '管道' } }] },
];
const BALL = '2026-03-03 双色球：红球升序，两位数，空格分隔，+ 蓝球';

/** What came of some of the visits. */
function found(state, draw, at) {
  const picture = uuid7(at);
  state.files.set(picture, { type: 'image/svg+xml', raw: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"><path fill="#8ab" d="M0 0h60v40H0z"/><path fill="#345" d="M8 40V14l14-8 14 8v26z"/></svg>' });
  const outcomes = ['seen', 'seen', 'seen', 'nobody', 'seen', 'not_there', 'open', 'seen', 'seen'];
  let i = 0;
  for (const one of draw.visits.filter(({ replaces, rank }) => !replaces || rank < 3)) {
    const outcome = outcomes[i++ % outcomes.length];
    if (outcome === 'open') continue;
    const undeclared = i === 3;
    Object.assign(one, { outcome, author: one.inspectors[0].name, at: iso(at + i * 1_800_000), version: 1 });
    if (outcome === 'seen') Object.assign(one, { declared: !undeclared, answers: { extinguisher: !undeclared, gas: 'bottle' }, ...(undeclared && { note: `二楼两名租客住了三周未申报，房东称不知情，已当场拍照取证并告知申报要求。${state.markup}`, pictures: [picture, picture] }) });
    if (outcome === 'nobody') one.note = '三次上门均无人应答';
  }
}

export function makeDraws(state, markup) {
  const account = (name, role) => ({ id: uuid7(Date.now() - 90 * DAY), name, role, sites: [], units: [], disabled: false, created_at: iso(Date.now() - 90 * DAY) });
  state.users.push(account('zhang', 'inspector'), account('qian', 'inspector'), account('sun', 'law_enforcement'), account('desk', 'centre'));
  const named = (name) => inspectorOf(state.users.find((one) => one.name === name));
  const pairs = [[named('zhang'), named('qian')], [named('sun'), named('zhang')]];
  state.draws = [];
  const unit = state.units[0].id;
  const first = commit(state, uuid7(Date.now() - 20 * DAY), { unit, title: `二月租客申报与消防抽查${markup}`, sources: ['landlords', 'enterprises'], takes: { landlords: 12, enterprises: 4 }, replacements: 2, public_value: BALL, form: FORM(markup) }, Date.now() - 20 * DAY);
  reveal(state, first, '03 09 14 22 27 31 + 08', pairs, Date.now() - 17 * DAY);
  found(state, first, Date.now() - 16 * DAY);
  const second = commit(state, uuid7(Date.now() - 6 * DAY), { unit: state.units[1].id, title: `商铺抽查${markup}`, sources: ['shops', 'landlords'], takes: { landlords: 3, shops: 2 }, replacements: 0 }, Date.now() - 6 * DAY);
  reveal(state, second, '', pairs, Date.now() - 5 * DAY);
  Object.assign(second.visits.find(({ stratum }) => stratum === 'landlords'), { outcome: 'seen', declared: true, author: 'zhang', at: iso(Date.now() - 4 * DAY), version: 1 });
  commit(state, uuid7(Date.now() - DAY), { unit, title: `三月房东申报抽查${markup}`, sources: ['landlords', 'declarations', 'shops', 'enterprises'], takes: { landlords: 40, declarations: 20, shops: 8, enterprises: 6 }, replacements: 5, public_value: BALL, form: FORM(markup) }, Date.now() - DAY);
}

const find = (state, id) => state.draws.find((one) => one.id === id) ?? (() => { throw absent(); })();
function listed({ visits, frame: _frame, secret: _secret, input: _input, ...draw }) {
  const chosen = toVisit(visits);
  return { ...draw, to_visit: chosen.length, visited: chosen.filter(({ outcome }) => outcome !== 'open').length };
}
const mine = (one, user) => one.inspectors.some(({ id }) => id === user.id);
const seesAll = ({ role }) => ['administrator', 'centre', 'auditor'].includes(role);
function inFull(draw, user) {
  const chosen = toVisit(draw.visits);
  const visits = draw.visits.filter((one) => seesAll(user) || mine(one, user)).map((one) => ({ ...one, to_visit: chosen.includes(one) }));
  return { ...listed(draw), visits, figures: draw.reveal && figuresOf(draw) };
}
const invalid = (code, en, zh, field) => new Refusal(400, code, en, zh, field);

export const frameOf = (state, id) => find(state, id).frame;

export const drawRoutes = {
  'GET /inspectors': ({ state }) => ({ items: state.users.filter(({ role, disabled }) => !disabled && INSPECTS.includes(role)).map(inspectorOf) }),
  'GET /draws': ({ state, query }) => {
    const limit = Number(query.get('limit') ?? 50);
    const before = Number(query.get('before') ?? Infinity);
    const items = state.draws.filter(({ number }) => number < before).sort((a, b) => b.number - a.number).slice(0, limit).map(listed);
    return { items, next: items.length === limit ? items.at(-1).number : null };
  },
  'GET /draws/{id}': ({ state, id, user }) => inFull(find(state, id), user),
  'PUT /draws/{id}': ({ state, id, body, user }) => {
    const before = state.draws.find((one) => one.id === id);
    if (before && before.input === JSON.stringify(body)) return inFull(before, user);
    if (before) throw new Refusal(409, 'draw.other', 'This draw was committed to already, and stays as it is.', '该抽查已作出承诺，不可更改。', 'id');
    if (!state.units.some((one) => one.id === body.unit)) throw new Refusal(404, 'draw.unit_unknown', 'There is no such unit.', '没有这个单元。', 'unit');
    if (Boolean(body.takes) === Boolean(body.total)) throw invalid('draw.takes', 'Say how many: of each stratum, or altogether.', '请填写抽取数量：逐层指定或填写总数。', 'total');
    for (const [stratum, take] of Object.entries(body.takes ?? {})) if (take > SIZES[stratum]) throw invalid('draw.too_many', `${take} of ${stratum} are asked for, which has ${SIZES[stratum]}.`, `${stratum} 要求抽取 ${take} 个，但只有 ${SIZES[stratum]} 个。`, stratum);
    return inFull(commit(state, id, body, Date.now()), user);
  },
  'POST /draws/{id}/reveal': ({ state, id, body, user }) => {
    const draw = find(state, id);
    const value = body.public_value ?? '';
    const asked = body.inspectors.map((one) => state.users.find((account) => account.id === one && INSPECTS.includes(account.role)));
    if (draw.reveal && draw.reveal.public_value === value && draw.visits.every(({ inspectors }) => inspectors.every((one) => body.inspectors.includes(one.id)))) return inFull(draw, user);
    if (draw.reveal) throw new Refusal(409, 'draw.revealed', 'This draw was revealed already, with another value or other inspectors.', '该抽查已公布，公开数值或抽查人员不同。', 'public_value');
    if (draw.commitment.public_value && !value) throw new Refusal(409, 'draw.public_missing', 'The commitment mixes in a public value, which is missing.', '承诺约定加入公开值，但尚未提供。', 'public_value');
    if (asked.includes(undefined)) throw new Refusal(404, 'draw.inspector', 'There is no such account.', '没有这个账号。', 'inspectors');
    const pairs = body.in_pairs ? asked.map((one, i) => [inspectorOf(one), inspectorOf(asked[(i + 1) % asked.length])]) : asked.map((one) => [inspectorOf(one)]);
    reveal(state, draw, value, pairs, Date.now());
    return inFull(draw, user);
  },
};

/** Whether somebody was sent there. */
export const visitIn = (state, draw, item) => state.draws.find((one) => one.id === draw)?.visits.find((one) => one.item === item);
export const unitOfVisit = (state, visit) => state.units.find((one) => one.name === visit.unit_name && one.kind === 'grid') ?? state.units[0];
