// A round from door to door: opened by a commander, walked by two members whose phones are offline, closed, and counted.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cityOf, housesIn } from './support/city.mjs';
import { id, ward } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\ng2,Second,grid,c1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\ng2,Zhao,10000000003,member\n';

async function city(t) {
  const made = await cityOf(t, { units, members });
  return { ...made, ...(await housesIn(made.server, made.unit, ['g1', 'g2'], ['101', '102'])) };
}
const round = (unit, more = {}) => ({ unit, topic: 'population', title: 'Who lives where', version: 0, ...more });
const now = () => new Date().toISOString();
const verdict = (room, found, more = {}) => ({ id: id(), room, found, at: now(), ...more });
const send = (api, where, verdicts, sent_at = now()) => api.post(`/rounds/${where}/verdicts`, { sent_at, verdicts }).then(({ items }) => items);
const count = ({ none, nobody, refused, seen, empty, contested }) => ({ none, nobody, refused, seen, empty, contested });

test('a round is walked from door to door, and the sum of the grids is the community', async (t) => {
  const { server, unit, rooms, wu, li, zhao } = await city(t);
  const where = id();
  await li.refused(403, 'access.role', 'PUT', `/rounds/${where}`, round(unit.g1));
  await wu.refused(403, 'access.unit', 'PUT', `/rounds/${where}`, round(unit.c1));
  const opened = await server.admin.put(`/rounds/${where}`, round(unit.c1, { due: '2020-02-25' }));
  assert.deepEqual([opened.number, opened.unit_name, opened.rooms.rooms, opened.rooms.none], [1, 'Jiangbin', 4, 4]);
  assert.equal((await server.admin.put(`/rounds/${where}`, round(unit.c1, { due: '2020-02-25' }))).version, 1, 'sent again');

  // Each has their own rooms to go to.
  const mine = (await li.get('/rounds')).items[0];
  assert.deepEqual([mine.id, mine.rooms.none], [where, 2]);
  const { items: doors } = await li.get(`/rounds/${where}/rooms?state=none`);
  assert.deepEqual(doors.map((one) => [one.code, one.number, one.known]), [['H-g1', '101', []], ['H-g1', '102', []]]);

  const sent = [verdict(rooms['g1-101'], 'seen', { people: 2 }), verdict(rooms['g1-102'], 'nobody', { return_on: '2020-02-21' }), verdict(rooms['g2-101'], 'empty'), verdict(rooms['g1-101'], 'seen')];
  const heard = await wu.live();
  const receipts = await send(li, where, sent);
  assert.equal((await heard.next('round')).id, where, 'screens read it again');
  heard.close();
  assert.deepEqual(receipts.map((one) => [one.stored, one.finding?.state ?? one.code]), [[true, 'seen'], [true, 'nobody'], [false, 'room.unknown'], [false, 'field.missing']]);
  assert.deepEqual((await send(li, where, sent.slice(0, 2))).map((one) => one.again), [true, true], 'from a bad line');
  await send(zhao, where, [verdict(rooms['g2-101'], 'refused'), verdict(rooms['g2-102'], 'empty')]);

  const { items } = await server.admin.get(`/rounds/${where}/coverage`);
  assert.deepEqual(count(items[0].rooms), { none: 0, nobody: 1, refused: 1, seen: 1, empty: 1, contested: 0 });
  assert.equal(items[0].rooms.differing, 1, 'two were counted where the register has nobody');
  const below = items[0].children;
  assert.deepEqual(below.map((one) => [one.code, one.rooms.rooms]), [['g1', 2], ['g2', 2]]);
  for (const key of Object.keys(items[0].rooms)) assert.equal(items[0].rooms[key], below.reduce((sum, one) => sum + one.rooms[key], 0), key);

  // Nobody sees another grid's doors, and a commander of a grid does not end the round of the community.
  assert.deepEqual((await zhao.get(`/rounds/${where}/rooms`)).items.map((one) => one.code), ['H-g2', 'H-g2']);
  await zhao.refused(404, 'unit.unknown', 'GET', `/rounds/${where}/rooms?unit=${unit.g1}`);
  await zhao.refused(404, 'room.unknown', 'GET', `/rounds/${where}/rooms/${rooms['g1-101']}`);
  await wu.refused(404, 'round.unknown', 'POST', `/rounds/${where}/close`);
  assert.equal((await ward(['check', ...server.where])).code, 0);
});

test('two who contradict each other are both kept, until somebody who knows of both looks again', async (t) => {
  const { server, unit, rooms, wu, li } = await city(t);
  const where = id();
  await wu.put(`/rounds/${where}`, round(unit.g1));
  const room = rooms['g1-101'];
  await send(li, where, [verdict(room, 'empty')]);
  await send(wu, where, [verdict(room, 'seen', { people: 3 })]);
  const { items: [contested] } = await wu.get(`/rounds/${where}/rooms?state=contested`);
  assert.equal(contested.known.length, 2);
  await send(wu, where, [verdict(room, 'seen', { people: 1, after: contested.known })]);
  const story = await server.admin.get(`/rounds/${where}/rooms/${room}`);
  assert.deepEqual([story.state, story.people, story.registered], ['seen', 1, 0]);
  assert.deepEqual(story.verdicts.map((one) => [one.found, one.author, one.stands]), [['empty', 'Li', false], ['seen', 'Wu', false], ['seen', 'Wu', true]]);

  // Whoever lives there is written down, and the count is right by itself.
  await li.put(`/residents/${id()}`, { name: '王小明', version: 0, home: { tenancy: id(), room, since: '2020-02-01' } });
  assert.equal((await wu.get(`/rounds/${where}`)).rooms.differing, 0);
});

test('a round is closed while a phone is offline, a room is split meanwhile, and nothing is lost', async (t) => {
  const { server, unit, rooms, houses, li } = await city(t);
  const where = id();
  await server.admin.put(`/rounds/${where}`, round(unit.c1));
  // Written on a phone whose clock is a day ahead.
  const ahead = (ms = 0) => new Date(Date.now() + 24 * 3600e3 + ms).toISOString();
  const offline = [{ ...verdict(rooms['g1-101'], 'empty'), at: ahead(-3600e3) }, { ...verdict(rooms['g1-102'], 'refused'), at: ahead(-1800e3) }];
  const [left, right] = [id(), id()];
  await server.admin.post(`/premises/${houses.g1}/rooms`, { how: 'split', rooms: [rooms['g1-101']], into: [{ id: left, number: '101' }, { id: right, number: '101A' }] });
  const closed = await server.admin.call('POST', `/rounds/${where}/close`);
  assert.deepEqual([closed.body.rooms.none, closed.body.rooms.rooms], [5, 5]);
  assert.equal((await server.admin.call('POST', `/rounds/${where}/close`)).body.version, closed.body.version, 'sent again');

  const receipts = await send(li, where, offline, ahead());
  assert.deepEqual(receipts.map((one) => one.stored), [true, true]);
  const { rooms: numbers } = await server.admin.get(`/rounds/${where}`);
  assert.deepEqual(count(numbers), { none: 4, nobody: 0, refused: 1, seen: 0, empty: 0, contested: 0 });
  const story = await server.admin.get(`/rounds/${where}/rooms/${rooms['g1-101']}`);
  assert.deepEqual([story.state, story.verdicts.length, story.verdicts[0].late], ['none', 1, true]);
  assert.ok(Math.abs(Date.parse(story.verdicts[0].at) - (Date.now() - 3600e3)) < 600e3, 'the clock was set right');
  assert.deepEqual((await server.admin.get('/rounds')).items, []);
  assert.deepEqual((await li.get('/rounds?open=false')).items.map((one) => one.id), [where]);
  await server.admin.refused(409, 'round.closed', 'PUT', `/rounds/${where}`, round(unit.c1, { title: 'Other', version: closed.body.version }));
  assert.equal((await ward(['check', ...server.where])).code, 0);
});

test('the questions of an ODK form are asked in a round', async (t) => {
  const { server, unit } = await cityOf(t, { units, members });
  const xform = `<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
<h:head><h:title>Fire safety</h:title><model>
<itext><translation lang="English (en)" default="true()"><text id="/data/exit:label"><value>Is the exit free?</value></text></translation>
<translation lang="Chinese (zh)"><text id="/data/exit:label"><value>出口是否畅通？</value></text></translation></itext>
<instance><data id="fire"><exit/><beds/><where/></data></instance>
<bind nodeset="/data/exit" type="string" required="true()"/><bind nodeset="/data/beds" type="int"/><bind nodeset="/data/where" type="geopoint"/>
</model></h:head><h:body>
<select1 ref="/data/exit"><label ref="jr:itext('/data/exit:label')"/><item><label>Yes</label><value>yes</value></item><item><label>No</label><value>no</value></item></select1>
<input ref="/data/beds"><label>Beds</label></input><input ref="/data/where"><label>Where?</label></input>
</h:body></h:html>`;
  const options = { headers: { 'Content-Type': 'application/xml' } };
  const read = await server.admin.post('/forms/xform', xform, options);
  assert.deepEqual([read.title, read.form.map((one) => [one.key, one.kind, one.required]), read.left_out.map((one) => one.name)], ['Fire safety', [['exit', 'choice', true], ['beds', 'number', false]], ['/data/where']]);
  assert.deepEqual(read.form[0].name, { en: 'Is the exit free?', zh: '出口是否畅通？' });
  const round = await server.admin.put(`/rounds/${id()}`, { unit: unit.c1, topic: 'fire_safety', title: 'Fire', form: read.form, version: 0 });
  assert.deepEqual(round.form, read.form);
  await server.admin.refused(400, 'xml.syntax', 'POST', '/forms/xform', '<h:html', options);
  await server.admin.refused(400, 'xform.not_one', 'POST', '/forms/xform', '<feed/>', options);
});

test('a round asks its own questions, and bad input is named', async (t) => {
  const { server, unit, rooms, li, wu } = await city(t);
  const where = id();
  const form = [{ key: 'extinguisher', name: { en: 'Fire extinguisher', zh: '灭火器' }, kind: 'yes_no', required: true }];
  await wu.put(`/rounds/${where}`, round(unit.g1, { topic: 'fire_safety', form }));
  const [without, with_it] = await send(li, where, [verdict(rooms['g1-101'], 'seen', { people: 0 }), verdict(rooms['g1-101'], 'seen', { people: 0, answers: { extinguisher: true } })]);
  assert.deepEqual([without.code, without.field, with_it.stored], ['field.missing', 'answers.extinguisher', true]);
  await wu.refused(409, 'round.moved', 'PUT', `/rounds/${where}`, round(unit.g1, { topic: 'fire_safety', form: [], version: 1 }));
  await wu.refused(409, 'round.changed_meanwhile', 'PUT', `/rounds/${where}`, round(unit.g1, { topic: 'fire_safety', form, title: 'Other', version: 7 }));
  await wu.refused(404, 'round.unit_unknown', 'PUT', `/rounds/${id()}`, round(id()));
  const put = (more, code, field) => server.admin.refused(400, code, 'PUT', `/rounds/${id()}`, round(unit.g1, more)).then((body) => assert.equal(body.field, field));
  await put({ topic: 'weather' }, 'field.choice', 'topic');
  await put({ due: '2020-02-30' }, 'date.malformed', 'due');
  await put({ title: '' }, 'field.range', 'title');
  await li.refused(404, 'round.unknown', 'POST', `/rounds/${id()}/verdicts`, { sent_at: now(), verdicts: [] });
});
