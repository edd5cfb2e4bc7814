// A gate and its server: the key that is wrong, and the server that is away.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Gate, stored } from '../kill/drill.mjs';
import { startServer } from './support/ward.mjs';

// A gate that makes passages until it has opened some, and is then cut off.
async function busy(gate, count) {
  gate.start();
  while ((await gate.opened().catch(() => [])).length < count) await sleep(20);
  await gate.kill();
}

test('a gate whose key was renewed keeps its journal until it has the new key', { timeout: 600_000 }, async (t) => {
  const server = await startServer(t);
  const device = await server.device(await server.site());
  const gate = new Gate(join(server.directory, 'gate'), server, device, 100);
  t.after(() => gate.child?.kill('SIGKILL'));
  device.key = (await server.admin.post(`/devices/${device.id}/key`)).key;
  const old = new Gate(gate.directory, server, { ...device, key: 'outdated' }, 100);
  await busy(old, 10);
  assert.equal((await stored(server.admin, device.id)).size, 0);
  assert.deepEqual(await gate.drain(), { depth: 0, rejected: 0 });
  const rows = await stored(server.admin, device.id);
  for (const id of await gate.opened()) assert.equal(rows.get(id), 1);
});

test('a gate works while the server is away, and catches up', { timeout: 600_000 }, async (t) => {
  const server = await startServer(t);
  const device = await server.device(await server.site());
  const gate = new Gate(join(server.directory, 'gate'), server, device, 200);
  t.after(() => gate.child?.kill('SIGKILL'));
  await server.stop();
  await busy(gate, 50);
  await server.start();
  assert.deepEqual(await gate.drain(), { depth: 0, rejected: 0 });
  const rows = await stored(server.admin, device.id);
  for (const id of await gate.opened()) assert.equal(rows.get(id), 1);
});
