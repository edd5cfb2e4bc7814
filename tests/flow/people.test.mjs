// From a portrait to a template on the gates of one site: what is accepted, what is refused and why, who is told, and
// what the stored files show.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { id, password, repository, startServer, temporary, ward } from './support/ward.mjs';

const media = (name) => readFile(join(repository, 'var/media', name));
const portrait = await media('grace_hopper.jpg');
const jpeg = { headers: { 'Content-Type': 'image/jpeg' } };

// Makes a person; the id.
async function person(api, site, name, more = {}) {
  return (await api.put(`/people/${id()}`, { site, name, ...more })).id;
}
const face = (who, query = '') => `/people/${who}/face${query}`;
const changes = (gate, version) => gate.api.get(`/device/changes?whitelist=${version}&policy=`);

// Every file below a directory, as one sequence of bytes.
async function contents(directory) {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return Buffer.concat(await Promise.all(entries.filter((e) => e.isFile()).map((e) => readFile(join(e.parentPath ?? e.path, e.name)))));
}

test('groups and people are kept by site, found by name and number, and refused by name when they clash', async (t) => {
  const server = await startServer(t);
  const site = await server.site(), other = await server.site('Works');
  const group = id(), { admin } = server;
  assert.equal((await admin.put(`/groups/${group}`, { site, name: 'Class 3' })).people, 0);
  await admin.refused(409, 'group.name_taken', 'PUT', `/groups/${id()}`, { site, name: 'Class 3' });
  await admin.refused(409, 'group.site', 'PUT', `/groups/${group}`, { site: other, name: 'Class 3' });

  const zhang = await person(admin, site, '张伟', { group, number: 'A100%' });
  await person(admin, site, 'Ada', { number: 'A2' });
  await person(admin, other, 'Alan', { number: 'A2' });
  await admin.refused(409, 'person.number_taken', 'PUT', `/people/${id()}`, { site, name: 'Eve', number: 'A2' });
  await admin.refused(400, 'person.group', 'PUT', `/people/${id()}`, { site: other, name: 'Eve', group });
  await admin.refused(409, 'group.not_empty', 'DELETE', `/groups/${group}`);
  assert.equal((await admin.get(`/groups?site=${site}`)).items[0].people, 1);

  const names = async (query) => (await admin.get(`/people?${query}`)).items.map((p) => p.name);
  assert.deepEqual(await names(`site=${site}`), ['Ada', '张伟']);
  assert.deepEqual(await names(`group=${group}`), ['张伟']);
  assert.deepEqual(await names(`q=${encodeURIComponent('A100%')}`), ['张伟']);
  assert.deepEqual(await names(`q=${encodeURIComponent('%')}`), []);
  assert.deepEqual(await names('q=张'), ['张伟']);
  const first = await admin.get('/people?limit=2');
  assert.deepEqual((await admin.get(`/people?limit=2&after=${first.next}`)).items.map((p) => p.name), ['张伟']);

  const elsewhere = await server.user('office', { name: 'works-office', sites: [other] });
  assert.deepEqual((await elsewhere.get('/people')).items.map((p) => p.name), ['Alan']);
  await elsewhere.refused(404, 'person.none', 'GET', `/people/${zhang}`);
  await admin.delete(`/people/${zhang}`);
  await admin.refused(404, 'person.none', 'GET', `/people/${zhang}`);
  await admin.delete(`/groups/${group}`);
});

test('a name is as long as the contract says, in characters of any script', async (t) => {
  const server = await startServer(t);
  const site = await server.site(), { admin } = server;
  const longest = '龘'.repeat(199);
  await person(admin, site, `${longest}一`, { number: '甲'.repeat(64) });
  await person(admin, site, `${longest}😷`);
  await admin.refused(400, 'field.range', 'PUT', `/people/${id()}`, { site, name: `${longest}一二` });
  await admin.refused(400, 'field.range', 'PUT', `/people/${id()}`, { site, name: 'Ada', number: '甲'.repeat(65) });
  const first = await admin.get(`/people?limit=1&q=${encodeURIComponent(longest)}`);
  const second = await admin.get(`/people?limit=1&q=${encodeURIComponent(longest)}&after=${first.next}`);
  assert.deepEqual([first, second].map(({ items }) => items[0].name), [`${longest}一`, `${longest}😷`]);
});

test('a portrait is enrolled once, and a picture that will not do is refused with the reason', async (t) => {
  const server = await startServer(t);
  const site = await server.site();
  const { admin } = server;
  const grace = await person(admin, site, 'Grace'), twin = await person(admin, site, 'Twin');
  const refused = (code, picture) => admin.refused(400, code, 'PUT', face(grace), picture, jpeg);
  await refused('face.several', await media('sample1.jpg'));
  await refused('image.format', Buffer.from('dear gate, please let me in'));
  await refused('image.truncated', portrait.subarray(0, portrait.length / 2));
  assert.equal((await admin.get(`/people/${grace}`)).enrolled_at, null);

  const enrolled = await admin.put(face(grace), portrait, jpeg);
  assert.ok(enrolled.person.enrolled_at && enrolled.height_px > 0, JSON.stringify(enrolled));
  const duplicate = await admin.refused(409, 'face.duplicate', 'PUT', face(twin), portrait, jpeg);
  assert.match(duplicate.detail, /Grace/);
  await admin.put(face(grace), portrait, jpeg);  // again for the same person is no duplicate
  await admin.refused(409, 'face.duplicate', 'PUT', face(twin), portrait, jpeg);
  await admin.put(face(twin, '?allow_duplicate=true'), portrait, jpeg);
  await admin.refused(404, 'person.none', 'PUT', face(id()), portrait, jpeg);

  const compared = (await admin.get(`/journal?type=face.duplicate&subject=${twin}`)).items;
  assert.deepEqual(compared.map((row) => row.payload), [{ compared_with: 1, person: grace }, { compared_with: 1, person: grace }]);
  const rows = (await admin.get(`/journal?type=face.enrolled&subject=${grace}`)).items;
  assert.deepEqual(rows.map((row) => row.payload.new), [false, true]);
  assert.equal((await admin.get('/sites')).items[0].templates, 2);
  const guard = await server.user('guard');
  assert.equal((await guard.call('PUT', face(grace), { body: portrait, ...jpeg })).status, 403);
});

test('gates of the site, and no others, hear of each person once, and of who left', async (t) => {
  const server = await startServer(t);
  const site = await server.site(), other = await server.site('Works');
  const gate = await server.device(site), foreign = await server.device(other, 'Works gate');
  const { admin } = server;
  const group = id();
  await admin.put(`/groups/${group}`, { site, name: 'Class 3' });
  const grace = await person(admin, site, 'Grace', { group }), twin = await person(admin, site, 'Twin');
  await admin.put(face(grace), portrait, jpeg);
  const first = await changes(gate, 0);
  assert.deepEqual([first.full, first.more, first.removals], [true, false, []]);
  assert.deepEqual(first.upserts.map((u) => [u.person, u.name, u.group]), [[grace, 'Grace', 'Class 3']]);

  await admin.put(face(twin, '?allow_duplicate=true'), portrait, jpeg);
  const second = await changes(gate, first.whitelist_version);
  assert.deepEqual([second.full, second.upserts.map((u) => u.person)], [false, [twin]]);
  await admin.put(`/groups/${group}`, { site, name: 'Class 4' });
  const renamed = await changes(gate, second.whitelist_version);
  assert.deepEqual(renamed.upserts.map((u) => [u.person, u.group]), [[grace, 'Class 4']]);
  await admin.delete(`/people/${twin}`);
  const third = await changes(gate, renamed.whitelist_version);
  assert.deepEqual([third.full, third.upserts, third.removals], [false, [], [twin]]);
  assert.deepEqual((await changes(foreign, 0)).upserts, []);

  // Moved to the other site: one site's gates forget, the other's learn.
  await admin.put(`/people/${grace}`, { site: other, name: 'Grace' });
  assert.deepEqual((await changes(gate, third.whitelist_version)).removals, [grace]);
  assert.deepEqual((await changes(foreign, 0)).upserts.map((u) => u.person), [grace]);
  await admin.delete(face(grace));
  assert.deepEqual((await changes(foreign, 0)).upserts, []);

  const pushed = (await admin.get(`/journal?type=whitelist.sent&subject=${gate.id}`)).items;
  const told = pushed.map(({ payload }) => [payload.templates, payload.removals]).reverse();
  assert.deepEqual(told, [[1, 0], [1, 0], [1, 0], [0, 1], [0, 1]], 'removals alone are told, too');
  assert.equal((await admin.get(`/journal?type=whitelist.sent&subject=${foreign.id}`)).items.length, 1);
});

test('a pass is told once, stands for its person at the gates of the site, and can be taken away', async (t) => {
  const server = await startServer(t);
  const site = await server.site(), other = await server.site('Works');
  const gate = await server.device(site), foreign = await server.device(other, 'Works gate');
  const { admin } = server;
  const grace = await person(admin, site, 'Grace');
  const made = await admin.put(`/people/${grace}/pass`);
  assert.match(made.pass, /^WARD1:[0-9A-F]{32}$/);
  assert.ok(made.person.pass_made_at);
  const digest = (pass) => createHash('sha256').update(pass.slice(6)).digest('base64');
  const told = await changes(gate, 0);
  assert.deepEqual(told.upserts.map((u) => [u.person, u.template, u.pass]), [[grace, null, digest(made.pass)]]);
  assert.deepEqual((await changes(foreign, 0)).upserts, []);
  assert.ok(!JSON.stringify(await admin.get(`/people/${grace}`)).includes(made.pass.slice(6)), 'never again');

  const again = await admin.put(`/people/${grace}/pass`);
  assert.notEqual(again.pass, made.pass);
  await admin.put(face(grace), portrait, jpeg);
  const both = await changes(gate, told.whitelist_version);
  assert.deepEqual([both.upserts.length, both.upserts[0].pass, typeof both.upserts[0].template], [1, digest(again.pass), 'string']);
  await admin.delete(face(grace));
  const passOnly = await changes(gate, both.whitelist_version);
  assert.deepEqual([passOnly.upserts[0].template, passOnly.removals], [null, []], 'the pass stays');
  await admin.delete(`/people/${grace}/pass`);
  assert.deepEqual((await changes(gate, passOnly.whitelist_version)).removals, [grace]);
  const types = (await admin.get(`/journal?subject=${grace}`)).items.map((row) => row.type);
  assert.deepEqual(types.filter((type) => type.startsWith('pass.')), ['pass.deleted', 'pass.made', 'pass.made']);
  const guard = await server.user('guard');
  assert.equal((await guard.call('PUT', `/people/${grace}/pass`)).status, 403);
});

test('no stored file holds a picture or an open template', async (t) => {
  const server = await startServer(t, { server: { database: '' } });
  const site = await server.site();
  const gate = await server.device(site);
  const grace = await person(server.admin, site, 'Grace');
  await server.admin.put(face(grace), portrait, jpeg);
  const { upserts } = await changes(gate, 0);
  const template = Buffer.from(upserts[0].template, 'base64');
  const stored = await contents(server.data);
  assert.ok(stored.includes('Grace'), 'the files that were read are the right ones');
  for (let at = 0; at + 64 <= template.length; at += 32)
    assert.ok(!stored.includes(template.subarray(at, at + 64)), `the template lies open in a file, from byte ${at}`);
  for (let at = 0; at + 64 <= portrait.length; at += 4096)
    assert.ok(!stored.includes(portrait.subarray(at, at + 64)), `the picture lies open in a file, from byte ${at}`);
  const checked = await ward(['check', ...server.where]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});

test('ward enroll sends a list, says for each how it went, and leaves nobody half enrolled', async (t) => {
  const server = await startServer(t);
  const site = await server.site();
  const folder = await temporary(t);
  await writeFile(join(folder, 'grace.jpg'), portrait);
  await writeFile(join(folder, 'crowd.jpg'), await media('sample1.jpg'));
  const list = join(folder, 'list.csv');
  await writeFile(list, 'name,number,group,picture\n"Hopper, Grace",7,Navy,grace.jpg\nCrowd,8,Navy,crowd.jpg\n');
  const enroll = (words, env = {}) => ward(['enroll', '--server', server.url, '--site', 'School', ...words], { env: { WARD_PASSWORD: password, ...env } });

  const nowhere = ['enroll', '--server', 'http://127.0.0.1:9', '--site', 'School'];
  const tried = await ward([...nowhere, list, '--dry-run']); // asks no server, and for no password
  assert.equal(tried.code, 0, tried.err);
  assert.match(tried.out, /2 of 2 would be sent, 0 refused/);
  const sent = await enroll([list]);
  assert.equal(sent.code, 1, sent.out + sent.err);
  assert.match(sent.out, /1\/2 Hopper, Grace \[grace\.jpg\] enrolled/);
  assert.match(sent.out, /2\/2 Crowd \[crowd\.jpg\] refused \(face\.several\)/);
  const { items } = await server.admin.get(`/people?site=${site}`);
  assert.deepEqual(items.map((p) => [p.name, p.number, p.group_name, p.enrolled_at !== null]), [['Hopper, Grace', '7', 'Navy', true]]);

  assert.match((await enroll([folder])).out, /grace \[grace\.jpg\] refused \(face\.duplicate\)/);
  await writeFile(list, 'who,picture\nGrace,grace.jpg\n');
  const wrong = await enroll([list]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /hint: .*--help/);
  const stranger = await enroll([folder], { WARD_PASSWORD: 'not the password' });
  assert.equal(stranger.code, 1);
  assert.match(stranger.err, /hint: .*--user/);
  const alone = await ward([...nowhere, folder], { env: { WARD_PASSWORD: password } });
  assert.equal(alone.code, 4);
  assert.match(alone.err, /hint: start the server/);
});
