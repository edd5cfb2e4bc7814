// A real gate on a short scenario with a real server: from the picture of a person to the passage in the console's list.
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { id, Program, repository, startServer, temporary, ward } from './support/ward.mjs';

const scene = (keys) => `[[scene]]\n${Object.entries(keys).map(([key, value]) => `${key} = ${JSON.stringify(value)}`).join('\n')}\n`;
const franck = { clip: 'franck.mp4', from: 20, person: 'Franck' };

async function gateFiles(directory, scenes, more = '') {
  await writeFile(join(directory, 'scenario.toml'), scenes.map(scene).join('\n'));
  const config = join(directory, 'gate.toml');
  await writeFile(config, `${more}
directory = ${JSON.stringify(join(directory, 'gate'))}
models = "${join(repository, 'var/models')}"
[camera]
source = "simulated"
[simulation]
scenario = ${JSON.stringify(join(directory, 'scenario.toml'))}
media = "${join(repository, 'var/media')}"
[thermometer.black_body]
x = 4
y = 4
width = 14
height = 14
[screen]
port = 0
`);
  return config;
}

// The first page of passages once `enough` says so.
async function passages(api, enough) {
  for (let tries = 0; tries < 600; tries += 1) {
    const { items } = await api.get('/passages?limit=100');
    if (enough(items)) return items.reverse();
    await new Promise((again) => setTimeout(again, 100));
  }
  throw new Error('the passages did not come within a minute');
}

test('known and cool is admitted, a fever refused with an alarm, a stranger refused, a print suspected', async (t) => {
  const server = await startServer(t);
  const site = await server.site();
  const device = await server.device(site);
  const directory = await temporary(t);

  const snapshots = join(directory, 'faces');
  await mkdir(snapshots);
  const cut = await ward(['gate', '--config', await gateFiles(directory, [{ ...franck, seconds: 3 }]), '--snapshots', snapshots]);
  assert.equal(cut.code, 0, cut.err);
  assert.deepEqual(await readdir(snapshots), ['Franck.jpg']);
  const person = id();
  await server.admin.put(`/people/${person}`, { site, name: 'Franck' });
  await server.admin.call('PUT', `/people/${person}/face`, { body: await readFile(join(snapshots, 'Franck.jpg')), headers: { 'Content-Type': 'image/jpeg' } });

  const hopper = { crop: '0.05 0 0.9 0.72' };
  const config = await gateFiles(directory, [
    { seconds: 4 },
    { ...franck, seconds: 6, celsius: 36.6 },
    { seconds: 5 },
    { ...franck, from: 40, seconds: 6, celsius: 39.2 },
    { seconds: 5 },
    { portrait: 'grace_hopper.jpg', ...hopper, seconds: 6 },
    { seconds: 5 },
    { print: 'grace_hopper.jpg', ...hopper, seconds: 6 },
  ], `device = "${device.id}"`);
  await writeFile(config, `${await readFile(config, 'utf8')}[server]\nurl = "${server.url}"\nkey = "${device.key}"\n`);
  const gate = new Program(['gate', '--config', config]);
  t.after(() => gate.stop());
  const [, screen] = await gate.said(/screen is at (http:\S+)/);
  assert.equal((await fetch(screen)).status, 200);
  assert.match((await fetch(screen)).headers.get('content-security-policy'), /script-src 'self'/);

  const has = (items, reason) => items.some((p) => p.reasons.includes(reason));
  const all = await passages(server.admin, (items) => has(items, 'spoof_suspected') && has(items, 'unknown_person') && has(items, 'fever'));
  const admitted = all.filter((p) => p.outcome === 'admit');
  assert.ok(admitted.length >= 1);
  assert.equal(admitted[0].person, person);
  assert.ok(Math.abs(admitted[0].temperature_cc - 3660) < 100, `shown ${admitted[0].temperature_cc}`);
  assert.ok(all.every((p) => p.simulated), 'every record says that it is simulated');
  assert.ok(all.filter((p) => p.outcome !== 'admit').every((p) => !p.opened));
  assert.equal(all.find((p) => p.reasons.includes('spoof_suspected')).person ?? null, null);
  const { items: alarms } = await server.admin.get('/alarms');
  assert.ok(alarms.some((a) => a.kind === 'fever'));
  assert.deepEqual(await gate.stop(), { code: 0, signal: null });
});

test('a pass opens for somebody without a face template, until it is taken away', async (t) => {
  const server = await startServer(t);
  const site = await server.site();
  const device = await server.device(site);
  const person = id();
  await server.admin.put(`/people/${person}`, { site, name: 'Grace' });
  const { pass } = await server.admin.put(`/people/${person}/pass`);

  const config = await gateFiles(await temporary(t), [
    { portrait: 'grace_hopper.jpg', crop: '0.05 0 0.9 0.72', pass, seconds: 6 },
    { seconds: 5 },
  ], `device = "${device.id}"`);
  await writeFile(config, `${await readFile(config, 'utf8')}[server]\nurl = "${server.url}"\nkey = "${device.key}"\n`);
  const gate = new Program(['gate', '--config', config]);
  t.after(() => gate.stop());
  const opened = await passages(server.admin, (items) => items.some((p) => p.outcome === 'admit'));
  const admitted = opened.find((p) => p.outcome === 'admit');
  assert.deepEqual([admitted.person, admitted.person_name, admitted.method], [person, 'Grace', 'code']);
  assert.ok(Math.abs(admitted.temperature_cc - 3660) < 100, 'measured as everybody is');

  await server.admin.delete(`/people/${person}/pass`);
  const after = await passages(server.admin, (items) => items.some((p) => p.reasons.includes('unknown_person') && p.at > admitted.at));
  assert.equal(after.at(-1).person ?? null, null);
});

test('--check says what is wrong, and unknown keys are refused by name', async (t) => {
  const directory = await temporary(t);
  const config = await gateFiles(directory, [{ seconds: 60, sensor: 'lost' }]);
  const checked = await ward(['gate', '--config', config, '--check']);
  assert.equal(checked.code, 4);
  assert.match(checked.out, /ok +camera/);
  assert.match(checked.out, /BAD +thermal sensor/);
  await writeFile(config, `camra = 1\n${await readFile(config, 'utf8')}`);
  const refused = await ward(['gate', '--config', config]);
  assert.equal(refused.code, 3);
  assert.match(refused.err, /camra/);
});
