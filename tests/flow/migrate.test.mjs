// A school that has grown: what its server stored in its directory moves into PostgreSQL.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postgres } from './support/postgres.mjs';
import { id, passage, startServer, ward } from './support/ward.mjs';

test('ward migrate copies a school into an empty database, once, and it goes on there', async (t) => {
  const school = await startServer(t, { server: { database: '' } });
  const site = await school.site();
  const gate = await school.device(site);
  const person = id();
  await school.admin.put(`/people/${person}`, { site, name: '张三' });
  await school.admin.put(`/people/${person}/pass`);
  const sent = Array.from({ length: 30 }, (_, i) => passage(gate.id, { id: id(Date.parse(`2026-0${1 + (i % 3)}-10T08:00:00Z`)), person }));
  await gate.api.post('/device/passages', { passages: sent });
  const seen = async () => ({
    passages: await school.admin.get('/passages?limit=100'),
    people: await school.admin.get('/people'),
    whitelist: (await gate.api.get('/device/changes?whitelist=0&policy=')).whitelist_version,
  });
  const before = await seen();
  assert.equal(before.passages.items.length, 30);
  await school.stop();

  const url = await (await postgres()).database();
  const words = ['migrate', 'sqlite-to-postgres', '--data', school.data, '--database', url];
  const moved = await ward(words);
  assert.equal(moved.code, 0, moved.err);
  assert.match(moved.out, /^passage_202602 +10 rows$/m);
  const again = await ward(words);
  assert.deepEqual([again.code, again.out], [1, '']);
  assert.match(again.err, /in use already: nothing was copied[^]*hint: /);

  school.database = url;
  school.settings = {};
  await school.start();
  assert.deepEqual(await seen(), before);
  await gate.api.post('/device/passages', { passages: [sent[0], passage(gate.id)] });
  assert.equal((await seen()).passages.items.length, 31, 'what was moved still counts once');
  const checked = await ward(['check', ...school.where]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});
