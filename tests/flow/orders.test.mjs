// An order reaches everybody in a part of the pyramid once, and comes back unit by unit: delivered, read, acknowledged,
// done.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api } from './support/api.mjs';
import { id, password, startServer, ward } from './support/ward.mjs';

const units = `code,name,kind,parent
yw,Yiwu,city,
t1,Choucheng,town,yw
t2,Futian,town,yw
c1,Jiangbin,community,t1
g1,Grid 1,grid,c1
g2,Grid 2,grid,c1
b1,Building 1,building,g1
l1,Landlord Chen,tenants,b1
`;
const members = `unit,name,phone,duty
yw,Hu,10000000001,commander
yw,Zhou,10000000002,member
t1,Zhou,10000000002,commander
t1,Sun,10000000003,member
c1,Sun,10000000003,commander
c1,Li,10000000004,member
g1,Li,10000000004,commander
g1,Wang,10000000005,member
g2,Wang,10000000005,member
b1,Chen,10000000006,member
l1,Chen,10000000006,commander
`;
const upload = (api, what, body) => api.call('POST', `/units/import?what=${what}&dry_run=false`, { body, headers: { 'Content-Type': 'text/csv' } });
const texts = [
  { language: 'zh-CN', headline: '今晚消毒', text: '请于 20 点前完成楼道消毒。' },
  { language: 'en', headline: 'Disinfection tonight', text: 'Please disinfect the stairs before 20:00.' },
];

// A city with a desk in the town's centre; everybody has an account of their own name in lower case.
async function city(t) {
  const server = await startServer(t);
  await upload(server.admin, 'units', units);
  await upload(server.admin, 'members', members);
  const unit = {}, people = {};
  for (const code of ['yw', 't1', 't2', 'c1', 'g1', 'g2', 'b1', 'l1']) unit[code] = (await server.admin.get(`/units?q=${code}`)).items[0].id;
  await server.admin.put(`/users/${id()}`, { name: 'desk', role: 'centre', units: [unit.t1], password });
  for (const name of ['Hu', 'Zhou', 'Sun', 'Li', 'Wang', 'Chen']) {
    const account = id();
    await server.admin.put(`/users/${account}`, { name: name.toLowerCase(), role: 'member', password });
    const [member] = (await server.admin.get(`/members?q=${name}`)).items;
    await server.admin.put(`/members/${member.id}`, { name, phone: member.phone, account });
    people[name.toLowerCase()] = await server.login(name.toLowerCase());
  }
  return { server, unit, admin: server.admin, desk: await server.login('desk'), ...people };
}
const give = (api, unit, more = {}) => api.put(`/orders/${id()}`, { unit, texts, asks: 'acknowledged', ...more });
const receipt = (api, order, step, more = {}) => api.post(`/orders/${order.id}/receipt`, { step, ...more });
const mine = async (api) => (await api.get('/my-orders')).items;
const numbers = ({ recipients, delivered, read, acknowledged, done }) => [recipients, delivered, read, acknowledged, done];

test('an order goes down and comes back, unit by unit', async (t) => {
  const { server, unit, desk, zhou, sun, li, wang, chen, hu } = await city(t);
  assert.deepEqual(await desk.post('/orders/audience', { unit: unit.t1 }), { recipients: 5, units: 6 });
  assert.deepEqual(await desk.post('/orders/audience', { unit: unit.t1, duties: ['landlord'] }), { recipients: 1, units: 1 });
  await desk.refused(404, 'unit.unknown', 'POST', '/orders/audience', { unit: unit.t2 });

  const live = await chen.live();
  const key = id();
  const ask = { unit: unit.t1, texts, asks: 'acknowledged', due_at: new Date(Date.now() + 3600e3).toISOString() };
  const { order, may } = await desk.put(`/orders/${key}`, ask);
  assert.deepEqual([order.progress.recipients, order.issuer_name, may], [5, 'desk', ['cancel', 'remind', 'supersede']]);
  assert.equal((await live.event()).data.id, order.id, 'a landlord below hears of it');
  live.close();
  assert.deepEqual((await desk.put(`/orders/${key}`, ask)).order, order, 'sent again it counts once');
  await desk.refused(409, 'order.taken', 'PUT', `/orders/${key}`, { ...ask, asks: 'done' });

  // Hu of the city is in no team below; Wang is in two, and receives it once.
  assert.deepEqual(await mine(hu), []);
  await hu.refused(404, 'order.none', 'POST', `/orders/${order.id}/receipt`, { step: 'read' });
  for (const one of [zhou, sun, li, wang, chen]) {
    const [received, ...others] = await mine(one);
    assert.deepEqual([received.order.id, received.order.texts, others.length], [order.id, texts, 0]);
    await receipt(one, order, 'delivered');
  }
  await receipt(wang, order, 'acknowledged');
  await receipt(wang, order, 'acknowledged');
  await receipt(chen, order, 'read');
  await receipt(li, order, 'acknowledged');

  const roll = (of) => desk.get(`/orders/${order.id}/rollup?unit=${of}`);
  assert.deepEqual(numbers((await roll(unit.t1)).progress), [5, 5, 3, 2, 0]);
  assert.deepEqual(numbers((await roll(unit.g1)).progress), [3, 3, 3, 2, 0]);
  assert.deepEqual(numbers((await roll(unit.g1)).own), [2, 2, 2, 2, 0]);
  assert.deepEqual(numbers((await roll(unit.l1)).progress), [1, 1, 1, 0, 0]);
  const top = await desk.get(`/orders/${order.id}/rollup`);
  assert.deepEqual(top.below.map((one) => [one.name, numbers(one.progress)]), [['Jiangbin', [4, 4, 3, 2, 0]]]);

  // A commander sees the own part of it.
  assert.deepEqual((await li.get('/orders')).items.map((one) => one.id), [order.id]);
  assert.equal((await li.get(`/orders/${order.id}/rollup`)).unit, unit.g1);
  await li.refused(404, 'unit.unknown', 'GET', `/orders/${order.id}/rollup?unit=${unit.c1}`);
  await li.refused(403, 'access.unit', 'POST', `/orders/${order.id}/cancel`, { reason: 'x' });

  const behind = async (query = '') => (await desk.get(`/orders/${order.id}/recipients?without=acknowledged${query}`)).items.map((one) => one.name).sort();
  assert.deepEqual(await behind(), ['Chen', 'Sun', 'Zhou']);
  assert.deepEqual(await behind(`&unit=${unit.g1}`), ['Chen']);
  const first = await desk.get(`/orders/${order.id}/recipients?limit=3`), second = await desk.get(`/orders/${order.id}/recipients?limit=3&after=${first.next}`);
  assert.deepEqual([...first.items, ...second.items].map((one) => one.name).sort(), ['Chen', 'Li', 'Sun', 'Wang', 'Zhou']);

  // Those who have not are reminded, until they have.
  assert.deepEqual(await desk.post(`/orders/${order.id}/remind`, {}), { reminded: 3 });
  assert.deepEqual((await chen.get('/notices?unread=true')).items.map((one) => [one.about, one.subject]), [['order', order.id]]);
  assert.deepEqual((await wang.get('/notices')).items, []);
  await receipt(chen, order, 'acknowledged');
  assert.deepEqual((await chen.get('/notices?unread=true')).items, []);
  await desk.refused(409, 'order.reminded', 'POST', `/orders/${order.id}/remind`, {});
  await server.stop();
  await server.start({ later: '+2m' });
  assert.deepEqual(await desk.post(`/orders/${order.id}/remind`, {}), { reminded: 2 });
  assert.deepEqual(await mine(chen).then(([one]) => one.mine.reminded), 1);

  assert.deepEqual((await chen.get('/my-orders?open=true')).items, []);
  const rows = (await server.admin.get('/journal?limit=100')).items.filter((row) => row.type.startsWith('order.'));
  assert.ok(rows.some((row) => row.type === 'order.receipts') && rows.some((row) => row.type === 'order.issued'));
  const checked = await ward(['check', ...server.where]);
  assert.equal(checked.code, 0, checked.out);
});

test('an order passes through the commanders, who may add a line for their unit', async (t) => {
  const { unit, admin, hu, zhou, sun, li, wang, chen } = await city(t);
  const town = await give(admin, unit.t1, { tower: true, pass_minutes: 60 });
  assert.deepEqual([(await mine(sun)).length, (await mine(li)).length], [1, 0], 'the team of the unit itself reads it at once');
  await li.refused(404, 'order.none', 'POST', `/orders/${town.order.id}/receipt`, { step: 'read' });
  await admin.post(`/orders/${town.order.id}/cancel`, { reason: 'The whole city gets it.' });

  const { order } = await give(admin, unit.yw, { tower: true, pass_minutes: 60, supersedes: [] });
  // The city's team, in which Zhou is, reads it at once.
  const now = async (api) => (await api.get('/my-orders?open=true')).items;
  assert.deepEqual([(await now(hu)).length, (await now(zhou)).length, (await now(sun)).length], [1, 1, 0]);
  assert.deepEqual((await mine(zhou))[0].pass_on.map((one) => one.unit), [unit.t1]);
  await zhou.refused(403, 'order.not_commander', 'POST', `/orders/${order.id}/lines`, { unit: unit.c1 });
  // Sun's seat is in the town's team, which it has not reached yet.
  await sun.refused(404, 'order.none', 'POST', `/orders/${order.id}/lines`, { unit: unit.c1 });
  await sun.refused(404, 'order.none', 'GET', `/orders/${order.id}`);
  const known = async (api) => (await api.get('/orders')).items.some((one) => one.id === order.id);
  assert.deepEqual([await known(zhou), await known(sun), await known(admin)], [true, false, true]);
  await zhou.post(`/orders/${order.id}/lines`, { unit: unit.t1, text: 'Begin with the market.' });
  await zhou.post(`/orders/${order.id}/lines`, { unit: unit.t1, text: 'Begin with the market.' });
  assert.deepEqual((await mine(zhou))[0].pass_on, []);
  assert.deepEqual((await mine(sun))[0].lines.map((one) => [one.author, one.text]), [['Zhou', 'Begin with the market.']]);
  assert.equal((await now(li)).length, 0);
  assert.ok(await known(sun));
  await sun.get(`/orders/${order.id}`);
  await sun.post(`/orders/${order.id}/lines`, { unit: unit.c1 });
  assert.equal((await now(li)).length, 1);
  assert.deepEqual([(await now(wang)).length, (await now(chen)).length], [0, 0]);
  await li.post(`/orders/${order.id}/lines`, { unit: unit.g1, text: 'Meet at 19:30.' });
  assert.deepEqual((await mine(wang))[0].lines.map((one) => one.text), ['Begin with the market.', 'Meet at 19:30.']);
  assert.deepEqual(await admin.post(`/orders/${order.id}/remind`, {}), { reminded: 5 }, 'nobody is reminded of what they do not read yet');
  await admin.refused(400, 'order.tower_audience', 'PUT', `/orders/${id()}`, { unit: unit.yw, texts, asks: 'read', tower: true, duties: ['member'] });
});

test('an order ends, and says by what', async (t) => {
  const { unit, desk, chen, li } = await city(t);
  const { order } = await give(desk, unit.g1, { asks: 'done', picture: true });
  await chen.refused(400, 'order.picture', 'POST', `/orders/${order.id}/receipt`, { step: 'done' });
  const again = await give(desk, unit.g1, { supersedes: [order.id] });
  assert.deepEqual((await mine(chen)).map((one) => [one.order.state, one.order.superseded_by]), [['active', null], ['superseded', again.order.id]]);
  assert.deepEqual((await chen.get('/my-orders?open=true')).items.map((one) => one.order.id), [again.order.id]);
  await desk.refused(409, 'order.ended', 'POST', `/orders/${order.id}/cancel`, { reason: 'x' });
  await desk.refused(409, 'order.ended', 'PUT', `/orders/${id()}`, { unit: unit.g1, texts, asks: 'read', supersedes: [order.id] });
  await desk.post(`/orders/${again.order.id}/cancel`, { reason: 'A mistake.' });
  assert.equal((await mine(chen))[0].order.reason, 'A mistake.');
  await desk.refused(409, 'order.nobody', 'PUT', `/orders/${id()}`, { unit: unit.g2, texts, asks: 'read', duties: ['landlord'] });
  await desk.refused(400, 'order.due', 'PUT', `/orders/${id()}`, { unit: unit.g1, texts, asks: 'read', due_at: '2020-01-01T00:00:00Z' });
  // A commander orders within the own unit.
  await give(li, unit.g1);
  await li.refused(404, 'unit.unknown', 'PUT', `/orders/${id()}`, { unit: unit.c1, texts, asks: 'read' });
});

test('orders go out as CAP, and what comes in is read with care', async (t) => {
  const { unit, desk, admin, li } = await city(t);
  const { order } = await give(desk, unit.t1);
  const out = await desk.get(`/orders/${order.id}/cap`);
  const text = out.toString('utf8');
  assert.ok(text.includes(`<identifier>${order.id}</identifier>`) && text.includes('<language>zh-CN</language>') && text.includes('<language>en</language>'));
  const take = (api, body) => api.call('POST', '/warnings', { body, headers: { 'Content-Type': 'application/cap+xml' } });
  const taken = await take(admin, out);
  assert.equal(taken.status, 200, JSON.stringify(taken.body));
  assert.deepEqual([taken.body.identifier, taken.body.state, taken.body.infos.map((info) => info.language)], [order.id, 'active', ['zh-CN', 'en']]);
  const twice = await take(admin, out);
  assert.deepEqual([twice.status, twice.body.code], [409, 'warning.twice']);
  const refused = async (body) => {
    const answer = await take(admin, body);
    assert.equal(answer.status, 400);
    return answer.body.code;
  };
  assert.match(await refused(`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${text.replace(/<\?xml[^>]*\?>/, '').replace('请于', '&x;')}`), /^xml\./);
  assert.match(await refused(text.replace('<status>Actual</status>', '<status>Perhaps</status>')), /^cap\./);
  assert.match(await refused('not xml'), /^xml\./);
  assert.equal((await take(li, out)).status, 403);

  await desk.post(`/orders/${order.id}/cancel`, { reason: 'It is over.' });
  const cancel = (await desk.get(`/orders/${order.id}/cap`)).toString('utf8');
  const state = async () => (await admin.get('/warnings')).items.find((one) => one.identifier === order.id).state;
  // Of somebody else, or an exercise: taken in, and it ends nothing.
  const others = [cancel.replace(/<sender>[^<]*</, '<sender>somebody.else<'), cancel.replace(/<identifier>[^<]*</, '<identifier>an-exercise<').replace('<status>Actual<', '<status>Exercise<')];
  for (const body of others) assert.equal((await take(admin, body)).status, 200);
  assert.equal(await state(), 'active');
  assert.equal((await take(admin, cancel)).status, 200);
  assert.equal(await state(), 'cancelled');
});

test('anybody reads what was made public, while it is in force', async (t) => {
  const { server, unit } = await city(t);
  const anybody = new Api(server.url);
  assert.deepEqual((await anybody.get('/public/notices')).items, []);
  const give = (code, more) => { const where = id(); return server.admin.put(`/orders/${where}`, { unit: unit[code], texts, asks: 'read', ...more }).then(() => where); };
  const [whole, there, inside] = [await give('yw', { public: true }), await give('c1', { public: true, urgency: 'immediate' }), await give('g1', {})];
  const notices = await anybody.get('/public/notices');
  assert.deepEqual(notices.items.map((one) => one.id), [there, whole], 'the newest first, and none that was not made public');
  assert.deepEqual([notices.city, notices.zone, notices.items[0].urgency, notices.items[0].unit_name], ['Yiwu', 'Asia/Shanghai', 'immediate', 'Jiangbin']);
  assert.deepEqual(notices.items[0].texts.map((one) => one.headline), ['今晚消毒', 'Disinfection tonight']);
  assert.deepEqual((await anybody.get('/public/notices?unit=g1')).items.map((one) => one.id), [there, whole]);
  assert.deepEqual((await anybody.get('/public/notices?unit=t2')).items.map((one) => one.id), [whole]);
  const page = await anybody.get('/public/notices?limit=1');
  assert.deepEqual((await anybody.get(`/public/notices?limit=1&after=${page.next}`)).items.map((one) => one.id), [whole]);
  await anybody.refused(404, 'unit.unknown', 'GET', '/public/notices?unit=nowhere');
  await anybody.refused(401, 'session.none', 'GET', `/orders/${there}`);
  assert.match(String(await server.admin.get(`/orders/${there}/cap`)), /<scope>Public<\/scope>/);
  assert.match(String(await server.admin.get(`/orders/${inside}/cap`)), /<scope>Restricted<\/scope>/);
  await server.admin.refused(400, 'order.public_tower', 'PUT', `/orders/${id()}`, { unit: unit.yw, texts, asks: 'read', tower: true, public: true });
  await server.admin.post(`/orders/${there}/cancel`, { reason: 'Over.' });
  assert.deepEqual((await anybody.get('/public/notices')).items.map((one) => one.id), [whole]);
});

test('who somebody is in the teams', async (t) => {
  const { unit, li, admin } = await city(t);
  const { member, posts } = await li.get('/me');
  assert.equal(member.name, 'Li');
  assert.deepEqual(posts.map((post) => [post.unit, post.duty, post.commander?.name, post.above?.name, post.above?.commander?.name]).sort((a, b) => (a[1] < b[1] ? -1 : 1)), [
    [unit.g1, 'commander', 'Li', 'Jiangbin', 'Sun'],
    [unit.c1, 'member', 'Sun', 'Choucheng', 'Zhou'],
  ]);
  assert.deepEqual(await admin.get('/me'), { member: null, posts: [], desks: [] });
});
