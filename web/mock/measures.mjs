// Measures of the mock and the catalogue of offences: one in each state that looks different, moved by the table of
// src/city/inspections/measure_state.cpp.
import { absent, amend, Refusal, within, withVersion } from './answers.mjs';
import { uuid7 } from './data.mjs';
import { unitOfVisit, visitIn } from './draws.mjs';

const DAY = 86_400_000;
const iso = (at) => new Date(at).toISOString();
const midnight = (at) => iso(Math.ceil((at - 16 * 3_600_000) / DAY) * DAY + 16 * 3_600_000); // that ends a day in Shanghai

const KINDS = { fines: ['fine'], not_fines: ['instruction', 'notice'], notices: ['notice'], not_notices: ['instruction', 'fine'], all: ['instruction', 'notice', 'fine'] };
const ENDS = [['carry_out', 'carried_out'], ['set_overdue', 'overdue'], ['defer', ''], ['withdraw', 'withdrawn']];
const TABLE = [
  ['proposed', 'tell', 'told', 'fines'], ['proposed', 'decide', 'decided', 'not_fines'], ['proposed', 'drop', 'dropped', 'all'], ['told', 'decide', 'decided', 'fines'], ['told', 'drop', 'dropped', 'all'],
  ['decided', 'deliver', 'delivered', 'not_notices'], ['decided', 'deliver', 'carried_out', 'notices'], ['decided', 'withdraw', 'withdrawn', 'all'],
  ...[['ask_review', 'appealed'], ['sue', 'appealed'], ...ENDS].map(([action, to]) => ['delivered', action, to || 'delivered', 'all']),
  ['appealed', 'take_back', 'upheld', 'all'], ['appealed', 'uphold', 'upheld', 'all'], ['appealed', 'reduce', 'reduced', 'fines'], ['appealed', 'withdraw', 'withdrawn', 'all'], ['appealed', 'carry_out', 'appealed', 'not_notices'],
  ...['upheld', 'reduced'].flatMap((state) => [['sue', 'appealed'], ...ENDS].map(([action, to]) => [state, action, to || state, 'all'])),
  ...[['ask_review', 'appealed'], ['sue', 'appealed'], ['withdraw', 'withdrawn']].map(([action, to]) => ['carried_out', action, to, 'all']),
  ...[['ask_review', 'appealed'], ['sue', 'appealed'], ['carry_out', 'carried_out'], ['defer', 'delivered'], ['withdraw', 'withdrawn']].map(([action, to]) => ['overdue', action, to, 'all']),
];
const INSPECTORS = ['tell', 'decide', 'deliver'];
const ruleFor = (one, action) => TABLE.find(([from, does, , kinds]) => from === one.state && does === action && KINDS[kinds].includes(one.kind));
const isOpen = (state) => !['withdrawn', 'dropped', 'carried_out'].includes(state);

/** The administrator plays the office, the chief and whoever writes on paper; an inspector their own part alone. */
function canDo(one, user) {
  const found = one.inspectors.some(({ id }) => id === user.id);
  const plays = (action) => user.role === 'administrator' || (found && INSPECTORS.includes(action) && !(action === 'decide' && one.kind === 'fine'));
  return [...new Set(TABLE.filter(([from, , , kinds]) => from === one.state && KINDS[kinds].includes(one.kind)).map(([, action]) => action))].filter(plays);
}

const AFTER = ['delivered', 'upheld', 'reduced', 'overdue', 'carried_out'];
function deadlinesOf(one) {
  const { state, delivery, review, lawsuit } = one;
  const runs = AFTER.includes(state) && delivery;
  return {
    deliver: state === 'decided' ? midnight(Date.parse(one.decided_at) + 7 * DAY) : null, review: runs && !review && !lawsuit ? midnight(Date.parse(delivery.at) + 60 * DAY) : null,
    sue: runs && !lawsuit ? midnight(Date.parse(delivery.at) + 182 * DAY) : null, carry_out: isOpen(state) && state !== 'appealed' ? one.due : null,
  };
}
function lateFen({ kind, due, state, fen, carried_out_at }) {
  if (kind !== 'fine' || !due || ['withdrawn', 'dropped', 'appealed'].includes(state)) return 0;
  const days = Math.max(0, Math.floor(((carried_out_at ? Date.parse(carried_out_at) : Date.now()) - Date.parse(due)) / DAY));
  return Math.min(fen, Math.round((fen * 3 * days) / 100));
}
const isLate = ({ due, state }) => state === 'overdue' || (isOpen(state) && state !== 'appealed' && due !== null && Date.parse(due) <= Date.now());
const listed = (one) => {
  const { id, number, draw, draw_title, item, unit, unit_name, kind, offence, offence_name, basis, party, inspectors, fen, days, state, due, version, proposed_at } = one;
  return { id, number, draw, draw_title, item, unit, unit_name, kind, offence, offence_name, basis, party, inspectors, fen, days, state, due, late: isLate(one), version, proposed_at };
};
function inFull(one, user) {
  const { address, decided_at, delivery, review, lawsuit, carried_out_at, least_fen, most_fen, steps } = one;
  return { ...listed(one), address, decided_at, delivery, review, lawsuit, carried_out_at, deadlines: deadlinesOf(one), most_late_fen: lateFen(one), least_fen, most_fen, steps, can: canDo(one, user) };
}

function step(one, user, { id, action, text = '', fen, at, how, to = '', due }, now) {
  const happened = at ?? iso(now);
  const from = one.state;
  one.state = action === 'propose' ? 'proposed' : ruleFor(one, action)[2];
  if (fen != null) one.fen = fen;
  if (action === 'decide') one.decided_at = happened;
  if (action === 'deliver') Object.assign(one, { delivery: { how, at: happened, to }, due: one.kind === 'notice' ? null : midnight(Date.parse(happened) + one.days * DAY), carried_out_at: one.kind === 'notice' ? happened : null });
  if (action === 'ask_review') one.review = { asked_at: happened, decided_at: null, outcome: null };
  if (action === 'sue') one.lawsuit = { asked_at: happened, decided_at: null, outcome: null };
  const open = [one.lawsuit, one.review].find((appeal) => appeal && !appeal.decided_at);
  const outcome = { uphold: 'upheld', reduce: 'reduced', withdraw: 'withdrawn', take_back: 'taken_back' }[action];
  if (outcome && open) Object.assign(open, { decided_at: happened, outcome });
  if (action === 'carry_out') one.carried_out_at = happened;
  if (action === 'defer') one.due = due;
  one.version = one.steps.length + 1;
  one.steps.push({ id, action, actor: `user:${user.id}`, actor_name: user.name, at: iso(now), happened, from: action === 'propose' ? 'proposed' : from, to: one.state, fen: one.fen, text });
}

function propose(state, id, { draw, item, kind, offence: code, party, inspectors, fen = 0 }, user, now) {
  const visit = visitIn(state, draw, item);
  const offence = state.offences.find((one) => one.code === code);
  const unit = unitOfVisit(state, visit);
  const one = {
    id, number: state.measures.length + 1, draw, draw_title: state.draws.find((each) => each.id === draw).title, item, unit: unit.id, unit_name: unit.name, kind, offence: code, offence_name: offence.name, basis: offence.basis, party, address: visit.address,
    inspectors: inspectors.map((account) => ({ id: account, name: state.users.find((each) => each.id === account).name })), fen, days: kind === 'fine' ? 15 : kind === 'instruction' ? offence.days_to_correct : 0, state: 'proposed', due: null, version: 1, proposed_at: iso(now),
    decided_at: null, delivery: null, review: null, lawsuit: null, carried_out_at: null, least_fen: offence.least_fen, most_fen: offence.most_fen, steps: [], asked: JSON.stringify({ draw, item, kind, code, party, inspectors, fen }),
  };
  step(one, user, { id, action: 'propose' }, now);
  state.measures.push(one);
  return one;
}

export function makeMeasures(state, markup) {
  const offence = (code, en, zh, basis, kinds, least_fen, most_fen, days_to_correct) => ({ code, name: { en: en + markup, zh: zh + markup }, basis: basis + markup, kinds, least_fen, most_fen, days_to_correct });
  state.offences = [
    offence('tenant_undeclared', 'Tenant not declared within the term', '未按期申报租客', '《浙江省流动人口居住登记条例》第二十八条第一款', ['instruction', 'fine'], 50_000, 100_000, 3),
    offence('exit_blocked', 'Escape route blocked', '占用、堵塞疏散通道', '《中华人民共和国消防法》第六十条第一款第三项', ['instruction', 'notice', 'fine'], 50_000, 5_000_000, 1),
    offence('no_extinguisher', 'No fire extinguisher', '未配置灭火器', '《中华人民共和国消防法》第六十条第一款第一项', ['notice'], 0, 0, 7),
  ];
  state.measures = [];
  const user = (name) => state.users.find((one) => one.name === name);
  const [draw] = state.draws;
  const visit = draw.visits.find((one) => one.declared === false) ?? draw.visits[0];
  const [chief, zhang] = [user('admin'), user('zhang')];
  const make = (kind, code, ago, more, ...moves) => {
    let at = Date.now() - ago * DAY;
    const one = propose(state, uuid7(at), { draw: draw.id, item: visit.item, kind, offence: code, party: `陈伟国${markup}`, inspectors: visit.inspectors.map((one) => one.id), ...more }, zhang, at);
    for (const [action, said = {}, days = 1] of moves) step(one, action === 'tell' || action === 'deliver' ? zhang : chief, { id: uuid7(at += days * DAY), action, ...said }, at);
    return one;
  };
  const told = ['tell', { text: `当面告知，当事人称不知情，未要求听证。${markup}` }];
  const decided = ['decide', { text: '首次违法，从轻处罚。', fen: 60_000 }];
  const delivered = ['deliver', { how: 'in_person', to: `陈伟国${markup}` }];
  make('instruction', 'tenant_undeclared', 15, {}, ['decide'], delivered, ['carry_out', { text: '三名租客均已补报，网格已核实。' }, 2]);
  make('notice', 'no_extinguisher', 15, {}, ['decide'], delivered);
  make('fine', 'tenant_undeclared', 60, { fen: 80_000 }, told, decided, delivered, ['set_overdue', {}, 20]);
  make('fine', 'exit_blocked', 14, { fen: 120_000 }, told, ['decide', { text: '情节一般。' }], delivered, ['ask_review', { text: '当事人邮寄申请书，称通道未占用。', at: iso(Date.now() - 8 * DAY) }, 5]);
  make('fine', 'exit_blocked', 40, { fen: 200_000, party: `江滨路便民小超市${markup}` }, told, decided, delivered, ['ask_review', { text: '认为金额过高。' }, 3], ['reduce', { text: '情节轻微，减少罚款。', fen: 50_000 }, 10]);
  make('instruction', 'tenant_undeclared', 9, {}, ['decide'], ['deliver', { how: 'left', to: '门口，社区干部见证' }]);
  make('fine', 'tenant_undeclared', 2, { fen: 80_000 }, told);
  make('fine', 'tenant_undeclared', 1, { fen: 50_000, party: `赵敏${markup}` });
}

const find = (state, id) => state.measures.find((one) => one.id === id) ?? (() => { throw absent(); })();

export const measureRoutes = {
  'GET /offences': ({ state }) => withVersion(state, 'offences', { offences: state.offences }),
  'PUT /offences': ({ state, body }) => {
    const gone = state.offences.find(({ code }) => !body.offences.some((one) => one.code === code) && state.measures.some((one) => one.offence === code && isOpen(one.state)));
    if (gone) throw new Refusal(409, 'offence.missing', `A measure for ${gone.code} is open: it cannot be left out.`, `${gone.code} 尚有未办结的措施，不能删除。`, 'offences');
    state.offences = amend(state, 'offences', body, { offences: state.offences }).offences;
    return withVersion(state, 'offences', { offences: state.offences });
  },
  'GET /measures': ({ state, query, user }) => {
    const limit = Number(query.get('limit') ?? 50);
    const before = Number(query.get('before') ?? Infinity);
    const is = (key, value) => !query.has(key) || query.get(key) === value;
    const own = (one) => user.role !== 'inspector' || one.inspectors.some(({ id }) => id === user.id);
    const items = state.measures
      .filter((one) => one.number < before && own(one) && is('draw', one.draw) && is('state', one.state) && (query.get('open') !== 'true' || isOpen(one.state)) && (!query.has('unit') || within(state, one.unit, query.get('unit'))))
      .sort((a, b) => b.number - a.number).slice(0, limit).map(listed);
    return { items, next: items.length === limit ? items.at(-1).number : null };
  },
  'GET /measures/{id}': ({ state, id, user }) => inFull(find(state, id), user),
  'PUT /measures/{id}': ({ state, id, body, user, now }) => {
    const before = state.measures.find((one) => one.id === id);
    const { offence: code, fen = 0, ...rest } = body;
    const asked = JSON.stringify({ draw: rest.draw, item: rest.item, kind: rest.kind, code, party: rest.party, inspectors: rest.inspectors, fen });
    if (before && before.asked === asked) return inFull(before, user);
    if (before) throw new Refusal(409, 'measure.other', 'There is another measure with this id.', '该编号已有其他措施。', 'id');
    if (!visitIn(state, body.draw, body.item)?.inspectors.some((one) => one.id === user.id)) throw new Refusal(403, 'measure.part', 'Only the inspectors may propose a measure.', '只有检查人员可以提出措施。');
    return inFull(propose(state, id, body, user, now()), user);
  },
  'POST /measures/{id}/steps': ({ state, id, body, user, now }) => {
    const one = find(state, id);
    const last = one.steps.at(-1);
    if (last.id === body.id) return inFull(one, user);
    if (body.version !== one.version) throw new Refusal(409, 'measure.version', `Somebody was first: the last step was "${last.action}" and the measure is ${one.state} now. Look at it again before you act.`, `已有人先行操作：最近一步是“${last.action}”，措施现为“${one.state}”。请刷新后再操作。`, 'version');
    if (!ruleFor(one, body.action)) throw new Refusal(409, 'measure.state', 'This is not possible now.', '现在不能这样操作。');
    if (body.fen != null && body.fen > one.fen) throw new Refusal(400, 'measure.fen', 'Being heard makes no fine heavier.', '不得因当事人申辩而加重处罚。', 'fen');
    step(one, user, body, now());
    return inFull(one, user);
  },
};
