// The real programs, in Chromium: a server, a gate on a short scenario as the demo runs it, the console and the gate's
// screen. Nothing here waits for a time: only for what must come.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { id, password, Program, repository, startServer, temporary, ward } from '../flow/support/ward.mjs';
import { browserFor, openPage } from './console.mjs';

const browser = browserFor(test);
const patience = { timeout: 120_000 }; // a slow machine is no fault; a gate that hangs is
const scene = (keys) => `[[scene]]\n${Object.entries(keys).map(([key, value]) => `${key} = ${JSON.stringify(value)}`).join('\n')}\n`;
const franck = { clip: 'franck.mp4', from: 20, person: 'Franck', seconds: 6 };

async function gateFile(directory, scenes, more = '') {
  await writeFile(join(directory, 'scenario.toml'), scenes.map(scene).join('\n'));
  const config = join(directory, 'gate.toml');
  const path = (name) => JSON.stringify(join(directory, name));
  await writeFile(config, `${more}
directory = ${path('gate')}
models = "${join(repository, 'var/models')}"
[camera]
source = "simulated"
[simulation]
scenario = ${path('scenario.toml')}
media = "${join(repository, 'var/media')}"
[thermometer.black_body]
x = 4
y = 4
width = 14
height = 14
[screen]
port = 0
gate = "East gate"
`);
  return config;
}

async function enrolFranck(server, site, directory) {
  const faces = join(directory, 'faces');
  await mkdir(faces);
  const cut = await ward(['gate', '--config', await gateFile(directory, [{ ...franck, seconds: 3 }]), '--snapshots', faces]);
  assert.equal(cut.code, 0, cut.err);
  const person = id();
  await server.admin.put(`/people/${person}`, { site, name: 'Franck' });
  const body = await readFile(join(faces, 'Franck.jpg'));
  await server.admin.call('PUT', `/people/${person}/face`, { body, headers: { 'Content-Type': 'image/jpeg' } });
}

// A server, and a gate before which Franck comes and goes: cool, then feverish, again and again.
async function startAll(t) {
  const server = await startServer(t, { server: { web: join(repository, 'web/dist') } });
  const site = await server.site('Example School', { capture_days: 1 });
  // Without a rule for masks nothing has to be said to who is admitted: the screen keeps the picture.
  const { version, ...policy } = await server.admin.get(`/sites/${site}/policy`);
  await server.admin.put(`/sites/${site}/policy`, { ...policy, mask: 'off' });
  const device = await server.device(site);
  const directory = await temporary(t);
  await enrolFranck(server, site, directory);
  const scenes = [{ seconds: 3 }, { ...franck, celsius: 36.6 }, { seconds: 5 }, { ...franck, from: 40, celsius: 39.2 }, { seconds: 5 }];
  const uplink = `device = "${device.id}"\nserver.url = "${server.url}"\nserver.key = "${device.key}"`;
  const gate = new Program(['gate', '--config', await gateFile(directory, scenes, uplink)]);
  t.after(() => gate.stop());
  const [, screen] = await gate.said(/its screen is at (http:\S+)/);
  return { server, screen };
}

test('a passage comes through a real gate to the wall, its alarm is acknowledged, and the screen shows the person', async (t) => {
  const { server, screen } = await startAll(t);
  const wall = await openPage(t, browser());
  await wall.goto(`${server.url}/login`);
  await wall.fill('#login-name', 'admin');
  await wall.fill('#login-password', password);
  await wall.keyboard.press('Enter');
  await wall.waitForURL(/\/wall/);

  const door = await openPage(t, browser());
  await door.goto(screen);
  // The own picture, mirrored, with the frame about the face: pixels of the frame's colour, and many other ones.
  await door.waitForFunction(() => {
    const canvas = document.querySelector('#picture');
    if (document.body.dataset.mood !== 'admitted') return false;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    let frame = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] === 0x6f && data[i + 1] === 0xf0 && data[i + 2] === 0xa9) ++frame;
      if (i % 4001 === 0) seen.add(data[i]);
    }
    return frame > 50 && seen.size > 20;
  }, null, patience);
  await door.waitForFunction(() => /Please go to the staff/.test(document.querySelector('#what').textContent), null, patience);
  assert.match(await door.textContent('#temperature'), /39|38/);
  assert.deepEqual(door.complaints, []);

  const tile = wall.locator('article.tile', { has: wall.getByRole('heading', { name: 'East gate', exact: true }) });
  await tile.getByText('Franck').first().waitFor(patience);
  await wall.getByRole('link', { name: /^Passages/ }).click();
  await wall.locator('tr', { hasText: 'Fever' }).first().locator('button.time').click();
  await wall.getByRole('dialog').getByText('Refused').waitFor();
  assert.match(await wall.getByRole('dialog').textContent(), /Franck[\s\S]*simulated/);
  await wall.keyboard.press('Escape');

  await wall.getByRole('link', { name: /^Alarms$/ }).click();
  await wall.locator('article.alarm', { hasText: 'Fever' }).first().getByRole('button', { name: 'Acknowledge' }).click();
  await wall.fill('#alarm-note', 'Measured again: 36.7');
  await wall.keyboard.press('Control+Enter');
  await wall.getByText('The alarm has been acknowledged.').waitFor();
  const { items } = await server.admin.get('/alarms?limit=100');
  assert.ok(items.some((alarm) => alarm.kind === 'fever' && alarm.acknowledged_by === 'admin' && alarm.note === 'Measured again: 36.7'));
  assert.deepEqual(wall.complaints, []);
});
