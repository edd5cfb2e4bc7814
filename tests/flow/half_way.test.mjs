// Killed half way through a big write: afterwards all of it is there or nothing, and each person was told once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { id, password, startServer, ward } from './support/ward.mjs';

const rounds = 6;
const csv = { 'Content-Type': 'text/csv' };
const upload = (api, what, lines) => api.call('POST', `/units/import?what=${what}&dry_run=false`, { body: lines.join('\n'), headers: csv });
const unitOf = async (server, code) => (await server.admin.get(`/units?q=${code}`)).items.find((unit) => unit.code === code);
const range = (count, of) => Array.from({ length: count }, (_, i) => of(i));

// Does `act(round)` once undisturbed, and then with a kill at moments spread over the time that took. `look(round)`
// says whether it was done; its parts, whether it was done in part, are the caller's to refuse.
async function killed(t, server, act, look) {
  const began = performance.now();
  await act(0);
  const took = performance.now() - began;
  assert.equal(await look(0), true);
  let done = 0;
  for (let round = 1; round <= rounds; round++) {
    const under_way = act(round).catch(() => undefined);
    await sleep((took * (round - 0.5)) / rounds);
    await server.stop('SIGKILL');
    await under_way;
    await server.start();
    done += await look(round);
  }
  t.diagnostic(`of ${rounds} kills within ${Math.round(took)} ms, ${rounds - done} came before it was durable`);
}

async function well(server) {
  const checked = await ward(['check', ...server.where]);
  assert.equal(checked.code, 0, checked.out);
}

test('an import: its whole file is stored or nothing, and sent again it is stored once', async (t) => {
  const server = await startServer(t);
  const size = 10_000;
  const file = (round) => [`code,name,kind,parent`, `t${round},Town ${round},town,yw`, ...range(size, (i) => `t${round}-${i},Community ${i},community,t${round}`)];
  await upload(server.admin, 'units', ['code,name,kind,parent', 'yw,Yiwu,city,']);
  const below = async (round) => (await unitOf(server, `t${round}`))?.units_below;
  await killed(t, server, (round) => upload(server.admin, 'units', file(round)), async (round) => {
    const found = await below(round);
    assert.ok(found === undefined || found === size, `${found} of ${size}`);
    const again = (await upload(server.admin, 'units', file(round))).body;
    assert.equal(found ? again.unchanged : again.new_units, size + 1);
    assert.equal(await below(round), size);
    return found === size;
  });
  assert.equal((await server.admin.get('/journal?type=units.imported')).items.length, rounds + 2, 'one row a file');
  await well(server);
});

test('an order: it was given to all or to nobody, and once', async (t) => {
  const grids = 60, each = 40;
  const server = await startServer(t);
  await upload(server.admin, 'units', ['code,name,kind,parent', 'yw,Yiwu,city,', 't1,Town,town,yw', 'c1,Community,community,t1', ...range(grids, (g) => `g${g},Grid ${g},grid,c1`)]);
  await upload(server.admin, 'members', ['unit,name,phone,duty', ...range(grids * each, (i) => `g${i % grids},P${i},1${String(i).padStart(10, '0')},member`)]);
  const { id: unit } = await unitOf(server, 'yw');
  const keys = range(rounds + 1, id);
  const order = { unit, texts: [{ language: 'zh-CN', headline: '今晚消毒', text: '请于 20 点前完成楼道消毒。' }], asks: 'read', remind_minutes: 5 };
  const give = (round) => server.admin.call('PUT', `/orders/${keys[round]}`, { body: order });
  await killed(t, server, give, async (round) => {
    const found = await server.admin.call('GET', `/orders/${keys[round]}`);
    if (found.status !== 404) assert.equal(found.body.order.progress.recipients, grids * each);
    assert.equal((await give(round)).body.order.progress.recipients, grids * each);
    await server.admin.post(`/orders/${keys[round]}/cancel`, { reason: 'Tried.' });
    return found.status !== 404;
  });
  await well(server);
});

// Each town has a commander with an account, and incidents that nobody accepts.
async function townsWithIncidents(server, towns, each) {
  await upload(server.admin, 'units', ['code,name,kind,parent', 'yw,Yiwu,city,', ...range(towns, (i) => `t${i},Town ${i},town,yw`)]);
  await upload(server.admin, 'members', ['unit,name,phone,duty',
    ...range(towns, (i) => [`t${i},Zhou ${i},1000000000${i},commander`, `yw,Zhou ${i},1000000000${i},member`]).flat()]);
  const { types, version } = await server.admin.get('/incident-types');
  const gathering = types.find((type) => type.code === 'gathering');
  const reported = { clock: 'urgent', minutes: 60 };
  await server.admin.put('/incident-types', { version, types: [...types, { ...gathering, code: 'plain', form: [], deadlines: { ...gathering.deadlines, reported } }] });
  for (let i = 0; i < towns; i++) {
    const account = id(), name = `zhou${i}`;
    await server.admin.put(`/users/${account}`, { name, role: 'member', password });
    const [member] = (await server.admin.get(`/members?q=Zhou ${i}`)).items;
    await server.admin.put(`/members/${member.id}`, { name: member.name, phone: member.phone, account });
    const unit = (await unitOf(server, `t${i}`)).id;
    await Promise.all(range(each, () => server.admin.put(`/incidents/${id()}`, { type: 'plain', unit, description: 'Forty people at the market' })));
  }
}

async function pagesSent(api) {
  let found = 0, after;
  do {
    const page = await api.get(`/journal?type=incident.paged&limit=500${after ? `&after=${after}` : ''}`);
    found += page.items.length;
    after = page.next;
  } while (after);
  return found;
}

test('an escalation: nobody is missed, and nobody is told twice of one thing', { timeout: 600_000 }, async (t) => {
  const towns = 6, each = 400;
  const server = await startServer(t);
  await townsWithIncidents(server, towns, each);
  await server.stop();
  let middle = 0, before = 0;
  for (let round = 1; round <= rounds && before < towns * each; round++) {
    await server.start({ later: '+49m' }); // four fifths of the hour are over: all are due at once
    while ((await server.admin.get('/incidents/board')).unacknowledged === before) await sleep(2);
    await server.stop('SIGKILL'); // what was seen is the first part of it: they are sent some hundreds at a time
    await server.start();
    const sent = await pagesSent(server.admin);
    if (sent > before && sent < towns * each) middle++;
    before = sent;
    await server.stop();
  }
  t.diagnostic(`${middle} kills left some pages sent and some not`);
  await server.start({ later: '+49m' });
  const admin = await server.login('admin');
  assert.ok(Date.parse((await admin.get('/health')).time) > Date.now() + 48 * 60_000, 'the clock is ahead');
  while (await pagesSent(admin) < towns * each) await sleep(50);
  for (let i = 0; i < towns; i++) {
    const { items } = await (await server.login(`zhou${i}`)).get('/notices?limit=500');
    assert.equal(items.length, each);
    assert.equal(new Set(items.map(({ subject }) => subject)).size, each);
  }
  assert.equal(await pagesSent(admin), towns * each);
  await well(server);
});
