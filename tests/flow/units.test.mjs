// The pyramid: imported from files as they come, kept by its rule, seen by each as far as their posts reach.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { id, password, startServer } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\nc2,Xiachemen,community,t1\ng1,Grid 1,grid,c1\ng2,Grid 2,grid,c2\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,commander\nt1,Wu,10000000001,member\ng1,Li,10000000002,commander\nc1,Li,10000000002,member\n';
const csv = { 'Content-Type': 'text/csv' };

const upload = (api, body, query) => api.call('POST', `/units/import?${query}`, { body, headers: csv });
const byCode = async (api, code) => (await api.get(`/units?q=${code}`)).items.find((unit) => unit.code === code);

async function city(t) {
  const server = await startServer(t);
  assert.equal((await upload(server.admin, units, 'what=units&dry_run=false')).body.new_units, 6);
  assert.equal((await upload(server.admin, members, 'what=members&dry_run=false')).body.new_posts, 4);
  return server;
}

test('a dry run stores nothing, a file with a bad row nothing unless that is meant, the same file twice nothing', async (t) => {
  const server = await startServer(t);
  const dry = await upload(server.admin, units, 'what=units');
  assert.deepEqual([dry.body.stored, dry.body.new_units], [false, 6]);
  assert.deepEqual((await server.admin.get('/units')).items, []);

  const bad = `${units}g3,Grid 3,grid,nowhere\n`;
  const refused = await upload(server.admin, bad, 'what=units&dry_run=false');
  assert.deepEqual([refused.body.stored, refused.body.faulty], [false, 1]);
  assert.deepEqual(refused.body.faults.map(({ row, code, field }) => [row, code, field]), [[8, 'unit.parent_unknown', 'parent']]);
  assert.deepEqual((await server.admin.get('/units')).items, []);
  assert.equal((await upload(server.admin, bad, 'what=units&dry_run=false&good_rows=true')).body.stored, true);

  const again = await upload(server.admin, units, 'what=units&dry_run=false');
  assert.deepEqual([again.body.new_units, again.body.changed_units, again.body.unchanged], [0, 0, 6]);
  const exported = await server.admin.call('GET', '/units/export?what=units');
  assert.equal((await upload(server.admin, exported.body, 'what=units&dry_run=false')).body.unchanged, 6);
  const { items } = await server.admin.get('/journal?type=units.imported');
  assert.equal(items.length, 1, 'one row a file that changed something');
});

test('a workbook that was exported and is read again changes nothing, and no text in it becomes a formula', async (t) => {
  const server = await city(t);
  const workbook = { 'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
  const formula = '=HYPERLINK("http://a.example","07")';
  await upload(server.admin, `unit,name,phone\nc2,"${formula.replaceAll('"', '""')}",00000000003\n`, 'what=members&dry_run=false');
  for (const [what, rows] of Object.entries({ units: 6, members: 5 })) {
    const file = await server.admin.call('GET', `/units/export?what=${what}&format=xlsx`);
    assert.equal(file.headers.get('content-disposition'), `attachment; filename=${what}.xlsx`);
    assert.equal(file.body.subarray(0, 2).toString(), 'PK');
    const { body } = await server.admin.call('POST', `/units/import?what=${what}`, { body: file.body, headers: workbook });
    assert.deepEqual([body.rows, body.unchanged, body.faulty, body.changed_units, body.changed_members, body.changed_posts], [rows, rows, 0, 0, 0, 0]);
  }
  assert.equal((await server.admin.get('/members?q=%3D')).items[0].name, formula);
  await server.admin.refused(400, 'query.invalid', 'GET', '/units/export?format=ods');
});

test('a table without its columns, and one in no known encoding, are refused as a whole', async (t) => {
  const server = await startServer(t);
  const missing = await upload(server.admin, 'name,kind\nYiwu,city\n', 'what=units');
  assert.deepEqual([missing.status, missing.body.code], [400, 'table.missing_columns']);
  const garbage = await upload(server.admin, new Uint8Array([0xff, 0xff, 0x80, 0x00, 0x2c, 0xff, 0x0a]), 'what=units');
  assert.equal(garbage.status, 400);
});

test('a commander is in the team above, or the save says how to mend it', async (t) => {
  const server = await city(t);
  const { admin } = server;
  const [g1, c2, c1] = [await byCode(admin, 'g1'), await byCode(admin, 'c2'), await byCode(admin, 'c1')];
  assert.equal(g1.commander, 'Li');
  const moved = await admin.call('PUT', `/units/${g1.id}`, { body: { code: 'g1', name: 'Grid 1', kind: 'grid', parent: c2.id } });
  assert.deepEqual([moved.status, moved.body.code], [409, 'unit.commander_outside']);
  assert.match(moved.body.detail, /Take Li into that team first, or give Grid 1 another commander/);

  const team = (await admin.get(`/units/${c1.id}/team`)).items;
  const li = team.find(({ member }) => member.name === 'Li');
  const { id: post, ...rest } = li.post;
  const ended = await admin.call('PUT', `/posts/${post}`, { body: { ...rest, until: new Date().toISOString() } });
  assert.equal(ended.body.code, 'unit.commander_outside');

  await admin.put(`/posts/${id()}`, { unit: c2.id, member: li.member.id, duty: 'member' });
  const after = await admin.put(`/units/${g1.id}`, { code: 'g1', name: 'Grid 1', kind: 'grid', parent: c2.id });
  assert.equal(after.parent, c2.id);
  assert.deepEqual((await admin.get(`/units/${g1.id}`)).past.map(({ parent }) => parent), [c1.id]);
});

test('each sees the units of their posts and no others', async (t) => {
  const server = await city(t);
  const account = id();
  await server.admin.put(`/users/${account}`, { name: 'li', role: 'member', password });
  const li = (await server.admin.get('/members?q=Li')).items[0];
  await server.admin.put(`/members/${li.id}`, { name: li.name, phone: li.phone, account });
  const api = await server.login('li');
  assert.deepEqual((await api.get('/units')).items.map(({ code }) => code), ['g1'], 'what Li commands; the seat in c1 comes with it');
  const c1 = await byCode(server.admin, 'c1');
  await api.refused(404, 'unit.unknown', 'GET', `/units/${c1.id}`);
  const c2 = await byCode(server.admin, 'c2');
  await api.refused(404, 'unit.unknown', 'GET', `/units/${c2.id}`);
  // A member of c1, but commander of g1: there Li may put people into the team.
  const g1 = await byCode(api, 'g1');
  const fresh = { id: id(), name: 'Chen', phone: '10000000009' };
  await api.put(`/members/${fresh.id}`, { name: fresh.name, phone: fresh.phone });
  await api.put(`/posts/${id()}`, { unit: g1.id, member: fresh.id, duty: 'member' });
  await api.refused(404, 'unit.unknown', 'PUT', `/posts/${id()}`, { unit: c1.id, member: fresh.id, duty: 'member' });
  await api.refused(403, 'access.role', 'PUT', `/units/${g1.id}`, { code: 'g1', name: 'Mine', kind: 'grid', parent: c1.id });
  // What a post brought ends with it.
  const post = (await server.admin.get(`/units/${g1.id}/team`)).items.find(({ member }) => member.name === 'Li').post;
  const { id: postId, ...rest } = post;
  await server.admin.put(`/posts/${postId}`, { ...rest, until: new Date().toISOString() });
  await api.refused(403, 'access.role', 'PUT', `/posts/${id()}`, { unit: g1.id, member: fresh.id, duty: 'member' });
  assert.deepEqual((await api.get('/units')).items.map(({ code }) => code), ['c1'], 'a member of c1 now, like others there');
  assert.deepEqual((await api.get(`/units?parent=${c1.id}`)).items.map(({ code }) => code), ['g1']);
});

test('an account for a town sees the town, and an account for nothing that is left sees nothing', async (t) => {
  const server = await city(t);
  const t1 = await byCode(server.admin, 't1');
  await server.admin.put(`/users/${id()}`, { name: 'desk', role: 'centre', units: [t1.id], password });
  const desk = await server.login('desk');
  assert.deepEqual((await desk.get('/units')).items.map(({ code }) => code), ['t1']);
  const yw = await byCode(server.admin, 'yw');
  await desk.refused(404, 'unit.unknown', 'GET', `/units/${yw.id}`);
  await desk.refused(403, 'access.unit', 'PUT', `/units/${id()}`, { code: 't9', name: 'T', kind: 'town', parent: yw.id });
  await server.admin.refused(400, 'user.unit_unknown', 'PUT', `/users/${id()}`, { name: 'x', role: 'centre', units: [id()], password });
});

test('units are merged and closed, and what they were is kept', async (t) => {
  const server = await city(t);
  const { admin } = server;
  const [c1, c2, g2] = [await byCode(admin, 'c1'), await byCode(admin, 'c2'), await byCode(admin, 'g2')];
  await admin.refused(409, 'unit.has_units', 'POST', `/units/${c1.id}/close`);
  const into = await admin.post(`/units/${c1.id}/merge`, { into: c2.id });
  assert.deepEqual([into.units_below, into.posts], [2, 3]);
  assert.equal((await admin.get(`/units/${c1.id}`)).merged_into, c2.id);
  await admin.call('POST', `/units/${g2.id}/close`);
  assert.equal((await byCode(admin, 'c2')).units_below, 1);
  await admin.refused(409, 'unit.closed', 'PUT', `/units/${g2.id}`, { code: 'g2', name: 'Again', kind: 'grid', parent: c2.id });
});
