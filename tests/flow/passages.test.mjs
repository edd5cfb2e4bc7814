// From a gate's batch to a row that people look up, an alarm that somebody acknowledges, and a picture that goes in time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { id, passage, startServer, ward } from './support/ward.mjs';

const fever = { outcome: 'refuse', reasons: ['fever'], opened: false, temperature_cc: 3850 };
const send = async (gate, passages) => (await gate.api.post('/device/passages', { passages })).results;

test('a passage is live and found a moment after it was sent, and counts once', async (t) => {
  const server = await startServer(t);
  const gate = await server.device(await server.site());
  const live = await server.admin.live({ language: 'zh-CN' });
  const sent = passage(gate.id, { reasons: ['mask_missing'] });
  assert.equal((await send(gate, [sent]))[0].status, 'stored');
  const heard = await live.next('passage');
  live.close();
  assert.deepEqual([heard.id, heard.explanation], [sent.id, '未佩戴口罩。']);
  const { items } = await server.admin.get(`/passages?device=${gate.id}`);
  assert.deepEqual([items.length, items[0].device_name, items[0].temperature_cc], [1, 'East gate', 3655]);
  assert.deepEqual((await send(gate, [sent, sent])).map((r) => r.status), ['duplicate', 'duplicate']);
  assert.equal((await server.admin.get(`/passages/${sent.id}`)).id, sent.id);
});

test('the day of each gate is counted, for the sites an account may see', async (t) => {
  const server = await startServer(t);
  const gate = await server.device(await server.site());
  await send(gate, [passage(gate.id), passage(gate.id), passage(gate.id, fever), passage(gate.id, { at: '2020-03-01T00:00:00Z' })]);
  const expected = { device: gate.id, admit: 2, refuse: 1, retest: 0, call_staff: 0 };
  assert.deepEqual((await server.admin.get('/passages/counts')).items.find((item) => item.device === gate.id), expected);
  await server.admin.refused(400, 'query.invalid', 'GET', '/passages/counts?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z');
});

test('a bad row is refused by itself and the rest is stored', async (t) => {
  const server = await startServer(t);
  const site = await server.site();
  const gate = await server.device(site), other = await server.device(site, 'West gate');
  const good = passage(gate.id), theirs = passage(other.id);
  await send(other, [theirs]);
  // As text, because the harness holds an accepted object against the contract, and these rows break it.
  const rows = [
    good, { ...passage(gate.id), shots: -1 }, passage(other.id), { ...passage(gate.id), id: theirs.id }, 7, passage(gate.id, { at: '1970-01-01T00:00:00Z' }),
  ];
  const { results } = await gate.api.post('/device/passages', JSON.stringify({ passages: rows }), { headers: { 'Content-Type': 'application/json' } });
  assert.deepEqual(results.map((r) => r.status), ['stored', 'rejected', 'rejected', 'rejected', 'rejected', 'stored']);
  assert.deepEqual(results.map((r) => r.code), [undefined, 'field.invalid', 'passage.device', 'passage.taken', 'field.type', undefined]);
  assert.equal(results[1].field, 'shots');
  const many = Array.from({ length: 1001 }, () => passage(gate.id));
  await gate.api.refused(400, 'passages.too_many', 'POST', '/device/passages', { passages: many });
  await gate.api.refused(400, 'json.syntax', 'POST', '/device/passages', '{"passages":[', { headers: { 'Content-Type': 'application/json' } });
  await server.admin.refused(401, 'device.key', 'POST', '/device/passages', { passages: [good] });
  await server.admin.refused(400, 'query.unknown', 'GET', '/passages?devices=1');
});

test('fevers raise one alarm that counts until somebody acknowledges it', async (t) => {
  const server = await startServer(t);
  const gate = await server.device(await server.site());
  await send(gate, [passage(gate.id, fever), passage(gate.id, { ...fever, outcome: 'retest' })]);
  await send(gate, [passage(gate.id, fever)]);
  const open = await server.admin.get('/alarms?open=true');
  assert.deepEqual(open.items.map((a) => [a.kind, a.text]), [['fever', 'East gate: a raised screening temperature, 38.5 °C. 1 more since then.']]);
  const guard = await server.user('guard');
  const seen = await guard.post(`/alarms/${open.items[0].id}/acknowledge`, { note: 'checked' });
  assert.deepEqual([seen.acknowledged_by, seen.note], ['guard', 'checked']);
  assert.equal((await server.admin.post(`/alarms/${open.items[0].id}/acknowledge`, {})).acknowledged_by, 'guard');
  await send(gate, [passage(gate.id, fever)]);
  assert.equal((await server.admin.get('/alarms?open=true')).items.length, 1);
  assert.equal((await server.admin.get('/alarms')).items.length, 2);
});

test('a picture is kept sealed, seen by those who may, and journalled', async (t) => {
  const server = await startServer(t);
  const gate = await server.device(await server.site('School', { capture_days: 3 }));
  const capture = id();
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a face nobody may read in a file'.repeat(20))]);
  const put = (name, body) => gate.api.call('PUT', `/device/captures/${name}`, { body, headers: { 'Content-Type': 'image/jpeg' } });
  assert.equal((await put(capture, jpeg)).body.code, 'capture.passage');
  await send(gate, [passage(gate.id, { ...fever, capture })]);
  assert.equal((await put(capture, jpeg)).status, 204);
  assert.equal((await put(capture, jpeg)).status, 204);
  assert.equal((await put(capture, Buffer.from('no picture'))).body.code, 'image.format');
  assert.deepEqual(Buffer.from(await server.admin.get(`/captures/${capture}`)), jpeg);
  const guard = await server.user('guard');
  assert.equal((await guard.call('GET', `/captures/${capture}`)).status, 403);
  assert.equal((await server.admin.get('/passages')).items[0].capture_available, true);
  assert.equal((await server.admin.get(`/journal?type=capture.seen&subject=${capture}`)).items.length, 1);
});

test('what was stored survives kill -9, and ward check finds it well', async (t) => {
  const server = await startServer(t);
  const gate = await server.device(await server.site());
  const stored = [];
  for (let round = 0; round < 3; ++round) {
    const sending = (async () => {
      for (;;) {
        const batch = Array.from({ length: 20 }, () => passage(gate.id));
        try {
          for (const result of await send(gate, batch)) if (result.status === 'stored') stored.push(result.id);
        } catch {
          return;
        }
      }
    })();
    const before = stored.length;
    while (stored.length < before + 60) await new Promise((done) => setImmediate(done));
    await server.stop('SIGKILL');
    await sending;
    await server.start();
    gate.api.url = server.url;
  }
  for (const one of stored) assert.equal((await server.admin.get(`/passages/${one}`)).id, one);
  const checked = await ward(['check', ...server.where]);
  assert.equal(checked.code, 0, checked.out + checked.err);
  assert.equal((await ward(['check', '--data', `${server.data}/nothing`])).code, 4);
});
