// An enterprise goes back to work: it applies, the grid looks, the authority approves by stages, it reports every day, is
// closed and opens again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cityOf } from './support/city.mjs';
import { id, passage, ward } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\ng2,Second,grid,c1\ne1,Zippers,enterprise,g1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\ng2,Zhao,10000000003,member\ng1,Chen,10000000004,member\ne1,Chen,10000000004,commander\n';

const day = (from_today = 0) => new Date(Date.now() + 8 * 3600e3 + from_today * 86400e3).toISOString().slice(0, 10); // in Shanghai
const step = (name, more = {}) => ({ id: id(), step: name, ...more });
const plan = {
  resume_on: day(), workers: [{ region: '湖北省', count: 20 }, { region: '330000', count: 60 }], masks: 2000, masks_a_day: 160, thermometers: 4,
  isolation_rooms: 2, canteen: 'staggered', disinfection: 'Twice a day.', responsible: 'Chen', phone: '10000000004',
};

async function zippers(t) {
  const made = await cityOf(t, { units, members });
  await made.server.user('market_supervision');
  const market = await made.server.login('market_supervision');
  const where = id();
  await made.server.admin.put(`/enterprises/${where}`, { unit: made.unit.e1, name: 'Zippers', kind: 'factory', credit_code: '91350100m000100y43', version: 0 });
  const act = (api, name, more) => api.post(`/enterprises/${where}/steps`, step(name, more));
  const decide = (name, more) => market.post(`/enterprises/${where}/decisions`, step(name, more));
  return { ...made, market, where, act, decide };
}

test('from the application to work, by stages, to closing and reopening', async (t) => {
  const { server, where, act, decide, chen, li, zhao, market } = await zippers(t);
  const applied = await act(chen, 'apply', { plan });
  assert.deepEqual([applied.state, applied.credit_code, applied.people, applied.days_of_masks, applied.plan.workers[0].region], ['applied', '91350100M000100Y43', 80, 12, '420000']);
  await zhao.refused(404, 'enterprise.unknown', 'GET', `/enterprises/${where}`);
  await chen.refused(403, 'enterprise.own', 'POST', `/enterprises/${where}/steps`, step('check', { passed: true }));
  await li.refused(403, 'access.role', 'POST', `/enterprises/${where}/decisions`, step('approve', { cap: { from: day(), people: 40 } }));
  await market.refused(409, 'step.not_now', 'POST', `/enterprises/${where}/decisions`, step('approve', { cap: { from: day(), people: 40 } }));

  await act(li, 'check', { passed: false, note: 'No isolation room.' });
  await market.refused(409, 'enterprise.check_failed', 'POST', `/enterprises/${where}/decisions`, step('approve', { cap: { from: day(), people: 40 } }));
  await decide('return', { note: 'Two isolation rooms are needed.' });
  await act(chen, 'apply', { plan: { ...plan, isolation_rooms: 4 } });
  await act(li, 'check', { passed: true });
  await decide('approve', { cap: { from: day(), people: 40 }, note: 'One person a table.' });
  const open = await decide('set_cap', { cap: { from: day(7), people: 80 } });
  assert.deepEqual([open.state, open.cap, open.caps.length, open.conditions], ['approved', 40, 2, 'One person a table.']);
  assert.deepEqual(open.done.map((one) => one.step), ['set_cap', 'approve', 'check', 'apply', 'return', 'check', 'apply']);

  const report = (said) => chen.put(`/enterprises/${where}/days/${day()}`, said);
  assert.equal((await report({ present: 40, fevers: 0, highest_cc: 3690, version: 0 })).trouble, 'none');
  const over = await report({ present: 41, fevers: 0, version: 1 });
  assert.deepEqual([over.trouble, over.days[0].present, over.days[0].gates], ['over_cap', 41, null]);
  const { items } = await li.get('/incidents');
  assert.deepEqual(items.map((one) => one.type), ['enterprise_trouble']);
  assert.deepEqual((await market.get('/enterprises?trouble=over_cap')).items.map((one) => one.id), [where]);

  await decide('close', { note: 'Too many people twice.' });
  await chen.refused(409, 'enterprise.not_open', 'PUT', `/enterprises/${where}/days/${day()}`, { present: 1, fevers: 0, version: 2 });
  await market.refused(409, 'enterprise.check_failed', 'POST', `/enterprises/${where}/decisions`, step('reopen', { cap: { from: day(), people: 20 }, note: 'Mended.' }));
  await act(li, 'check', { passed: true });
  assert.equal((await decide('reopen', { cap: { from: day(), people: 20 }, note: 'Mended.' })).cap, 20);
  const { items: [city] } = await server.admin.get('/enterprises/numbers');
  assert.deepEqual([city.code, city.numbers.approved, city.numbers.closed, city.children[0].numbers.approved], ['yw', 1, 0, 1]);
  assert.equal((await ward(['check', ...server.where])).code, 0);
});

test('the own gates say how many came, beside what the enterprise says', async (t) => {
  const { server, where, act, decide, chen, li, unit } = await zippers(t);
  const site = await server.site();
  const gate = await server.device(site);
  const before = await server.admin.get(`/enterprises/${where}`);
  await server.admin.put(`/enterprises/${where}`, { unit: unit.e1, name: 'Zippers', kind: 'factory', credit_code: before.credit_code, site, version: before.version });
  await act(chen, 'apply', { plan });
  await act(li, 'check', { passed: true });
  await decide('approve', { cap: { from: day(), people: 40 } });
  await gate.api.post('/device/passages', { passages: [3650, 3710].map((temperature_cc) => passage(gate.id, { temperature_cc })) });
  const said = await chen.put(`/enterprises/${where}/days/${day()}`, { present: 30, fevers: 0, version: 0 });
  assert.deepEqual(said.days[0].gates, { people: 0, strangers: 2, feverish: 0, highest_cc: 3710 });
});

test('bad input is named', async (t) => {
  const { server, where, chen, unit } = await zippers(t);
  const refused = async (code, field, body) => assert.equal((await chen.refused(400, code, 'POST', `/enterprises/${where}/steps`, body)).field, field);
  await refused('plan.workers', 'plan.workers', step('apply', { plan: { ...plan, workers: [] } }));
  await refused('region.unknown', 'plan.workers[0].region', step('apply', { plan: { ...plan, workers: [{ region: 'Atlantis', count: 1 }] } }));
  await refused('step.whole', 'step', step('apply'));
  await refused('step.not_here', 'step', step('close', { note: 'x' }));
  const wrong = await server.admin.refused(400, 'enterprise.credit_code', 'PUT', `/enterprises/${id()}`, { unit: unit.e1, name: 'x', kind: 'shop', credit_code: '91350100M000100Y44', version: 0 });
  assert.equal(wrong.field, 'credit_code');
  await chen.refused(400, 'date.malformed', 'PUT', `/enterprises/${where}/days/today`, { present: 1, fevers: 0, version: 0 });
  await chen.refused(409, 'enterprise.not_open', 'PUT', `/enterprises/${where}/days/${day()}`, { present: 1, fevers: 0, version: 0 });
});
