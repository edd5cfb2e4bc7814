// Sites and their gates: registration, keys, policies on their way to the gate, health and who is online.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api } from './support/api.mjs';
import { id, startServer, wellHealth } from './support/ward.mjs';

test('a device has a zone and a sign, and its key is shown once', async (t) => {
  const server = await startServer(t);
  const site = await server.site();
  const gate = `/devices/${id()}`;
  const whole = { site, name: 'East gate', zone: 'Lane 1', sign: 'At the door' };
  for (const field of ['zone', 'sign', 'name', 'site']) {
    const problem = await server.admin.refused(400, 'field.missing', 'PUT', gate, { ...whole, [field]: undefined });
    assert.equal(problem.field, field);
  }
  await server.admin.refused(404, 'site.unknown', 'PUT', gate, { ...whole, site: id() });
  const made = await server.admin.put(gate, whole);
  assert.match(made.key, /^[\w-]{43}$/);
  const again = await server.admin.put(gate, { ...whole, name: 'East' });
  assert.equal(again.key, undefined);
  assert.equal(again.device.name, 'East');
  await server.admin.refused(409, 'device.site_fixed', 'PUT', gate, { ...whole, site: await server.site('Other') });
  await new Api(server.url, { key: made.key }).post('/device/health', wellHealth());
});

test('a revoked or renewed key stops working at once', async (t) => {
  const server = await startServer(t);
  const gate = await server.device(await server.site());
  await gate.api.post('/device/health', wellHealth());
  await new Api(server.url, { key: `${gate.key}x` }).refused(401, 'device.key', 'POST', '/device/health', wellHealth());

  // Also one that waits for changes.
  const { whitelist_version: version, policy_version: policy } = await gate.api.get('/device/changes?whitelist=0&policy=');
  const waiting = gate.api.call('GET', `/device/changes?whitelist=${version}&policy=${policy}&wait=25`);
  await server.admin.delete(`/devices/${gate.id}`);
  assert.equal((await waiting).status, 401);
  await gate.api.refused(401, 'device.key', 'POST', '/device/health', wellHealth());

  const renewed = await server.admin.post(`/devices/${gate.id}/key`);
  await gate.api.refused(401, 'device.key', 'POST', '/device/health', wellHealth());
  await new Api(server.url, { key: renewed.key }).post('/device/health', wellHealth());
});

test('a gate that waits hears of a new policy, and of fire', async (t) => {
  const server = await startServer(t);
  const site = await server.site();
  const gate = await server.device(site);
  const first = await gate.api.get('/device/changes?whitelist=0&policy=');
  assert.equal(first.policy.open_all, false);
  const at = `whitelist=${first.whitelist_version}&policy=${first.policy_version}`;

  const nothing = await gate.api.get(`/device/changes?${at}`);
  assert.deepEqual([nothing.policy, nothing.upserts, nothing.policy_version], [null, [], first.policy_version]);

  const waiting = gate.api.get(`/device/changes?${at}&wait=25`);
  const guard = await server.user('guard');
  const opened = await guard.put(`/sites/${site}/open-all`, { open: true });
  const heard = await waiting;
  assert.equal(heard.policy.open_all, true);
  assert.equal(heard.policy_version, opened.version);

  const { version, ...policy } = await server.admin.get(`/sites/${site}/policy`);
  const changed = await server.admin.put(`/sites/${site}/policy`, { ...policy, open_all: false, threshold_cc: 3750 });
  assert.notEqual(changed.version, version);
  assert.equal((await gate.api.get(`/device/changes?${at}`)).policy.threshold_cc, 3750);
  await server.admin.refused(400, 'field.range', 'PUT', `/sites/${site}/policy`, { ...policy, threshold_cc: 9999 });
});

test('changes are asked for in integers', async (t) => {
  const server = await startServer(t);
  const gate = await server.device(await server.site());
  for (const query of ['policy=', 'whitelist=-1&policy=', 'whitelist=1x&policy=', 'whitelist=0&policy=&wait=26', 'whitelist=99999999999999999999&policy='])
    await gate.api.refused(400, 'query.invalid', 'GET', `/device/changes?${query}`);
  await gate.api.refused(400, 'query.invalid', 'GET', '/device/changes?whitelist=0');
});

test('health makes a gate online, is shown live, and is checked', async (t) => {
  const server = await startServer(t);
  const site = await server.site();
  const gate = await server.device(site);
  assert.deepEqual((await server.admin.get(`/devices?site=${site}`)).items.map((d) => [d.online, d.last_seen, d.health]), [[false, null, null]]);
  const wall = await server.admin.live();
  const { server_time: time } = await gate.api.post('/device/health', wellHealth({ camera_fps_milli: 14900 }));
  assert.ok(Math.abs(Date.parse(time) - Date.now()) < 60_000);
  const shown = await wall.next('device', (device) => device.id === gate.id);
  assert.deepEqual([shown.online, shown.health.camera_fps_milli], [true, 14900]);
  assert.equal((await server.admin.get('/devices')).items[0].online, true);
  for (const [broken, field] of [[{ camera_fault: 'tired' }, 'camera_fault'], [{ journal_depth: 'many' }, 'journal_depth'], [{ unknown: 1 }, 'unknown'], [{ at: 'yesterday' }, 'at']]) {
    const problem = (await gate.api.call('POST', '/device/health', { body: wellHealth(broken) }));
    assert.deepEqual([problem.status, problem.body.field], [400, field]);
  }
  wall.close();
});

test('sites: what is given is stored, what is wrong is named', async (t) => {
  const server = await startServer(t);
  const site = `/sites/${id()}`;
  const made = await server.admin.put(site, { name: '实验小学', zone: 'Asia/Urumqi', capture_days: 0 });
  assert.deepEqual([made.name, made.zone, made.capture_days, made.people, made.templates], ['实验小学', 'Asia/Urumqi', 0, 0, 0]);
  assert.equal((await server.admin.put(site, { name: 'Again' })).zone, 'Asia/Shanghai');
  for (const [body, field] of [[{ name: '' }, 'name'], [{ name: 'x', zone: '../etc/passwd' }, 'zone'], [{ name: 'x', zone: 'Mars/Olympus' }, 'zone'], [{ name: 'x', capture_days: 366 }, 'capture_days'], [{ name: 'x', colour: 1 }, 'colour']]) {
    const answer = await server.admin.call('PUT', site, { body });
    assert.deepEqual([answer.status, answer.body.field], [400, field]);
  }
  await server.admin.refused(400, 'id.malformed', 'PUT', '/sites/7', { name: 'x' });
  await server.admin.refused(404, 'site.unknown', 'GET', `/sites/${id()}/policy`);
});
