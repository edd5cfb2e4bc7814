// A picture sent before the report that names it: kept, shown to those who see the incident, and to nobody else.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { id, password, repository, startServer, ward } from './support/ward.mjs';

const picture = await readFile(join(repository, 'var/media/sample2.jpg'));
const voice = Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.from('a few words')]);
const send = (api, file, body, type = 'image/jpeg') => api.call('PUT', `/files/${file}`, { body, headers: { 'Content-Type': type } });

async function people(t) {
  const server = await startServer(t);
  const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,One,town,yw\nt2,Two,town,yw\n';
  await server.admin.call('POST', '/units/import?what=units&dry_run=false', { body: units, headers: { 'Content-Type': 'text/csv' } });
  const unit = {};
  for (const code of ['t1', 't2']) unit[code] = (await server.admin.get(`/units?q=${code}`)).items[0].id;
  const all = { server, unit };
  for (const [name, code] of [['wu', 't1'], ['ma', 't1'], ['he', 't2']]) {
    await server.admin.put(`/users/${id()}`, { name, role: 'centre', units: [unit[code]], password });
    all[name] = await server.login(name);
  }
  return all;
}

// An answer to each question that must be answered.
async function answersTo(code, server, picture) {
  const { types } = await server.admin.get('/incident-types');
  const { form } = types.find((one) => one.code === code);
  const answers = { yes_no: true, number: 1, picture, text: 'x', date: '2026-03-02' };
  return Object.fromEntries(form.filter((one) => one.required).map(({ key, kind, choices }) => [key, kind === 'choice' ? choices[0].value : answers[kind]]));
}

test('a picture is shown to those who see what it was named in', async (t) => {
  const { server, unit, wu, ma, he } = await people(t);
  const file = id();
  const kept = await send(wu, file, picture);
  assert.deepEqual([kept.status, kept.body.media_type, kept.body.size], [200, 'image/jpeg', picture.length]);
  assert.deepEqual((await send(wu, file, picture)).body, kept.body, 'sent again it counts once');
  assert.equal((await send(ma, file, picture)).body.code, 'files.taken');
  assert.equal((await wu.call('GET', `/files/${file}`)).status, 200, 'who sent it');
  assert.equal((await ma.call('GET', `/files/${file}`)).status, 404, 'it was named nowhere yet');

  const report = { type: 'rumour', unit: unit.t1, pictures: [file], answers: await answersTo('rumour', server, file) };
  await ma.refused(400, 'incident.picture', 'PUT', `/incidents/${id()}`, report);
  await wu.refused(400, 'incident.picture', 'PUT', `/incidents/${id()}`, { ...report, pictures: [id()] });
  await wu.put(`/incidents/${id()}`, report);

  const seen = await ma.call('GET', `/files/${file}`);
  assert.equal(seen.status, 200);
  assert.equal((await he.call('GET', `/files/${file}`)).status, 404, 'another town');
  const rows = (await server.admin.get(`/journal?subject=${file}`)).items;
  assert.deepEqual(rows.map((row) => row.type), ['file.seen', 'file.seen', 'file.kept'], 'whoever looks leaves a row');
});

test('a step comes with pictures of what was done', async (t) => {
  const { server, unit, wu, ma, he } = await people(t);
  const one = id();
  const { version } = await wu.put(`/incidents/${one}`, { type: 'gathering', unit: unit.t1, answers: await answersTo('gathering', server) });
  const [before, after] = [id(), id()];
  for (const file of [before, after]) assert.equal((await send(ma, file, picture)).status, 200);
  const step = { id: id(), action: 'accept', version, pictures: [before, after] };
  await wu.refused(400, 'incident.picture', 'POST', `/incidents/${one}/actions`, { ...step, pictures: [before] });
  await ma.refused(400, 'field.range', 'POST', `/incidents/${one}/actions`, { ...step, pictures: Array(21).fill(before) });
  assert.equal((await he.call('GET', `/files/${before}`)).status, 404);
  const { story } = await ma.post(`/incidents/${one}/actions`, step);
  assert.deepEqual(story.map((row) => row.pictures), [[], [before, after]]);
  assert.equal((await ma.post(`/incidents/${one}/actions`, step)).story.length, 2, 'sent again it counts once');
  assert.equal((await wu.call('GET', `/files/${after}`)).status, 200, 'whoever sees the incident sees it');
  assert.equal((await he.call('GET', `/files/${after}`)).status, 404);
  assert.match((await ward(['check', ...server.where])).out, /files +well/);
});

test('only pictures and voice notes are kept, and as what they are', async (t) => {
  const { server, wu } = await people(t);
  assert.equal((await send(wu, id(), voice, 'audio/webm')).status, 200);
  for (const [body, type] of [[voice, 'image/jpeg'], ['<html>', 'image/png'], ['', 'image/jpeg'], [picture, 'audio/ogg']]) {
    const answer = await send(wu, id(), body, type);
    assert.deepEqual([answer.status, answer.body.code], [400, 'files.format'], type);
  }
  const large = Buffer.alloc((8 << 20) + 1, 1);
  assert.equal((await send(wu, id(), large)).status, 413);
  assert.match((await ward(['check', ...server.where])).out, /files +well/);
});
