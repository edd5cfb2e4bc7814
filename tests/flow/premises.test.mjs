// Houses and rooms: whoever covers a unit keeps them, and nobody overwrites unseen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cityOf } from './support/city.mjs';
import { id, ward } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\ng2,Second,grid,c1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\ng2,Zhao,10000000003,member\n';

const city = (t) => cityOf(t, { units, members });

test('a grid member writes down a house, and the city counts it', async (t) => {
  const { server, unit, member, wu, li, zhao } = await city(t);
  const house = id();
  const written = { unit: unit.g1, code: 'H-12', address: '城中路 12 号', kind: 'house', landlord: member.Li, version: 0 };
  const made = await li.put(`/premises/${house}`, written);
  assert.deepEqual([made.unit_name, made.landlord.name, made.version, made.rooms.length], ['First', 'Li', 1, 0]);
  assert.equal((await li.put(`/premises/${house}`, written)).version, 1, 'sent again');
  for (const number of ['101', '102', '201']) await li.put(`/rooms/${id()}`, { premises: house, number, floor: number[0], version: 0 });

  const seen = await server.admin.get(`/premises?unit=${unit.c1}`);
  assert.deepEqual([seen.premises, seen.rooms, seen.items[0].rooms, seen.items[0].landlord.name], [1, 3, 3, 'Li']);
  assert.deepEqual((await wu.get('/premises?q=H')).items.map((one) => one.code), ['H-12']);
  assert.deepEqual((await wu.get(`/premises?q=${encodeURIComponent('城中')}`)).items.map((one) => one.code), ['H-12']);

  // Another grid's member neither sees nor changes it, and cannot take it over.
  assert.deepEqual((await zhao.get('/premises')).items, []);
  await zhao.refused(404, 'premises.unknown', 'GET', `/premises/${house}`);
  await zhao.refused(404, 'unit.unknown', 'GET', `/premises?unit=${unit.g1}`);
  await zhao.refused(404, 'premises.unknown', 'PUT', `/premises/${house}`, { ...written, unit: unit.g2, version: 1 });
  await zhao.refused(404, 'premises.unknown', 'PUT', `/rooms/${id()}`, { premises: house, number: '1', version: 0 });
  await li.refused(403, 'access.unit', 'PUT', `/premises/${id()}`, { ...written, code: 'H-13', unit: unit.g2 });
  await li.refused(404, 'premises.unit_unknown', 'PUT', `/premises/${id()}`, { ...written, code: 'H-13', unit: id() });
  await li.refused(400, 'query.invalid', 'GET', '/premises?after=x');
});

test('who is named as the landlord of a house sees it, wherever it stands', async (t) => {
  const { server, unit, member, wu, zhao } = await cityOf(t, {
    units: 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Town,town,yw\nc1,Community,community,t1\ng1,First,grid,c1\ng2,Second,grid,c1\nb2,Building,building,g2\nl1,Wu,tenants,b2\n',
    members: 'unit,name,phone,duty\nb2,Wu,10000000001,member\nl1,Wu,10000000001,commander\ng1,Zhao,10000000003,member\n',
  });
  const [own, other] = [id(), id()];
  await server.admin.put(`/premises/${own}`, { unit: unit.g1, code: 'H-1', address: 'Road 1', kind: 'house', landlord: member.Wu, version: 0 });
  await server.admin.put(`/premises/${other}`, { unit: unit.g1, code: 'H-2', address: 'Road 2', kind: 'house', version: 0 });
  await server.admin.put(`/rooms/${id()}`, { premises: own, number: '101', version: 0 });
  const mine = await wu.get('/premises?mine=true');
  assert.deepEqual([mine.items.map((one) => one.code), mine.premises, mine.rooms], [['H-1'], 1, 1]);
  assert.deepEqual((await wu.get(`/premises/${own}`)).rooms.map((one) => one.number), ['101']);
  await wu.refused(404, 'premises.unknown', 'GET', `/premises/${other}`);
  assert.deepEqual((await zhao.get('/premises?mine=true')).items, []);
  assert.deepEqual((await server.admin.get('/premises?mine=true')).items, [], 'an account that is no member');
});

test('two at one house at once: both rooms are there, and the later change of one room is told', async (t) => {
  const { unit, wu, li } = await city(t);
  const house = id();
  await li.put(`/premises/${house}`, { unit: unit.g1, code: 'H-12', address: 'Road 12', kind: 'flats', version: 0 });
  const [mine, theirs] = [id(), id()];
  await Promise.all([li.put(`/rooms/${mine}`, { premises: house, number: '101', version: 0 }), wu.put(`/rooms/${theirs}`, { premises: house, number: '102', version: 0 })]);
  assert.deepEqual((await wu.get(`/premises/${house}`)).rooms.map((one) => one.number), ['101', '102']);
  await wu.put(`/rooms/${mine}`, { premises: house, number: '101A', version: 1 });
  await li.refused(409, 'room.changed_meanwhile', 'PUT', `/rooms/${mine}`, { premises: house, number: '101B', version: 1 });
  await li.refused(409, 'room.number_taken', 'PUT', `/rooms/${id()}`, { premises: house, number: '102', version: 0 });
  await li.put(`/premises/${house}`, { unit: unit.g1, code: 'H-12', address: 'Road 12', kind: 'house', version: 1 });
  await wu.refused(409, 'premises.changed_meanwhile', 'PUT', `/premises/${house}`, { unit: unit.g1, code: 'H-12', address: 'Road 14', kind: 'flats', version: 1 });
});

test('rooms are split, merged and torn down, and their history stays', async (t) => {
  const { server, unit, li } = await city(t);
  const house = id();
  await li.put(`/premises/${house}`, { unit: unit.g1, code: 'H-12', address: 'Road 12', kind: 'house', version: 0 });
  const [a, b] = [id(), id()];
  for (const [room, number] of [[a, '101'], [b, '102']]) await li.put(`/rooms/${room}`, { premises: house, number, version: 0 });
  const [left, right] = [id(), id()];
  const split = { how: 'split', rooms: [a], into: [{ id: left, number: '101' }, { id: right, number: '101A' }] };
  for (let times = 0; times < 2; ++times) await li.post(`/premises/${house}/rooms`, split);
  await li.refused(409, 'room.ended', 'POST', `/premises/${house}/rooms`, { how: 'demolished', rooms: [a] });
  await li.refused(400, 'rebuild.into', 'POST', `/premises/${house}/rooms`, { how: 'split', rooms: [b], into: [] });
  const { rooms } = await li.get(`/premises/${house}`);
  assert.deepEqual(rooms.map((one) => [one.number, one.ended]), [['101', null], ['101A', null], ['102', null], ['101', 'split']]);
  assert.deepEqual(rooms.at(-1).into.toSorted(), [left, right].toSorted());
  assert.equal((await server.admin.get(`/journal?type=rooms.rebuilt`)).items.length, 1);

  await li.call('POST', `/premises/${house}/close`);
  const { premises, rooms: left_over } = await server.admin.get('/premises');
  assert.deepEqual([premises, left_over], [0, 0]);
  assert.ok((await li.get(`/premises/${house}`)).closed_at);
  assert.equal((await ward(['check', ...server.where])).code, 0);
});

test('a file of houses, in the encoding of an old spreadsheet, is tried, stored, and read again', async (t) => {
  const { server, unit, wu, li } = await city(t);
  // "网格编号,房屋编号,地址,房号", and a row each, in GB18030.
  const gb = (hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const file = Buffer.concat([
    gb('cdf8b8f1b1e0bac5'), Buffer.from(','), gb('b7bfcedd b1e0bac5'), Buffer.from(','), gb('b5d8d6b7'), Buffer.from(','), gb('b7bfbac5'), Buffer.from('\r\n'),
    Buffer.from('g1,H-1,'), gb('b3c7d6d0c2b7'), Buffer.from(',101\r\ng1,H-1,,102\r\ng2,H-2,'), gb('b3c7d6d0c2b7'), Buffer.from(',\r\n'),
  ]);
  const lay = (api, body, query) => api.call('POST', `/premises/import?${query}`, { body, headers: { 'Content-Type': 'text/csv' } });
  const tried = (await lay(server.admin, file, 'dry_run=true')).body;
  assert.deepEqual([tried.encoding, tried.stored, tried.new_premises, tried.new_rooms, tried.faulty], ['GB18030', false, 2, 2, 0]);
  assert.deepEqual((await server.admin.get('/premises')).items, []);

  // The commander of one grid may not write into another: the row is named, and nothing is stored.
  const beyond = (await lay(wu, file, 'dry_run=false')).body;
  assert.deepEqual([beyond.stored, beyond.faults.map((one) => [one.row, one.code])], [false, [[4, 'access.unit']]]);
  assert.equal((await lay(wu, file, 'dry_run=false&good_rows=true')).body.stored, true);
  assert.deepEqual((await li.get('/premises')).items.map((one) => [one.code, one.address, one.rooms]), [['H-1', '城中路', 2]]);
  assert.equal((await lay(server.admin, file, 'dry_run=false')).body.new_premises, 1);
  const { body: again } = await lay(server.admin, file, 'dry_run=false');
  assert.deepEqual([again.new_premises, again.new_rooms, again.unchanged], [0, 0, 3]);

  const exported = (await server.admin.call('GET', '/premises/export')).body;
  assert.equal((await lay(server.admin, exported, 'dry_run=true')).body.unchanged, 3);
  assert.equal(Buffer.from((await wu.call('GET', '/premises/export')).body).toString().trim().split('\r\n').length, 3, 'a commander gets their own');
  assert.equal((await lay(server.admin, 'code,latitude,longitude\nH-1,29.3065,120.0751\n', 'dry_run=false')).body.changed_premises, 1);
  const [placed] = (await li.get('/premises')).items;
  assert.deepEqual(placed.place, { latitude_e6: 29_306_500, longitude_e6: 120_075_100 });
  assert.match(String((await server.admin.call('GET', '/premises/export')).body), /29\.306500,120\.075100/);
  const bad = (await lay(server.admin, 'code,unit,address\nH-1,nowhere,\nH-1,g1,Other\n', 'dry_run=false')).body;
  assert.deepEqual([bad.stored, bad.faults[0].row, bad.faults[0].code], [false, 2, 'premises.unit_unknown']);
  assert.equal((await server.admin.get(`/premises?unit=${unit.g1}`)).rooms, 2);
});
