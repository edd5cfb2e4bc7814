// Who lives where: written down once, found in two lists, merged and un-merged with nothing lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cityOf, housesIn } from './support/city.mjs';
import { id, ward } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\ng2,Second,grid,c1\n';
const members = 'unit,name,phone,duty\ng1,Li,10000000002,member\ng2,Zhao,10000000003,member\n';

async function city(t) {
  const { server, unit, ...people } = await cityOf(t, { units, members });
  const { rooms } = await housesIn(server, unit, ['g1', 'g2'], ['101']);
  return { server, rooms, ...people };
}
const home = (room, since = '2020-02-01') => ({ tenancy: id(), room, since });

test('a grid member registers a tenant, and another grid sees nothing of them', async (t) => {
  const { server, rooms, li, zhao } = await city(t);
  const [who, where] = [id(), home(rooms['g1-101'])];
  const written = {
    name: '王小明', birth: '1949-12-31', sex: 'female', nationality: '中国', phones: ['139 0000 0001'],
    documents: [{ kind: 'resident_card', number: '11010519491231002x' }], version: 0, home: where,
  };
  const made = await li.put(`/residents/${who}`, written);
  assert.deepEqual(made.documents, [{ kind: 'resident_card', country: 'CHN', last: '002X' }]);
  assert.deepEqual([made.nationality, made.tenancies[0].address, made.tenancies[0].number], ['CHN', 'Road g1', '101']);
  assert.equal((await li.put(`/residents/${who}`, written)).records[0].version, 1, 'sent again');

  assert.deepEqual((await li.get(`/rooms/${rooms['g1-101']}/residents`)).items.map((one) => one.name), ['王小明']);
  assert.deepEqual((await li.get(`/rooms/${rooms['g1-101']}/residents?day=2020-01-31`)).items, []);
  await zhao.refused(404, 'room.unknown', 'GET', `/rooms/${rooms['g1-101']}/residents`);
  await zhao.refused(404, 'resident.unknown', 'GET', `/residents/${who}`);
  await zhao.refused(404, 'resident.unknown', 'PUT', `/residents/${who}`, { name: 'x', version: 1 });
  await zhao.refused(404, 'resident.unknown', 'PUT', `/tenancies/${id()}`, { resident: who, room: rooms['g2-101'], since: '2020-03-01', version: 0 });
  await li.refused(404, 'room.unknown', 'PUT', `/residents/${id()}`, { name: 'x', version: 0, home: home(rooms['g2-101']) });

  // Whoever moves out leaves a trace; the number stays, named by its end.
  await li.put(`/tenancies/${where.tenancy}`, { resident: who, room: rooms['g1-101'], since: '2020-02-01', until: '2020-02-20', version: 1 });
  assert.deepEqual((await li.get(`/rooms/${rooms['g1-101']}/residents?day=2020-02-20`)).items, []);
  const { documents } = await li.put(`/residents/${who}`, { name: '王晓明', documents: [{ kind: 'resident_card', last: '002X' }], version: 1 });
  assert.equal(documents[0].last, '002X');

  // Nothing that says who it is, and no number, is in the journal.
  const rows = JSON.stringify((await server.admin.get('/journal?limit=100')).items);
  assert.doesNotMatch(rows, /小明|晓明|19491231|13900000001/);
});

test('somebody is found by how the name begins, in characters or letters, by phone and by the number of a document', async (t) => {
  const { server, rooms, li, zhao } = await city(t);
  const put = (who, name, room, more = {}) => who.put(`/residents/${id()}`, { name, version: 0, home: home(room), ...more });
  await put(li, '王小明', rooms['g1-101'], { phones: ['139 0000 0001'], documents: [{ kind: 'resident_card', number: '11010519491231002x' }] });
  await put(li, 'Mohammed Al-Sayed', rooms['g1-101'], { spellings: ['محمد السيد'] });
  await put(zhao, '王晓东', rooms['g2-101']);
  const search = async (who, asked) => (await who.post('/residents/search', asked)).items.map((one) => one.name);
  const names = (name, who = server.admin) => search(who, { name });
  assert.deepEqual(await names('王小'), ['王小明']);
  assert.deepEqual((await names('王')).toSorted(), ['王小明', '王晓东'].toSorted());
  assert.deepEqual((await names('wang xiao')).toSorted(), ['王小明', '王晓东'].toSorted());
  assert.deepEqual(await names('MOHAM'), ['Mohammed Al-Sayed']);
  assert.deepEqual(await names('sayed mohammed'), ['Mohammed Al-Sayed'], 'whole, in whatever order');
  assert.deepEqual(await names('李'), []);
  assert.deepEqual(await search(server.admin, { phone: '+86 13900000001' }), ['王小明']);
  assert.deepEqual(await search(server.admin, { document: { kind: 'resident_card', number: '11010519491231002X' } }), ['王小明']);

  const found = await li.post('/residents/search', { name: '王' });
  assert.deepEqual(found.items.map((one) => [one.name, one.home.address, one.home.number]), [['王小明', 'Road g1', '101']], 'a grid finds its own alone');
  assert.equal(found.more, false);
  for (const [asked, code, field] of [[{ name: 'W' }, 'search.short', 'name'], [{ name: '—' }, 'search.short', 'name'], [{}, 'search.one', 'name'], [{ name: '王', phone: '139' }, 'search.one', 'name'], [{ phone: '1' }, 'search.phone', 'phone'], [{ document: { kind: 'resident_card', number: '110105194912310021' } }, 'document.check', 'document.number']])
    assert.equal((await li.refused(400, code, 'POST', '/residents/search', asked)).field, field);
});

test('how many live behind each door, on a day', async (t) => {
  const { server, unit } = await cityOf(t, { units, members });
  const { houses, rooms } = await housesIn(server, unit, ['g1'], ['101', '102', '103']);
  for (const [name, room, since] of [['A Li', '101', '2020-02-01'], ['B Li', '101', '2020-02-10'], ['C Li', '102', '2020-02-01']])
    await server.admin.put(`/residents/${id()}`, { name, version: 0, home: home(rooms[`g1-${room}`], since) });
  const count = async (day) => Object.fromEntries((await server.admin.get(`/premises/${houses.g1}/residents?day=${day}`)).items.map((one) => [Object.keys(rooms).find((key) => rooms[key] === one.room), one.people]));
  assert.deepEqual(await count('2020-02-05'), { 'g1-101': 1, 'g1-102': 1 });
  assert.deepEqual(await count('2020-02-10'), { 'g1-101': 2, 'g1-102': 1 });
  await server.admin.refused(404, 'premises.unknown', 'GET', `/premises/${id()}/residents`);
});

test('bad input is named', async (t) => {
  const { rooms, li } = await city(t);
  const put = (more, status, code, field) => li.refused(status, code, 'PUT', `/residents/${id()}`, { name: 'A', version: 0, home: home(rooms['g1-101']), ...more }).then((body) => field && assert.equal(body.field, field));
  await put({ documents: [{ kind: 'resident_card', number: '110105194912310021' }] }, 400, 'document.check', 'documents[0].number');
  await put({ documents: [{ kind: 'passport', number: 'E12345678' }] }, 400, 'document.country_missing', 'documents[0].country');
  await put({ birth: '2999-01-01' }, 400, 'resident.birth', 'birth');
  await put({ documents: [{ kind: 'passport', last: '5678' }] }, 400, 'document.not_stored');
  await li.refused(400, 'resident.home', 'PUT', `/residents/${id()}`, { name: 'A', version: 0 });
  await li.refused(400, 'date.malformed', 'GET', `/rooms/${rooms['g1-101']}/residents?day=19.2.2020`);
});

test('the same person in two grids is found, shown side by side, merged and un-merged', async (t) => {
  const { server, rooms, li, zhao } = await city(t);
  const [one, again] = [id(), id()];
  await li.put(`/residents/${one}`, { name: '王小明', birth: '1984-02-19', phones: ['13900000001'], version: 0, home: home(rooms['g1-101']) });
  await zhao.put(`/residents/${again}`, { name: 'Wang Xiaoming', birth: '1984-02-19', phones: ['+86 139 0000 0001'], version: 0, home: home(rooms['g2-101']) });

  const { items: [alike] } = await server.admin.get(`/residents/${again}/alike`);
  assert.equal(alike.person.id, one);
  assert.deepEqual(Object.fromEntries(alike.found.map((each) => [each.field, each.outcome])), { name: 'near', birth: 'agree', sex: 'unknown', nationality: 'unknown', document: 'unknown', phone: 'agree' });
  await li.refused(403, 'access.role', 'GET', `/residents/${one}/alike`);
  await li.refused(403, 'access.role', 'POST', `/residents/${again}/merge`, { into: one });

  const both = await server.admin.post(`/residents/${again}/merge`, { into: one });
  assert.deepEqual([both.name, both.spellings, both.records.length, both.tenancies.length], ['王小明', ['Wang Xiaoming'], 2, 2]);
  assert.equal((await zhao.get(`/rooms/${rooms['g2-101']}/residents`)).items[0].id, one);
  assert.deepEqual((await server.admin.get(`/residents/${one}/alike`)).items, []);
  const alone = await server.admin.post(`/residents/${again}/unmerge`);
  assert.deepEqual([alone.id, alone.name, alone.tenancies.length], [again, 'Wang Xiaoming', 1]);
  await server.admin.refused(409, 'resident.not_merged', 'POST', `/residents/${again}/unmerge`);
  await server.admin.refused(409, 'resident.merge_itself', 'POST', `/residents/${one}/merge`, { into: one });
  assert.equal((await ward(['check', ...server.where])).code, 0);
});
