// From a declaration to the register: a landlord's, a guest's by a link, an enterprise's list, and somebody whom nobody
// had declared.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from './support/api.mjs';
import { cityOf, housesIn } from './support/city.mjs';
import { id, ward } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\ng2,Second,grid,c1\nb1,Building,building,g1\nl1,Chen,tenants,b1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\ng2,Zhao,10000000003,member\nb1,Chen,10000000004,member\nl1,Chen,10000000004,commander\n';

async function city(t) {
  const made = await cityOf(t, { units, members });
  return { ...made, ...(await housesIn(made.server, made.unit, ['g1', 'l1'], ['101', '102'])) };
}
const hours = (count) => new Date(Date.now() + count * 3600e3).toISOString();
const person = (name, more = {}) => ({ id: id(), name, ...more });
const coming = (premises, persons, more = {}) => ({
  premises, source: 'landlord', arrives_at: hours(20), carrier: 'train', vehicle: 'G1321', stays: [{ region: '420106' }], persons, version: 0, ...more,
});
const step = (name, persons, more = {}) => ({ id: id(), step: name, persons: persons.map((one) => one.id), ...more });
// The first of a list that the server will fill by itself.
async function first(list) {
  for (;;) {
    const { items } = await list();
    if (items.length > 0) return items[0];
    await sleep(100);
  }
}
const wuhan = {
  version: 0,
  rules: [{ regions: ['420000'], from: '2020-01-01', kind: 'home', days: 14, why: { en: 'Many cases there.', zh: '当地病例较多。', ko: '그 지역에 환자가 많습니다.' }, basis: 'Notice 3' }],
};

test('a landlord declares a family, of which four of six arrive, and the grid brings them to the register', async (t) => {
  const { server, unit, houses, rooms, li, zhao, chen } = await city(t);
  await li.refused(403, 'access.role', 'PUT', '/declarations/rules', wuhan);
  assert.equal((await server.admin.put('/declarations/rules', wuhan)).version, 1);
  const family = ['王建国', '李秀英', 'Mohammed al-Sayed', 'محمد السيد', '王小明', '王小红'].map((name) => person(name));
  const where = id();
  const said = coming(houses.l1, family, { room: rooms['l1-101'] });
  const declared = await chen.put(`/declarations/${where}`, said);
  assert.deepEqual([declared.unit_name, declared.room.number, declared.awaits.days, declared.awaits.why.ko, declared.author], ['Chen', '101', 14, wuhan.rules[0].why.ko, 'chen']);
  for (let again = 0; again < 4; again++) assert.equal((await chen.put(`/declarations/${where}`, said)).version, 1, 'from a bad line');
  await chen.refused(404, 'premises.unknown', 'PUT', `/declarations/${id()}`, coming(houses.g1, [person('Ma')]));
  await zhao.refused(404, 'declaration.unknown', 'GET', `/declarations/${where}`);
  await chen.refused(404, 'declaration.unknown', 'POST', `/declarations/${where}/steps`, step('meet', family));

  assert.deepEqual((await li.get('/declarations?open=true')).items.map((one) => one.id), [where]);
  await li.post(`/declarations/${where}/steps`, step('prepare', []));
  const here = family.slice(0, 4);
  const met = step('meet', here);
  await li.post(`/declarations/${where}/steps`, met);
  await li.post(`/declarations/${where}/steps`, met);
  await li.post(`/declarations/${where}/steps`, step('verify', here));
  const today = new Date().toISOString().slice(0, 10);
  const until = new Date(Date.now() + 14 * 86400e3).toISOString().slice(0, 10);
  await li.refused(409, 'step.not_now', 'POST', `/declarations/${where}/steps`, step('register', [family[5]]));
  const observed = await li.post(`/declarations/${where}/steps`, step('observe', here, { observation: { kind: 'home', from: today, until }, room: rooms['l1-101'] }));
  assert.deepEqual(observed.persons.map((one) => one.state), ['observed', 'observed', 'observed', 'observed', 'expected', 'expected']);
  assert.deepEqual(observed.done.map((one) => one.step), ['prepare', 'meet', 'verify', 'observe']);
  await li.refused(409, 'observation.not_over', 'POST', `/declarations/${where}/steps`, step('release', here));
  assert.deepEqual((await li.get(`/rooms/${rooms['l1-101']}/residents`)).items.map((one) => one.name).sort(), here.map((one) => one.name).sort());

  await chen.post(`/declarations/${where}/withdraw`, step('withdraw', family.slice(4), { note: 'They stay at home.' }));
  const { items: [all] } = await server.admin.get('/declarations/numbers');
  assert.deepEqual([all.code, all.numbers.observed, all.numbers.withdrawn, all.numbers.persons], ['yw', 4, 2, 6]);
  assert.equal(all.children[0].numbers.observed, 4);
  const { items: [grid] } = await li.get('/declarations/numbers');
  assert.deepEqual([grid.code, grid.numbers.observed], ['g1', 4]);
  assert.equal((await ward(['check', ...server.where])).code, 0);
});

test('a tenant declares their own arrival by a link, in their own language, and can change it until they are there', async (t) => {
  const { server, houses, rooms, li, chen, zhao } = await city(t);
  await server.admin.put('/declarations/rules', { ...wuhan, rules: [{ ...wuhan.rules[0], regions: ['KOR'] }] });
  const invitation = id();
  const asked = { premises: houses.l1, room: rooms['l1-102'] };
  const { code } = await chen.put(`/invitations/${invitation}`, asked);
  assert.equal((await chen.put(`/invitations/${invitation}`, asked)).code, code, 'asked again');
  await zhao.refused(404, 'premises.unknown', 'PUT', `/invitations/${id()}`, asked);

  const guest = new Api(server.url);
  const seen = await guest.post('/public/declarations/look', { code });
  assert.deepEqual([seen.address, seen.room, seen.declaration], ['Road l1', '102', null]);
  const kim = person('김민수', { nationality: 'KOR', documents: [{ kind: 'passport', country: 'KOR', number: 'M12345678' }] });
  const declaration = { arrives_at: hours(30), carrier: 'plane', vehicle: 'OZ359', stays: [{ region: 'KOR' }], language: 'ko', persons: [kim], version: 0 };
  const sent = await guest.post('/public/declarations', { code, declaration });
  assert.deepEqual([sent.declaration.awaits.days, sent.declaration.awaits.why.ko, sent.declaration.persons[0].documents], [14, wuhan.rules[0].why.ko, [{ kind: 'passport', country: 'KOR', last: '5678' }]]);
  assert.equal((await guest.post('/public/declarations', { code, declaration })).declaration.version, 1, 'sent again');
  const later = { ...declaration, arrives_at: hours(50), persons: [{ ...kim, documents: [{ kind: 'passport', country: 'KOR', last: '5678' }] }], version: 1 };
  assert.equal((await guest.post('/public/declarations', { code, declaration: later })).declaration.version, 2);
  const [mine] = (await chen.get('/declarations')).items;
  assert.deepEqual([mine.id, mine.source, mine.author, mine.room.number], [invitation, 'person', '', '102']);

  await li.post(`/declarations/${invitation}/steps`, step('meet', [kim]));
  const { body } = await guest.call('POST', '/public/declarations', { body: { code, declaration: { ...later, note: 'x', version: 3 } } });
  assert.equal(body.code, 'declaration.begun');
  const wrong = code.slice(0, -1) + (code.endsWith('0') ? '1' : '0');
  for (const bad of [wrong, 'x', '0'.repeat(64)]) {
    const refused = await guest.call('POST', '/public/declarations/look', { body: { code: bad } });
    assert.deepEqual([refused.status, refused.body.code], [404, 'invitation.unknown']);
  }
  assert.equal((await chen.call('DELETE', `/invitations/${invitation}`)).status, 204);
  assert.equal((await guest.call('POST', '/public/declarations/look', { body: { code } })).status, 404);
  assert.equal((await li.get(`/declarations/${invitation}`)).persons[0].state, 'arrived', 'what was declared stays');
});

test('who does not come is overdue, becomes an incident of the unit, and is seen in the numbers', { timeout: 600_000 }, async (t) => {
  const { server, houses, li, unit } = await city(t);
  await server.admin.put('/declarations/rules', { version: 0, overdue_after_hours: 1, rules: [] });
  const late = person('Zhou');
  const where = id();
  await li.put(`/declarations/${where}`, coming(houses.g1, [late], { source: 'grid', arrives_at: hours(-2) }));
  const overdue = await first(() => li.get('/declarations?state=overdue'));
  assert.equal(overdue.id, where);
  const incident = await li.get(`/incidents/${overdue.incident}`);
  assert.deepEqual([incident.incident?.type ?? incident.type, incident.incident?.unit ?? incident.unit], ['arrival_overdue', unit.g1]);
  assert.deepEqual((await li.get(`/declarations?incident=${overdue.incident}`)).items.map((one) => one.id), [where]);
  await li.refused(400, 'step.note', 'POST', `/declarations/${where}/steps`, step('miss', [late]));
  await li.post(`/declarations/${where}/steps`, step('miss', [late], { note: 'The phone is off.' }));
  await li.post(`/declarations/${where}/steps`, step('meet', [late]));
  assert.equal((await li.get('/declarations/numbers')).items[0].numbers.arrived, 1, 'they came after all');

  const found = coming(houses.g1, [person('Nobody knew')], { source: 'found', arrives_at: hours(-30) });
  await li.put(`/declarations/${id()}`, found);
  assert.equal((await li.get('/declarations/numbers')).items[0].numbers.found, 1);
  assert.equal((await li.get('/declarations?found=true')).items.length, 1);
  assert.equal((await ward(['check', ...server.where])).code, 0);
});

test('an enterprise declares its workers by a list, in GB18030 with a title above the header', async (t) => {
  const { server, houses, chen } = await city(t);
  const upload = (body, query = 'dry_run=false') => chen.call('POST', `/declarations/import?premises=${houses.l1}&${query}`, { body, headers: { 'Content-Type': 'text/csv' } });
  const day = new Date(Date.now() + 3 * 86400e3).toISOString().slice(0, 10);
  const rows = [`王小明,13800000001,湖北省武汉市,${day},14:30,高铁,G1321,101`, `李静,13800000002,330300,${day},,,,`];
  const list = `返岗员工名单,,,,,,,\n姓名,手机,来自地区,到达日期,到达时间,交通方式,车次,宿舍号\n${rows.join('\n')}\n`;
  const tried = (await upload(list, 'dry_run=true')).body;
  assert.deepEqual([tried.stored, tried.new_declarations, tried.faulty], [false, 2, 0]);
  assert.deepEqual((await chen.get('/declarations')).items, []);
  const done = (await upload(list)).body;
  assert.deepEqual([done.stored, done.new_declarations], [true, 2], JSON.stringify(done));
  const again = (await upload(list)).body;
  assert.deepEqual([again.new_declarations, again.changed_declarations, again.unchanged], [0, 0, 2]);
  const { items } = await chen.get('/declarations');
  assert.deepEqual(items.map((one) => [one.persons[0].name, one.carrier, one.stays[0].region, one.room?.number ?? null]).sort(), [['李静', 'other', '330300', null], ['王小明', 'train', '420000', '101']]);

  const moved = (await upload(list.replace('G1321', 'G7001'))).body;
  assert.deepEqual([moved.changed_declarations, moved.unchanged], [1, 1]);
  const bad = list + `赵,1,亚特兰蒂斯,${day},,,,\n钱,1,330300,someday,,,,\n孙,1,330300,${day},25:00,,,\n周,1,330300,${day},,,,999\n王小明,13800000001,湖北省武汉市,${day},,,,\n`;
  const refused = (await upload(bad)).body;
  assert.deepEqual([refused.stored, refused.faults.map((one) => `${one.row} ${one.code} ${one.field}`)], [false, ['5 region.unknown from', '6 resident.date arrives', '7 declaration.hour hour', '8 room.unknown room', '9 declaration.twice name']]);
  assert.equal((await ward(['check', ...server.where])).code, 0);
});

test('bad input is named', async (t) => {
  const { houses, rooms, chen, li } = await city(t);
  const refused = async (status, code, field, body) => assert.equal((await chen.refused(status, code, 'PUT', `/declarations/${id()}`, body)).field, field);
  await refused(400, 'declaration.persons', 'persons', coming(houses.l1, []));
  const one = person('Li');
  await refused(400, 'declaration.persons', 'persons', coming(houses.l1, [one, one]));
  await refused(400, 'region.unknown', 'stays[0].region', coming(houses.l1, [one], { stays: [{ region: 'Atlantis' }] }));
  await refused(400, 'declaration.stays', 'stays', coming(houses.l1, [one], { stays: [] }));
  await refused(400, 'declaration.when', 'arrives_at', coming(houses.l1, [one], { arrives_at: hours(24 * 400) }));
  await refused(400, 'document.check', 'persons[0].documents[0].number', coming(houses.l1, [{ ...one, documents: [{ kind: 'resident_card', number: '110105194912310021' }] }]));
  await refused(404, 'room.unknown', 'room', coming(houses.l1, [one], { room: rooms['g1-101'] }));
  await refused(400, 'field.missing', 'persons[0].name', coming(houses.l1, [{ id: id() }]));
  await li.refused(400, 'declaration.when', 'PUT', `/declarations/${id()}`, coming(houses.g1, [one], { source: 'found' }));
});
