// People of the mock's first house, to look at: one of whom two lists speak, somebody who may be the same, a neighbour.
import { absent } from './answers.mjs';
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
    { ...musa, records: [record(musa)], tenancies: [stay(musa.id, rooms[2], day(10))] },
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

const of = (state, id) => state.residents.find((one) => one.records.some((each) => each.id === id));
const holds = (one, on) => one.since <= on && (one.until === null || on < one.until);

export const residentRoutes = {
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
