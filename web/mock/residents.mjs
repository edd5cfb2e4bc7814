// People of the mock's first house, to look at: one of whom two lists speak, somebody who may be the same, a neighbour; and pairs who
// may be one, as imports found.
import { absent, Refusal } from './answers.mjs';
import { uuid7 } from './data.mjs';

const DAY = 86_400_000;
const day = (ago) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
const both = (en, zh) => ({ en, zh });
const found = (field, outcome, en, zh, bits) => ({ field, outcome, words: both(en, zh), bits });

const person = (name, more = {}) => ({ id: uuid7(Date.now()), name, spellings: [], birth: null, sex: null, nationality: null, phones: [], documents: [], ...more });
const record = (of, more = {}) => ({ ...of, version: 1, merged_into: null, ...more });

export function makeResidents(state, markup) {
  const [house] = state.premises;
  const rooms = house.rooms.filter((one) => one.until === null);
  const gone = house.rooms.find((one) => one.ended === 'demolished');
  const stay = (resident, room, since, until = null) => ({ id: uuid7(Date.now()), resident, room: room.id, since, until, version: 1, number: room.number, premises: house.id, address: house.address });

  const documents = [{ kind: 'resident_card', country: 'CHN', last: '002X' }, { kind: 'passport', country: 'EGY', last: '4567' }];
  const wang = person(`Wang Xiaoming${markup}`, { spellings: ['王小明'], birth: '1984-02-19', sex: 'female', nationality: 'CHN', phones: ['13900000001'], documents });
  const again = person(`王小明${markup}`, { birth: '1984-02-19', phones: ['13900000001'] });
  const twin = person(`王晓明${markup}`, { birth: '1984-12-19', sex: 'male', nationality: 'CHN', phones: ['13900000001'] });
  const musa = person(`Musa Okafor${markup}`, { nationality: 'NGA' });
  const records = [record(wang), record(again, { merged_into: wang.id })];
  state.residents = [
    { ...wang, records, tenancies: [stay(again.id, rooms[1], day(300), day(120)), stay(wang.id, rooms[0], day(120))] },
    { ...twin, records: [record(twin)], tenancies: [stay(twin.id, rooms[0], day(40))] },
    { ...musa, records: [record(musa)], tenancies: [stay(musa.id, gone, day(260), day(60)), stay(musa.id, rooms[2], day(10))] },
  ];
  state.alike = [
    {
      person: twin, verdict: 'perhaps', caution: 'too_little', bits: 3.4,
      caution_words: both('Neither a document nor name and birth agree: a phone can be a family’s or a landlord’s.', '证件不符，姓名与出生日期也不一致：电话可能为家人或房东共用。'),
      found: [
        found('name', 'near', 'The names are read the same, but written with other characters.', '姓名同音不同字。', 10.7), found('birth', 'near', 'The dates of birth differ in one digit.', '出生日期有一位数字不同。', 3.3),
        found('sex', 'differ', 'The sex differs.', '性别不同。', -6.6), found('nationality', 'agree', 'The nationality is the same.', '国籍相同。', 0.7),
        found('document', 'unknown', 'They have no document of the same kind.', '没有同类证件可比较。', 0), found('phone', 'agree', 'The phone is the same; a family may share one.', '电话相同；家人可能共用。', 14.1),
      ],
    },
  ];
}

const NAMES = [['محمد السيد', 'Mohamed El Sayed'], ['Nguyễn Văn An', 'Nguyen Van An'], ['李静', '李婧'], ['欧阳修文', 'Ouyang Xiuwen']];

/** Pairs who may be one: the first two of the register, and some whom only lists know. */
export function makeProposals(state, markup) {
  const [{ person: _, verdict: __, ...alike }] = state.alike;
  const plain = ({ records: _r, tenancies: _t, ...one }) => one;
  const pair = (one, other, ago, more) => ({ id: uuid7(Date.now()), person: one, other, ...alike, proposed_at: new Date(Date.now() - ago * DAY).toISOString(), ...more });
  const listed = NAMES.map(([name, latin], i) => {
    const birth = `198${i}-0${i + 1}-1${i}`;
    const [one, other] = [person(name + markup, { birth, nationality: ['EGY', 'VNM', 'CHN', 'CHN'][i], phones: [`1390000010${i}`] }), person(latin + markup, { birth: i === 2 ? null : birth, documents: i === 3 ? [{ kind: 'resident_card', country: 'CHN', last: '002X' }] : [], phones: [`1390000010${i}`, '13800000000'] })];
    return pair(one, other, 5 - i, { bits: 9.3 - 4.1 * i, caution: 'none', caution_words: both('', '') });
  });
  state.proposals = [pair(plain(state.residents[1]), plain(state.residents[0]), 9), ...listed];
  state.decisions = new Map();
}

const of = (state, id) => state.residents.find((one) => one.records.some((each) => each.id === id));
const holds = (one, on) => one.since <= on && (one.until === null || on < one.until);

/** The last stay that has begun, with what the list of people found says of it. */
function homeOf({ tenancies }) {
  const last = [...tenancies].sort((a, b) => ((a.until ?? '9') < (b.until ?? '9') ? -1 : 1)).at(-1);
  return last ? { room: last.room, number: last.number, premises: last.premises, address: last.address, unit_name: '第 1 网格', since: last.since, until: last.until } : null;
}
const digits = (text) => text.replace(/\D/g, '').slice(-11);
const letters = (text) => text.normalize('NFD').replace(/[^\p{L}]/gu, '').toLowerCase();

/** As the server takes it: a name by its beginning; a phone; a number whose check digit is right. */
function wanted({ name, phone, document }) {
  if (phone !== undefined) {
    if (digits(phone).length < 5) throw new Refusal(400, 'search.phone', 'Type the whole number.', '请输入完整的电话号码。', 'phone');
    return (one) => one.phones.some((each) => digits(each) === digits(phone));
  }
  if (document) {
    if (document.kind === 'resident_card' && !/^\d{17}[\dXx]$/.test(document.number)) throw new Refusal(400, 'document.length', 'A resident card has 18 digits.', '居民身份证号码为 18 位。', 'document.number');
    const weight = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2].reduce((sum, each, i) => sum + each * Number(document.number[i]), 0);
    if (document.kind === 'resident_card' && '10X98765432'[weight % 11] !== document.number[17].toUpperCase()) throw new Refusal(400, 'document.check', 'The last character does not fit the others: something is typed wrong.', '校验码不符，请核对号码。', 'document.number');
    return (one) => one.documents.some((each) => each.kind === document.kind && document.number.toUpperCase().endsWith(each.last));
  }
  const begins = letters(name ?? '');
  if (!/\p{Script=Han}/u.test(begins) && begins.length < 2) throw new Refusal(400, 'search.short', 'Type at least one Chinese character or two letters of the name.', '请至少输入姓名的一个汉字或两个字母。', 'name');
  return (one) => [one.name, ...one.spellings].some((said) => letters(said).startsWith(begins));
}
const MOST_FOUND = 50;

export const residentRoutes = {
  'POST /residents/search': ({ state, body }) => {
    const found = state.residents.filter(wanted(body)).map(({ records: _, tenancies, ...one }) => ({ ...one, home: homeOf({ tenancies }) }));
    return { items: found.slice(0, MOST_FOUND), more: found.length > MOST_FOUND };
  },
  'GET /premises/{id}/residents': ({ state, id, query }) => {
    if (!state.premises.some((one) => one.id === id)) throw absent();
    const on = query.get('day') ?? day(0);
    if (!/^\d{4}-\d\d-\d\d$/.test(on)) throw new Refusal(400, 'date.invalid', 'This is not a date.', '这不是日期。', 'day');
    const people = new Map();
    for (const one of state.residents) for (const stay of one.tenancies) if (stay.premises === id && holds(stay, on)) people.set(stay.room, (people.get(stay.room) ?? new Set()).add(one.id));
    return { day: on, items: [...people].map(([room, ids]) => ({ room, people: ids.size })) };
  },
  'GET /residents/proposals': ({ state, query }) => {
    const limit = Number(query.get('limit') ?? 50);
    const from = query.has('after') ? state.proposals.findIndex((one) => one.id === query.get('after')) + 1 : 0;
    const items = state.proposals.slice(from).filter((one) => !state.decisions.has(one.id)).slice(0, limit);
    return { items, next: items.length === limit ? items.at(-1).id : null };
  },
  'PUT /residents/proposals/{id}': ({ state, id, body, user }) => {
    const one = state.proposals.find((each) => each.id === id);
    if (!one) throw absent();
    const before = state.decisions.get(id);
    if (before && before.decision !== body.decision) throw new Refusal(409, 'proposal.decided', 'Somebody decided otherwise before; merge or un-merge the people themselves.', '此建议已有不同的决定，请直接合并或取消合并。', 'decision');
    if (!before) state.decisions.set(id, { id, decision: body.decision, decided_by: user.name, decided_at: new Date().toISOString(), person: body.decision === 'merged' ? one.other.id : one.person.id, other: one.other.id });
    return state.decisions.get(id);
  },
  'POST /residents/import': ({ state, query, text }) => {
    const rows = text.trim().split('\n').slice(1);
    const faults = rows.flatMap((row, i) => (row.startsWith('nowhere') ? [{ row: i + 2, code: 'premises.unknown', field: 'premises', message: 'There is no house nowhere.' }] : []));
    const well = rows.length - faults.length;
    const stored = query.get('dry_run') === 'false' && (faults.length === 0 || query.get('good_rows') === 'true');
    return { stored, rows: rows.length, new_people: well, merged: 0, proposals: Math.min(well, state.proposals.length - state.decisions.size), new_tenancies: well, unchanged: 0, faulty: faults.length, faults, encoding: 'UTF-8', ignored_columns: [] };
  },
  'GET /rooms/{id}/residents': ({ state, id, query }) => {
    const on = query.get('day') ?? day(0);
    const items = state.residents.flatMap(({ records: _, tenancies, ...one }) => tenancies.filter((stay) => stay.room === id && holds(stay, on)).map(({ number: _n, premises: _p, address: _a, ...tenancy }) => ({ ...one, tenancy })));
    return { day: on, items };
  },
  'GET /residents/{id}': ({ state, id }) => of(state, id),
  'GET /residents/{id}/alike': ({ state, id }) => {
    if (!of(state, id)) throw absent();
    return { items: state.residents[0].id === id ? state.alike : [] };
  },
};
