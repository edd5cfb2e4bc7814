// The drift watch: a gate whose temperatures have moved raises an alarm out of what is stored, so that no restart, of the
// gate or of the server, makes the moved sensor its own baseline.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { id, startServer, wellHealth } from './support/ward.mjs';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

// `count` people who came in the hour that ended `ago` milliseconds before now.
const people = (device, count, cc, ago, more = {}) => Array.from({ length: count }, (_, i) => {
  const at = Date.now() - ago - i * 60_000 - 1;
  return {
    id: id(at), device, at: new Date(at).toISOString(), temperature_cc: cc, temperature_sd_cc: 30, temperature_method: 'canthi',
    simulated: false, shots: 1, outcome: 'admit', reasons: [], opened: true, ...more,
  };
});

test('drift is judged from stored passages, outlives restarts, and ends when the temperatures are back', async (t) => {
  const server = await startServer(t);
  const gate = await server.device(await server.site());
  const send = (passages) => gate.api.post('/device/passages', { passages });
  const device = async () => (await server.admin.get('/devices')).items[0];
  // The watch looks when the server starts and every few minutes.
  const looked = async (verdict) => {
    await server.stop();
    await server.start();
    for (;;) {
      const { drift } = await device();
      if (drift?.verdict === verdict) return drift;
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  for (let day = 1; day <= 6; ++day) await send(people(gate.id, 30, 3650, day * DAY));
  await send(people(gate.id, 30, 3675, 0));
  await send(people(gate.id, 40, 3600, 0, { outcome: 'retest', opened: false }));
  await send(people(gate.id, 40, 3600, 0, { simulated: true }));

  assert.equal((await looked('drifted')).drift_cc, 25);
  const [alarm] = (await server.admin.get('/alarms?open=true')).items;
  assert.deepEqual([alarm.kind, alarm.text], ['drift', 'East gate: the temperatures of all people have moved by +0.25 °C; the sensor must be checked.']);
  await gate.api.post('/device/health', wellHealth());
  assert.equal((await server.admin.get('/alarms')).items[0].text, alarm.text, 'a gate that calls itself well does not end it');

  const page = await server.admin.get(`/devices/${gate.id}/temperatures`);
  assert.deepEqual([page.count, page.median_cc, page.simulated], [30, 3675, false]);
  assert.deepEqual([page.drift.verdict, page.drift.drift_cc, page.drift.band], ['drifted', 25, { low_cc: 3630, high_cc: 3670 }]);
  assert.deepEqual(page.drift.days.slice(-8).map((day) => day.median_cc), [null, ...Array(6).fill(3650), 3675]);

  // A day as the page asks for it, with an end that lies ahead, is judged as the watch judges: up to now.
  const from = new Date(Date.now() - HOUR * 12), to = new Date(Date.now() + HOUR * 12);
  const today = await server.admin.get(`/devices/${gate.id}/temperatures?from=${from.toISOString()}&to=${to.toISOString()}`);
  assert.equal(today.drift.verdict, 'drifted');
  assert.ok(Math.abs(Date.parse(today.drift.days.at(-1).to) - Date.now()) < 60_000);
  const before = new Date(Date.now() - 3 * DAY);
  const old = await server.admin.get(`/devices/${gate.id}/temperatures?to=${before.toISOString()}`);
  assert.equal(old.drift.verdict, 'too_few_days');

  await looked('drifted');
  assert.equal((await server.admin.get('/alarms')).items.length, 1);
  await send(people(gate.id, 35, 3650, 2 * HOUR));
  assert.equal((await looked('usual')).drift_cc, 0);
  assert.match((await server.admin.get('/alarms')).items[0].text, /It is over\.$/);
});

test('a day with nobody is too few to say', async (t) => {
  const server = await startServer(t);
  const gate = await server.device(await server.site());
  const { count, median_cc: median, simulated, drift } = await server.admin.get(`/devices/${gate.id}/temperatures`);
  assert.deepEqual([count, median, simulated], [0, null, false]);
  assert.deepEqual([drift.verdict, drift.drift_cc, drift.band, drift.days.length], ['too_few_people', null, null, 29]);
});
