// An inspector's day for the phone pages, before the mock: a draw with visits of their own, the offences of the city, and measures that are
// proposed and moved as the server would (docs/design/inspections.md).
import { absent, Refusal } from '../../web/mock/answers.mjs';
import { uuid7 } from '../../web/mock/data.mjs';
import { mockServer } from './console.mjs';

const NAMES = { zhou: '周明', qiu: '钱进', wu: '吴敏' };
const digest = (letter) => letter.repeat(64);
const soon = (days) => new Date(Date.now() + days * 86_400_000).toISOString();

const FORM = [
  { key: 'board', name: { en: 'Notice board at the door', zh: '门口有公示牌' }, kind: 'yes_no', required: true },
  { key: 'beds', name: { en: 'Number of beds', zh: '床位数' }, kind: 'number', required: false },
  { key: 'door', name: { en: 'Picture of the door', zh: '门口照片' }, kind: 'picture', required: false },
];
const OFFENCES = [
  { code: 'undeclared', name: { en: 'Tenants were not declared', zh: '未申报租住人员' }, basis: '《治安管理处罚法》第五十七条第一款', kinds: ['instruction', 'fine'], least_fen: 20_000, most_fen: 50_000, days_to_correct: 3 },
  { code: 'no_board', name: { en: 'The notice board is missing', zh: '未设公示牌' }, basis: '《房屋租赁管理办法》第九条', kinds: ['notice'], least_fen: 0, most_fen: 0, days_to_correct: 15 },
];

/** On a street to the north. */
const at = (metres) => ({ latitude_e6: 29_300_000 + Math.round(metres / 0.111195), longitude_e6: 120_070_000 });
/** Of a walk on that street, in metres. */
const lengthOf = (places) => places.slice(1).reduce((sum, { latitude_e6 }, i) => sum + Math.round(Math.abs(latitude_e6 - places[i].latitude_e6) * 0.111195), 0);

function visit(state, name, address, inspectors, more = {}) {
  return {
    item: uuid7(), stratum: 'landlords', rank: 1, replaces: false, key: digest('a'), to_visit: true, name: name + state.markup, address: address + state.markup, unit_name: `第 1 网格${state.markup}`, place: null, premises: null,
    declaration: null, enterprise: null, inspectors, outcome: 'open', declared: null, note: '', answers: {}, pictures: [], author: '', at: null, version: 0, ...more,
  };
}

function draw(state, number, title, more = {}) {
  const [unit] = state.units;
  return {
    id: uuid7(), number, unit: unit.id, unit_name: unit.name, title: title + state.markup, commitment: { version: 1, frame: digest('1'), strata: [{ stratum: 'landlords', items: 900, take: 5 }], secret: digest('2'), public_value: '', at: soon(-2) },
    replacements: 2, form: [], reveal: { secret: digest('3'), public_value: '' }, revealed_at: soon(-1), visits: [], figures: null, ...more,
  };
}

function make(state) {
  const account = (name, role) => {
    const made = { id: uuid7(), name, role, sites: [], units: [], disabled: false, created_at: soon(-90) };
    state.users.push(made);
    return made.id;
  };
  const [zhou, qian] = ['zhou', 'qiu'].map((name) => ({ id: account(name, 'inspector'), name: NAMES[name] }));
  account('wu', 'centre');
  const visits = [
    visit(state, '陈国强', '稠州北路 12 号', [zhou, qian]), visit(state, '王秀兰', '城中中路 301 号', [zhou, qian], { place: at(1_600) }), visit(state, '江滨小吃店', '江滨西路 7 号', [zhou], { stratum: 'shops', place: at(350) }),
    visit(state, '浙江兴达针织有限公司第二车间', '工人北路 1988 号 3 幢', [zhou], { stratum: 'enterprises', place: at(0) }), visit(state, '别人的', '别处 1 号', [qian]),
    visit(state, '刘海', '宾王路 88 号', [zhou], { replaces: true, to_visit: false, rank: 6 }),
  ];
  state.draws = [
    draw(state, 3, '三月出租房抽查', { form: FORM, visits }), draw(state, 2, '尚未公布', { reveal: null, revealed_at: null }), draw(state, 1, '没有我的', { visits: [visit(state, '别人', '别处', [qian])] }),
  ];
  state.offences = OFFENCES.map((one) => ({ ...one, basis: one.basis + state.markup, name: { en: one.name.en + state.markup, zh: one.name.zh + state.markup } }));
  state.measures = [];
}

const is = (user, role) => user.role === role;
function counts({ visits }) {
  const chosen = visits.filter(({ to_visit }) => to_visit);
  return { to_visit: chosen.length, visited: chosen.filter(({ outcome }) => outcome !== 'open').length };
}
const isOf = (user, one) => one.inspectors.some(({ id }) => id === user.id);
const sees = (user, one) => is(user, 'centre') || isOf(user, one);
const inFull = (one, user) => ({ ...one, ...counts(one), visits: one.visits.filter((each) => sees(user, each)) });
const listed = ({ visits, figures: _figures, ...one }) => ({ ...one, ...counts({ visits }) });
function found(list, id) {
  const one = list.find((each) => each.id === id || each.item === id);
  if (!one) throw absent();
  return one;
}

function putVisit({ state, user, id, item, body }) {
  const where = found(state.draws, id);
  const one = found(where.visits, item);
  if (!sees(user, one)) throw new Refusal(403, 'visit.not_yours', 'This visit is another inspector’s.', '该抽查由其他抽查人员负责。', 'item');
  const { version, declared = null, note = '', answers = {}, pictures = [], outcome } = body;
  if ((outcome === 'seen') === (declared === null)) throw new Refusal(400, 'visit.declared', 'Whether everybody was declared is said of those who were seen.', '是否如实申报只针对已见面的对象填写。', 'declared');
  if (Number(answers.beds ?? 0) > 10_000) throw new Refusal(400, 'answers.beds', 'So many beds there are not.', '床位数过大。', 'answers.beds');
  const said = { outcome, declared, note, answers, pictures };
  if (JSON.stringify(said) === JSON.stringify({ outcome: one.outcome, declared: one.declared, note: one.note, answers: one.answers, pictures: one.pictures })) return inFull(where, user);
  if (version !== one.version) throw new Refusal(409, 'visit.changed_meanwhile', 'Somebody else wrote this down meanwhile.', '在此期间他人已记录。', 'version');
  Object.assign(one, said, { version: version + 1, author: user.name, at: new Date().toISOString() });
  if (outcome === 'not_there') Object.assign(where.visits.find(({ replaces, to_visit }) => replaces && !to_visit) ?? {}, { to_visit: true });
  return inFull(where, user);
}

/** Who may do what, as far as the phone goes; the office's steps stand for those that it leaves out. */
function canOf(user, { state, kind }) {
  const [inspector, chief] = [is(user, 'inspector'), is(user, 'centre')];
  if (state === 'proposed') return [...(kind === 'fine' ? ['tell'] : ['decide']), ...(chief ? ['drop'] : [])].filter((one) => one !== 'tell' || inspector);
  if (state === 'told') return chief ? ['decide', 'drop'] : [];
  if (state === 'decided') return [...(inspector ? ['deliver'] : []), ...(chief ? ['withdraw'] : [])];
  return state === 'delivered' && chief ? ['defer', 'withdraw'] : [];
}
const NEXT = { tell: 'told', decide: 'decided', drop: 'dropped', deliver: 'delivered' };

function measureFor(user, one) {
  const none = { deliver: null, review: null, sue: null, carry_out: null };
  return { ...one, deadlines: one.state === 'decided' ? { ...none, deliver: soon(7) } : one.state === 'delivered' ? { ...none, review: soon(60), sue: soon(180), carry_out: one.due } : none, can: canOf(user, one) };
}
const MEASURE = ['id', 'number', 'draw', 'draw_title', 'item', 'unit', 'unit_name', 'kind', 'offence', 'offence_name', 'basis', 'party', 'inspectors', 'fen', 'days', 'state', 'due', 'late', 'version', 'proposed_at'];
const stepped = (user, action, from, to, fen, text, id = uuid7()) => ({ id, action, actor: `user:${user.id}`, actor_name: NAMES[user.name] ?? user.name, at: new Date().toISOString(), happened: new Date().toISOString(), from, to, fen, text });

function propose({ state, user, id, body }) {
  const before = state.measures.find((one) => one.id === id);
  if (before) {
    if (before.party !== body.party) throw new Refusal(409, 'measure.other', 'Another measure has this id.', '该编号已用于另一项措施。', 'id');
    return measureFor(user, before);
  }
  const where = found(state.draws, body.draw);
  const seen = found(where.visits, body.item);
  const offence = state.offences.find(({ code }) => code === body.offence);
  if (seen.outcome !== 'seen') throw new Refusal(409, 'measure.finding', 'Nothing was found there yet.', '该对象尚无抽查结果。', 'item');
  if (!offence?.kinds.includes(body.kind)) throw new Refusal(400, 'measure.kind', 'The offence does not lead to that.', '该违法行为不适用此措施。', 'kind');
  if (body.kind === 'fine' && (body.inspectors.length < 2 || body.fen < offence.least_fen || body.fen > offence.most_fen)) throw new Refusal(400, 'measure.fen', 'That is no such fine.', '罚款不符合规定。', 'fen');
  const name = (account) => NAMES[state.users.find((one) => one.id === account)?.name] ?? '';
  const made = {
    id, number: state.measures.length + 1, draw: where.id, draw_title: where.title, item: seen.item, unit: where.unit, unit_name: seen.unit_name, kind: body.kind, offence: offence.code, offence_name: offence.name, basis: offence.basis,
    party: body.party, inspectors: body.inspectors.map((account) => ({ id: account, name: name(account) })), fen: body.fen ?? 0, days: body.kind === 'fine' ? 15 : offence.days_to_correct, state: 'proposed', due: null, late: false, version: 1,
    proposed_at: new Date().toISOString(), address: seen.address, decided_at: null, delivery: null, review: null, lawsuit: null, carried_out_at: null, most_late_fen: 0, least_fen: offence.least_fen, most_fen: offence.most_fen,
    steps: [stepped(user, 'propose', 'proposed', 'proposed', body.fen ?? 0, '', id)],
  };
  state.measures.unshift(made);
  return measureFor(user, made);
}

function step({ state, user, id, body }) {
  const one = found(state.measures, id);
  if (one.steps.some((each) => each.id === body.id)) return measureFor(user, one);
  if (body.version !== one.version) throw new Refusal(409, 'measure.version', 'Somebody was first. Look at it again before you act.', '已有人先行操作，请刷新后再操作。', 'version');
  if (!canOf(user, one).includes(body.action)) throw new Refusal(403, 'measure.part', 'Only somebody else may do that now.', '现在只有他人可以操作。');
  const to = NEXT[body.action];
  one.steps.push(stepped(user, body.action, one.state, to, body.fen ?? one.fen, body.text ?? '', body.id));
  Object.assign(one, { state: to, version: one.version + 1, fen: body.fen ?? one.fen });
  if (to === 'decided') one.decided_at = new Date().toISOString();
  if (to === 'delivered') Object.assign(one, { delivery: { how: body.how, at: body.at ?? new Date().toISOString(), to: body.to }, due: soon(one.days) });
  return measureFor(user, one);
}

const routes = {
  'GET /draws': ({ state }) => ({ items: state.draws.map(listed), next: null }),
  'GET /draws/{id}': ({ state, user, id }) => inFull(found(state.draws, id), user),
  'GET /draws/{id}/route': ({ state, user, id }) => {
    const items = found(state.draws, id).visits.filter((one) => isOf(user, one) && one.to_visit && one.outcome === 'open').reverse();
    return { items, left: items.length, metres: lengthOf(items.flatMap(({ place }) => place ?? [])) };
  },
  'PUT /draws/{id}/visits/{item}': putVisit,
  'GET /offences': ({ state }) => ({ version: 1, offences: state.offences }),
  'GET /measures': ({ state, user }) => {
    const items = state.measures.filter((one) => is(user, 'centre') || isOf(user, one));
    return { items: items.map((one) => Object.fromEntries(MEASURE.map((key) => [key, one[key]]))), next: null };
  },
  'GET /measures/{id}': ({ state, user, id }) => measureFor(user, found(state.measures, id)),
  'PUT /measures/{id}': propose,
  'POST /measures/{id}/steps': step,
};

/** The mock with two inspectors, zhou and qian, and wu of the centre. */
export const inspectorsServer = (t, options = {}) => mockServer(t, { ...options, more: routes, make });
