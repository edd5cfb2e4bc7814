// The duty desk of a town: who is on duty, what nobody covers, what is handed over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cityOf } from './support/city.mjs';
import { id } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\n';
const members = 'unit,name,phone,duty\nt1,Zhou,10000000001,commander\nyw,Zhou,10000000001,member\nt1,Wu,10000000002,member\nc1,Li,10000000003,member\n';
const hours = (n) => new Date(Date.now() + n * 3_600_000).toISOString();

const town = (t) => cityOf(t, { units, members });

test('the commander fills the desk, and everybody there sees it', async (t) => {
  const { unit, member, zhou, wu, li } = await town(t);
  const heard = await wu.live();
  const first = { unit: unit.t1, member: member.Wu, from: hours(0), to: hours(8) };
  const shift = await zhou.put(`/duty/shifts/${id()}`, first);
  assert.deepEqual([shift.name, shift.phone], ['Wu', '10000000002']);
  while ((await heard.event()).name !== 'notice');
  heard.close();
  const later = id();
  await zhou.put(`/duty/shifts/${later}`, { unit: unit.t1, member: member.Zhou, from: hours(10), to: hours(20) });

  const desk = await wu.get(`/duty?unit=${unit.t1}`);
  assert.deepEqual(desk.now.map((one) => one.name), ['Wu']);
  assert.deepEqual(desk.shifts.map((one) => one.name), ['Wu', 'Zhou']);
  assert.equal(desk.uncovered.length, 2, 'between the two, and after the second');
  const { items: [notice], unread } = await wu.get('/notices?unread=true');
  assert.deepEqual([notice.about, notice.place, unread], ['shift', 'Choucheng', 1]);
  await zhou.refused(404, 'notice.none', 'POST', `/notices/${notice.id}/read`);
  await wu.post('/notices/read');
  assert.deepEqual(await wu.get('/notices?unread=true'), { items: [], unread: 0 });
  assert.ok((await wu.get('/notices')).items[0].read_at);
  await li.refused(404, 'unit.unknown', 'GET', `/duty?unit=${unit.t1}`);
  await wu.refused(403, 'access.role', 'PUT', `/duty/shifts/${id()}`, first);

  await zhou.refused(409, 'shift.twice', 'PUT', `/duty/shifts/${id()}`, { ...first, from: hours(7), to: hours(9) });
  await zhou.refused(409, 'shift.member', 'PUT', `/duty/shifts/${id()}`, { ...first, member: member.Li });
  await zhou.refused(400, 'shift.long', 'PUT', `/duty/shifts/${id()}`, { ...first, from: hours(1), to: hours(26) });
  await zhou.refused(409, 'shift.begun', 'DELETE', `/duty/shifts/${shift.id}`);
  await zhou.call('DELETE', `/duty/shifts/${later}`);
  assert.equal((await wu.get(`/duty?unit=${unit.t1}`)).shifts.length, 1);
});

test('what is handed over stays as it was written', async (t) => {
  const { server, unit, wu, li } = await town(t);
  const note = id();
  const written = await wu.put(`/duty/notes/${note}`, { unit: unit.t1, text: 'Two calls are open.' });
  assert.deepEqual([written.author, written.text], ['wu', 'Two calls are open.']);
  assert.equal((await wu.put(`/duty/notes/${note}`, { unit: unit.t1, text: 'None.' })).text, 'Two calls are open.');
  assert.deepEqual((await wu.get(`/duty?unit=${unit.t1}`)).notes.map((one) => one.text), ['Two calls are open.']);
  await li.refused(404, 'unit.unknown', 'PUT', `/duty/notes/${id()}`, { unit: unit.t1, text: 'x' });
  const rows = (await server.admin.get(`/journal?subject=${note}`)).items;
  assert.equal(rows.length, 1);
  assert.ok(!JSON.stringify(rows).includes('calls'), 'no words of people in the journal');
});

test('whoever keeps the desk of a unit sees it as long as the shift lasts, though a seat there shows nothing', async (t) => {
  const { server, unit, member, li } = await cityOf(t, {
    units: 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\ng2,Second,grid,c1\n',
    members: 'unit,name,phone,duty\nc1,Li,10000000003,member\ng1,Li,10000000003,commander\n',
  });
  await li.refused(404, 'unit.unknown', 'GET', `/units/${unit.g2}`);
  await li.refused(404, 'unit.unknown', 'GET', `/duty?unit=${unit.c1}`);
  await server.admin.put(`/duty/shifts/${id()}`, { unit: unit.c1, member: member.Li, from: hours(1), to: hours(8) });
  assert.deepEqual((await li.get('/me')).desks, [], 'not yet');
  await server.admin.put(`/duty/shifts/${id()}`, { unit: unit.c1, member: member.Li, from: hours(0), to: hours(0.9) });
  assert.deepEqual((await li.get('/me')).desks.map((one) => one.name), ['Jiangbin']);
  assert.equal((await li.get(`/units/${unit.g2}`)).code, 'g2');
  assert.equal((await li.get(`/duty?unit=${unit.c1}`)).shifts.length, 2);
});
