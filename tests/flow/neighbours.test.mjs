// Two servers on one PostgreSQL behave as one, and outlive its restart.
import assert from 'node:assert/strict';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Gate, stored } from '../kill/drill.mjs';
import { Api } from './support/api.mjs';
import { postgres } from './support/postgres.mjs';
import { id, passage, Server, startServer, temporary, ward, wellHealth } from './support/ward.mjs';

// A server on the database of another; with its key, as the manual says.
async function neighbourOf(t, first, { key = true } = {}) {
  const second = new Server(await temporary(t), { server: { database: first.database } });
  await mkdir(second.data);
  if (key) await copyFile(join(first.data, 'vault.key'), join(second.data, 'vault.key'));
  if (key) await second.start();
  t.after(() => second.stop());
  return second;
}

async function pair(t) {
  const a = await startServer(t, { server: { database: await (await postgres()).database() } });
  const b = await neighbourOf(t, a);
  b.admin = new Api(b.url, { cookie: a.admin.cookie }); // logged in at A is logged in at B
  return { a, b };
}

// A gate of A as it speaks with B.
const at = (server, gate) => new Api(server.url, { key: gate.key });

test('whoever listens at one server sees what is written at the other', async (t) => {
  const { a, b } = await pair(t);
  const site = await a.site();
  const gate = await a.device(site);
  const stream = await a.admin.live();
  const sent = passage(gate.id);
  await at(b, gate).post('/device/passages', { passages: [sent] });
  assert.equal((await stream.next('passage')).id, sent.id);
  await at(b, gate).post('/device/health', wellHealth({ thermal_fault: 'black_body_lost' }));
  assert.equal((await stream.next('device')).id, gate.id);
  assert.equal((await stream.next('alarm')).device, gate.id);
  stream.close();
  const here = await b.admin.live();
  await at(b, gate).post('/device/health', wellHealth()); // and at its own, once
  assert.equal((await here.next('device')).id, gate.id);
  here.close();
});

test('a gate that waits at one server is woken by a change at the other', async (t) => {
  const { a, b } = await pair(t);
  const site = await a.site();
  const gate = await a.device(site);
  const person = id();
  await b.admin.put(`/people/${person}`, { site, name: 'Zhang San' });
  const known = await gate.api.get('/device/changes?whitelist=0&policy=');
  const begun = Date.now();
  const waiting = gate.api.get(`/device/changes?whitelist=${known.whitelist_version}&policy=${known.policy_version}&wait=25`);
  await b.admin.put(`/people/${person}/pass`);
  assert.deepEqual((await waiting).upserts.map((u) => u.person), [person]);
  assert.ok(Date.now() - begun < 20_000, 'it was woken, not asked at the end of its patience');
});

test('both write into one chain', async (t) => {
  const { a, b } = await pair(t);
  await Promise.all(Array.from({ length: 60 }, (_, i) => [a, b][i % 2].admin.put(`/sites/${id()}`, { name: `School ${i}` })));
  assert.equal((await a.admin.get('/sites')).items.length, 60);
  const checked = await ward(['check', ...b.where]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});

test('a server without the key of a database in use makes none', async (t) => {
  const a = await startServer(t, { server: { database: await (await postgres()).database() } });
  const b = await neighbourOf(t, a, { key: false });
  const refused = await ward(['user', 'list', ...b.where]);
  assert.equal(refused.code, 4);
  assert.match(refused.err, /vault\.key is missing/);
});

test('when PostgreSQL restarts under load nothing is lost, nothing is doubled, and servers come back by themselves', { timeout: 600_000 }, async (t) => {
  const { a, b } = await pair(t);
  const database = await postgres();
  const gate = new Gate(join(a.directory, 'gate'), a, await a.device(await a.site()), 100);
  t.after(() => gate.child?.kill('SIGKILL'));
  gate.start();
  const opened = async () => (await gate.opened().catch(() => [])).length;
  const further = async (many) => {
    const before = await opened();
    while ((await opened()) < before + many) await sleep(20);
  };
  for (const signal of ['SIGQUIT', 'SIGINT']) {
    await further(60);
    await database.stop(signal);
    await a.admin.refused(503, 'storage.unavailable', 'GET', '/sites');
    await further(30); // nobody waits at the door for the database
    await database.start();
    for (const server of [a, b]) while ((await server.admin.call('GET', '/sites')).status !== 200) await sleep(20);
  }
  for (let heard; heard?.name !== 'passage';) { // again what happens at the other; cut off once more, as it may have missed something
    const stream = await b.admin.live();
    heard = await stream.event();
    stream.close();
  }
  await gate.kill();
  assert.deepEqual(await gate.drain(), { depth: 0, rejected: 0 });
  const rows = await stored(b.admin, gate.device.id);
  for (const one of await gate.opened()) assert.equal(rows.get(one), 1);
  assert.deepEqual([...rows.values()].filter((count) => count !== 1), []);
  const checked = await ward(['check', ...a.where]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});
