// Lists of who lives where: tried, stored, matched with everybody; who may be one person is put before a person.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { cityOf, housesIn } from './support/city.mjs';
import { id, temporary, ward } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\ng2,Second,grid,c1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng2,Zhao,10000000003,member\n';

async function city(t) {
  const { server, unit, ...people } = await cityOf(t, { units, members });
  const { rooms } = await housesIn(server, unit, ['g1', 'g2'], ['101']);
  const lay = async (api, body, query = 'dry_run=false') => (await api.call('POST', `/residents/import?${query}`, { body, headers: { 'Content-Type': 'text/csv' } })).body;
  return { server, rooms, lay, ...people };
}
const there = async (api, room) => (await api.get(`/rooms/${room}/residents`)).items.map((one) => one.name);

test('a list in the encoding of an old spreadsheet is tried, stored, and stored again without a change', async (t) => {
  const { server, rooms, lay, wu } = await city(t);
  // "房屋编号,房号,姓名,性别,身份证号" under a title, and a row, in GB18030.
  const gb = (hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const comma = Buffer.from(',');
  const file = Buffer.concat([
    gb('cab5d3d0 c8cbbfda'), Buffer.from(',,,,\r\n'),
    gb('b7bfcedd b1e0bac5'), comma, gb('b7bfbac5'), comma, gb('d0d5c3fb'), comma, gb('d0d4b1f0'), comma, gb('c9edb7dd d6a4bac5'), Buffer.from('\r\nH-g1,101,'),
    gb('cdf5d0a1 c3f7'), comma, gb('c5ae'), Buffer.from(',11010519491231002x\r\n'),
  ]);
  const tried = await lay(server.admin, file, '');
  assert.deepEqual([tried.encoding, tried.stored, tried.rows, tried.new_people, tried.new_tenancies, tried.faulty], ['GB18030', false, 1, 1, 1, 0]);
  assert.deepEqual(await there(wu, rooms['g1-101']), []);
  assert.equal((await lay(wu, file)).stored, true);
  const { items: [one] } = await wu.get(`/rooms/${rooms['g1-101']}/residents`);
  assert.deepEqual([one.name, one.birth, one.sex, one.documents[0].last], ['王小明', '1949-12-31', 'female', '002X']);
  const again = await lay(wu, file);
  assert.deepEqual([again.unchanged, again.new_people, again.merged, again.new_tenancies], [1, 0, 0, 0]);

  const rows = (await server.admin.get('/journal?type=residents.imported')).items;
  assert.equal(rows.length, 1);
  assert.doesNotMatch(JSON.stringify(rows), /小明|19491231/);
  assert.equal((await ward(['check', ...server.where])).code, 0);
});

test('rows at fault are named, and the others stored when that is asked for', async (t) => {
  const { rooms, lay, server, wu } = await city(t);
  const file = 'premises,room,name,birth,document number\nH-g1,101,Ann Lee,1990-02-30,\nH-g9,101,B,,\nH-g1,999,C,,\nH-g1,101,D,,110105194912310021\nH-g2,101,E,,\n,,F,,\nH-g1,101,Good,,\n';
  const refused = await lay(wu, file);
  assert.equal(refused.stored, false);
  assert.deepEqual(refused.faults.map((one) => [one.row, one.field, one.code]), [
    [2, 'birth', 'resident.date'], [3, 'premises', 'premises.unknown'], [4, 'room', 'room.unknown'], [5, 'document_number', 'document.check'],
    [6, 'premises', 'access.unit'], [7, 'premises', 'resident.home'],
  ]);
  assert.deepEqual(await there(wu, rooms['g1-101']), []);
  const good = await lay(wu, file, 'dry_run=false&good_rows=true');
  assert.deepEqual([good.stored, good.new_people, good.faulty], [true, 1, 6]);
  assert.deepEqual(await there(wu, rooms['g1-101']), ['Good']);
  assert.equal((await server.admin.call('POST', '/residents/import', { body: 'a,b\n1,2\n', headers: { 'Content-Type': 'text/csv' } })).body.code, 'table.missing_columns');
});

test('the same person of two lists is merged, who may be one is proposed, and a decision stands', async (t) => {
  const { server, rooms, lay, wu, zhao } = await city(t);
  const head = 'premises,room,name,birth,phone,document kind,document number,document country\n';
  await lay(server.admin, `${head}H-g1,101,王小明,1984-02-19,13900000001,,,\nH-g1,101,李静,1990-01-01,,护照,E12345678,中国\n`);
  const second = `${head}H-g2,101,Wang Xiaoming,1984-02-19,+86 139 0000 0001,,,\nH-g2,101,李静,1990-01-01,,护照,E87654321,中国\n`;
  const laid = await lay(server.admin, second);
  assert.deepEqual([laid.merged, laid.new_people, laid.proposals], [1, 1, 1]);
  const wang = (await zhao.get(`/rooms/${rooms['g2-101']}/residents`)).items.find((one) => one.name === '王小明');
  assert.deepEqual([wang.name, wang.spellings], ['王小明', ['Wang Xiaoming']]);
  const { records } = await server.admin.get(`/residents/${wang.id}`);
  const alone = await server.admin.post(`/residents/${records.find((one) => one.merged_into).id}/unmerge`);
  assert.deepEqual([alone.name, alone.spellings, alone.tenancies.length], ['Wang Xiaoming', [], 1]);

  const { items: [one], next } = await server.admin.get('/residents/proposals?limit=1');
  assert.deepEqual([one.person.name, one.other.name, one.caution, one.found.find((each) => each.field === 'birth').outcome], ['李静', '李静', 'documents_differ', 'agree']);
  assert.deepEqual((await server.admin.get(`/residents/proposals?after=${next}`)).items, []);
  // The commander of one grid does not see the other person; a member decides nothing.
  assert.deepEqual((await wu.get('/residents/proposals')).items, []);
  await zhao.refused(403, 'access.role', 'PUT', `/residents/proposals/${one.id}`, { decision: 'merged' });
  await server.admin.refused(400, 'query.invalid', 'GET', '/residents/proposals?after=x');
  await server.admin.refused(404, 'proposal.unknown', 'PUT', `/residents/proposals/${id()}`, { decision: 'merged' });

  for (let times = 0; times < 2; ++times) assert.equal((await server.admin.put(`/residents/proposals/${one.id}`, { decision: 'different' })).decision, 'different');
  await server.admin.refused(409, 'proposal.decided', 'PUT', `/residents/proposals/${one.id}`, { decision: 'merged' });
  assert.equal((await lay(server.admin, second)).unchanged, 2);
  assert.deepEqual((await server.admin.get('/residents/proposals')).items, []);
});

test('a list is laid from the command line, too', async (t) => {
  const { server, rooms } = await city(t);
  const file = join(await temporary(t), 'list.csv');
  await writeFile(file, 'premises,room,name,since\nH-g1,101,Ann Lee,2020-02-01\nH-g1,999,B,\n');
  const command = ['city', 'import', '--residents', file, ...server.where];
  const refused = await ward(command);
  assert.notEqual(refused.code, 0);
  assert.match(refused.out, /2 rows; people 1 new, .*1 at fault; nothing stored/);
  assert.equal((await ward([...command, '--good-rows'])).code, 0);
  assert.deepEqual(await there(server.admin, rooms['g1-101']), ['Ann Lee']);
});
