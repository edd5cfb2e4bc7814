// Who may look at the picture of a passage, that each look is written down, and that the file alone shows nothing.
// That pictures go when their days are over is tested with a clock in src/city/captures/captures_test.cpp.
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { id, repository, startServer } from './support/ward.mjs';

const picture = await readFile(join(repository, 'var/media/sample2.jpg'));

// A passage of the gate with a picture; the picture's id.
async function photographed(gate) {
  const capture = id();
  const passage = {
    id: id(), device: gate.id, at: new Date().toISOString(), clock_offset_ms: 0, person: null, method: 'face', temperature_cc: 3850,
    temperature_sd_cc: 30, temperature_method: 'canthi', simulated: true, mask: 'worn', shots: 1, outcome: 'refuse', reasons: ['fever'],
    opened: false, policy_version: 'x', capture,
  };
  await gate.api.post('/device/passages', { passages: [passage] });
  await gate.api.put(`/device/captures/${capture}`, picture, { headers: { 'Content-Type': 'image/jpeg' } });
  return capture;
}

test('office and administrator see a picture of their own sites; guard and auditor do not', async (t) => {
  const server = await startServer(t);
  const site = await server.site('School', { capture_days: 3 }), other = await server.site('Works');
  const capture = await photographed(await server.device(site));
  const office = await server.user('office', { sites: [site] });
  assert.deepEqual(Buffer.from(await office.get(`/captures/${capture}`)), picture);
  for (const role of ['guard', 'auditor'])
    assert.equal((await (await server.user(role)).call('GET', `/captures/${capture}`)).status, 403, role);
  const elsewhere = await server.user('office', { name: 'works-office', sites: [other] });
  await elsewhere.refused(404, 'capture.none', 'GET', `/captures/${capture}`);

  const { items } = await server.admin.get(`/journal?type=capture.seen&subject=${capture}`);
  const users = (await server.admin.get('/users')).items;
  assert.deepEqual(items.map((row) => row.actor), [`user:${users.find((u) => u.name === 'office').id}`]);
});

test('a picture lies sealed on the disk, and a gate may send only its own', async (t) => {
  const server = await startServer(t);
  const site = await server.site('School', { capture_days: 3 });
  const gate = await server.device(site), neighbour = await server.device(site, 'West gate');
  const capture = await photographed(gate);
  const entries = await readdir(join(server.data, 'captures'), { recursive: true, withFileTypes: true });
  const files = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath ?? e.path, e.name));
  const stored = Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
  assert.ok(stored.length > picture.length);
  for (let at = 0; at + 64 <= picture.length; at += 1024) assert.ok(!stored.includes(picture.subarray(at, at + 64)));
  await neighbour.api.refused(409, 'capture.passage', 'PUT', `/device/captures/${capture}`, picture, { headers: { 'Content-Type': 'image/jpeg' } });
});

test('a site that keeps no pictures takes one and drops it', async (t) => {
  const server = await startServer(t);
  const gate = await server.device(await server.site('School', { capture_days: 0 }));
  const capture = await photographed(gate);
  await server.admin.refused(404, 'capture.none', 'GET', `/captures/${capture}`);
  assert.equal((await server.admin.get('/passages')).items[0].capture_available, false);
});
