// Declarations of the mock, to look at: a family of which four have come, a guest who is overdue, a list of an enterprise, somebody
// whom nobody had declared; and rules of two versions.
import { absent, page, Refusal } from './answers.mjs';
import { uuid7 } from './data.mjs';

const HOUR = 3_600_000;
const iso = (at) => new Date(at).toISOString();
const day = (at) => iso(at).slice(0, 10);
const STATES = ['expected', 'overdue', 'arrived', 'verified', 'registered', 'observed', 'released', 'withdrawn', 'not_come'];
const STEPS = {
  expected: ['meet', 'withdraw', 'miss'], overdue: ['meet', 'withdraw', 'miss'], arrived: ['verify', 'correct'], verified: ['register', 'observe', 'correct'],
  registered: ['observe'], observed: ['observe', 'release'], released: ['register'], withdrawn: ['meet', 'correct'], not_come: ['meet', 'correct'],
};

const person = (name, state, more = {}) => ({
  id: uuid7(Date.now()), name, spellings: [], birth: null, sex: null, nationality: null, phones: [], documents: [], state, since: iso(Date.now() - HOUR), observation: null, registered: state === 'registered', steps: STEPS[state], ...more,
});
const rulesOf = (version, markup) => ({
  version, look_back_days: 14, overdue_after_hours: 12,
  rules: [
    { regions: ['420000', '330300'], from: '2020-02-01', until: null, kind: 'central', days: 14, basis: `防控通告〔2020〕3 号${markup}`, why: { en: `Many cases there.${markup}`, zh: `当地病例较多。${markup}`, ko: '그 지역에 환자가 많습니다.', ar: 'توجد حالات كثيرة هناك.' } },
    { regions: ['KOR', 'ITA'], from: '2020-02-20', until: '2020-05-01', kind: 'home', days: 7, basis: '', why: { en: 'The disease spreads there.', zh: '当地疫情扩散。' } },
    { regions: ['*'], from: '2020-01-20', until: null, kind: null, days: 0, basis: '', why: { en: 'Whoever comes is registered.', zh: '来人一律登记。' } },
  ].slice(version === 1 ? 2 : 0),
});

export function makeDeclarations(state, markup) {
  const [house, second] = state.premises;
  const room = house.rooms.find((one) => one.until === null);
  state.arrivalRules = [rulesOf(1, markup), rulesOf(2, markup)];
  const awaits = { ...rulesOf(2, markup).rules[0], place: '420106', version: 2 };
  const at = (one) => ({ premises: { id: one.id, code: one.code, address: one.address }, unit_name: one.unit_name });
  const declared = (hours, persons, more) => ({
    id: uuid7(Date.now()), arrives_at: iso(Date.now() + hours * HOUR), day: day(Date.now() + hours * HOUR), carrier: 'train', vehicle: 'G1321', stays: [{ region: '420106', left_on: null }], note: '', language: '', declared_at: iso(Date.now() - 30 * HOUR), version: 1,
    awaits, ...at(house), room: { id: room.id, number: room.number }, source: 'landlord', author: `chen${markup}`, prepared_at: null, incident: null, persons, done: [], ...more,
  });
  const observation = { kind: 'central', from: '2020-02-20', until: '2020-03-05' };
  const family = ['王建国', '李秀英', 'Mohammed al-Sayed', 'محمد السيد'].map((name, i) => person(name + markup, 'observed', { observation, registered: i < 2, documents: i === 0 ? [{ kind: 'resident_card', country: 'CHN', last: '002X' }] : [], phones: i === 0 ? ['13900000001'] : [] }));
  const late = ['王小明', '王小红'].map((name) => person(name + markup, 'expected'));
  const done = [
    { id: uuid7(Date.now()), step: 'meet', persons: family.map((one) => one.id), at: '2020-02-20T01:12:00Z', received_at: '2020-02-20T01:13:00Z', note: '', observation: null, room: null, author: `李静${markup}` },
    { id: uuid7(Date.now()), step: 'observe', persons: family.map((one) => one.id), at: '2020-02-20T03:12:00Z', received_at: '2020-02-20T03:13:00Z', note: `体温均正常。${markup}`, observation, room: room.id, author: `李静${markup}` },
  ];
  state.declarations = [
    declared(-20, [person(`김민수${markup}`, 'overdue', { nationality: 'KOR' })], { source: 'person', author: '', carrier: 'plane', vehicle: 'OZ359', stays: [{ region: 'KOR', left_on: null }], incident: state.incidents[0].id, language: 'ko', room: null }),
    declared(-10, [...family, ...late], { done, prepared_at: iso(Date.now() - 12 * HOUR), note: `行李较多，请安排车辆。${markup}` }),
    declared(-2, [person(`赵一${markup}`, 'arrived')], { source: 'found', author: '赵敏', ...at(second), room: null, carrier: 'other', vehicle: '', stays: [{ region: '330300', left_on: '2020-02-15' }] }),
    declared(26, Array.from({ length: 9 }, (_, i) => person(`员工${i + 1}${markup}`, 'expected')), { source: 'enterprise', carrier: 'coach', vehicle: '浙G12345', awaits: null, stays: [{ region: '530100', left_on: null }], room: null }),
  ];
}

const below = (state, unit) => state.units.filter((one) => one.parent === unit);
const summed = (all) => Object.fromEntries([...STATES, 'found', 'persons'].map((key) => [key, all.reduce((sum, one) => sum + one[key], 0)]));

/** Of a unit: what the lowest ones below it have, each something else. */
function numbersOf(state, unit) {
  const children = below(state, unit);
  if (children.length > 0) return summed(children.map((one) => numbersOf(state, one.id)));
  const i = state.units.findIndex((one) => one.id === unit);
  const some = { expected: 10 + (i * 5) % 17, overdue: (i * 3) % 5, arrived: i % 3, verified: i % 2, registered: 20 + i, observed: (i * 7) % 12, released: i % 4, withdrawn: i % 2, not_come: i % 3 };
  return { ...some, found: i % 3, persons: Object.values(some).reduce((sum, one) => sum + one, 0) };
}
const counted = (state, { id, code, name, kind }) => ({ id, code, name, kind, numbers: numbersOf(state, id) });
const find = (state, id) => state.declarations.find((one) => one.id === id) ?? (() => { throw absent(); })();
const isOpen = (one) => one.persons.some((each) => !['registered', 'withdrawn', 'not_come'].includes(each.state));

export const declarationRoutes = {
  'GET /declarations': ({ state, query }) => {
    const is = (key, said) => !query.has(key) || query.get(key) === String(said);
    const found = state.declarations.filter((one) => is('premises', one.premises.id) && (!query.has('state') || one.persons.some((each) => each.state === query.get('state'))) && (query.get('found') !== 'true' || one.source === 'found') && (query.get('open') !== 'true' || isOpen(one)));
    return page(found.map(({ done: _, ...one }) => one), query);
  },
  'GET /declarations/numbers': ({ state, query }) => {
    const unit = state.units.find((one) => one.id === query.get('unit')) ?? state.units[0];
    return { items: [{ ...counted(state, unit), children: below(state, unit.id).map((one) => counted(state, one)) }] };
  },
  'GET /declarations/rules': ({ state, query }) => (query.has('version') ? state.arrivalRules.find((one) => String(one.version) === query.get('version')) : state.arrivalRules.at(-1)),
  'PUT /declarations/rules': ({ state, body }) => {
    const { version } = state.arrivalRules.at(-1);
    if (body.version !== version) throw new Refusal(409, 'rules.changed_meanwhile', 'Somebody else has changed the rules meanwhile.', '他人已修改规则。', 'version');
    state.arrivalRules.push({ ...body, version: version + 1 });
    return state.arrivalRules.at(-1);
  },
  'GET /declarations/{id}': ({ state, id }) => find(state, id),
  'PUT /declarations/{id}': ({ state, id, body: { premises: _, source: __, version, room, persons, ...said } }) => {
    const one = find(state, id);
    if (version !== one.version) throw new Refusal(409, 'declaration.changed_meanwhile', 'Somebody changed it meanwhile: look at it again before you change it.', '内容已被他人修改，请查看最新内容后再改。', 'version');
    if (one.persons.some((each) => !['expected', 'overdue'].includes(each.state))) throw new Refusal(409, 'declaration.begun', 'Somebody of it has arrived, or will not come: what comes after is said by steps.', '该申报中已有人到达或不再前来，后续情况请通过步骤登记。', 'persons');
    const at = state.premises.flatMap((house) => house.rooms).find((each) => each.id === room);
    const known = (each) => one.persons.find((before) => before.id === each.id) ?? person(each.name, 'expected');
    Object.assign(one, said, { version: version + 1, room: at ? { id: at.id, number: at.number } : null, persons: persons.map(({ documents, ...each }) => ({ ...known(each), ...each, documents: documents.map(({ kind, country, number, last }) => ({ kind, country: country ?? 'CHN', last: last ?? number.slice(-4) })) })) });
    return one;
  },
};
