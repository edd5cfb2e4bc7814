// A report becomes an incident with an owner and a deadline, goes its way, and is closed only when it is checked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { id, passage, password, startServer } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,Grid 1,grid,c1\ng2,Grid 2,grid,c1\n';
const members = 'unit,name,phone,duty\nyw,Hu,10000000009,commander\nt1,Zhou,10000000001,commander\nyw,Zhou,10000000001,member\ng1,Li,10000000002,commander\nc1,Li,10000000002,member\n';
const upload = (api, what, body) => api.call('POST', `/units/import?what=${what}&dry_run=false`, { body, headers: { 'Content-Type': 'text/csv' } });

// A city with a desk in the town's centre, the platform for public safety, Li of grid 1, and Zhou of the town.
async function city(t) {
  const server = await startServer(t);
  await upload(server.admin, 'units', units);
  await upload(server.admin, 'members', members);
  const unit = {};
  for (const one of (await server.admin.get('/units?q=')).items) unit[one.code] = one.id;
  for (const code of ['t1', 'c1', 'g1', 'g2']) unit[code] = (await server.admin.get(`/units?q=${code}`)).items[0].id;
  const people = { admin: server.admin };
  for (const [name, role, where] of [['desk', 'centre', ['t1']], ['platform', 'public_safety', ['t1']], ['other', 'market_supervision', ['t1']]]) {
    await server.admin.put(`/users/${id()}`, { name, role, units: where.map((code) => unit[code]), password });
    people[name] = await server.login(name);
  }
  for (const name of ['Li', 'Zhou']) {
    const account = id();
    await server.admin.put(`/users/${account}`, { name: name.toLowerCase(), role: 'member', password });
    const [member] = (await server.admin.get(`/members?q=${name}`)).items;
    await server.admin.put(`/members/${member.id}`, { name, phone: member.phone, account });
    people[name.toLowerCase()] = await server.login(name.toLowerCase());
  }
  return { server, unit, ...people };
}

// The catalogue with a type that asks for no form: a story says itself what is to be verified and checked.
async function plainType(admin, { verify = false, check = true } = {}) {
  const { types, version } = await admin.get('/incident-types');
  const gathering = types.find((type) => type.code === 'gathering');
  const term = { clock: 'urgent', minutes: 60 };
  const { verified: _, checked: __, ...deadlines } = gathering.deadlines;
  const plain = { ...gathering, code: 'plain', form: [], verify, check, deadlines: { ...deadlines, ...(verify && { verified: term }), ...(check && { checked: term }) } };
  await admin.put('/incident-types', { version, types: [...types, plain] });
  return plain;
}
const report = (api, unit, more = {}) => api.put(`/incidents/${id()}`, { type: 'plain', unit, description: 'Forty people at the market', ...more });
const act = (api, incident, action, more = {}) => api.post(`/incidents/${incident.id}/actions`, { id: id(), action, version: incident.version, ...more });

test('a report goes its whole way, and each does only what is theirs', async (t) => {
  const { unit, desk, platform, other, li, admin } = await city(t);
  await plainType(admin, { verify: true, check: true });
  let incident = await report(li, unit.g1);
  assert.deepEqual([incident.state, incident.unit_name, incident.version], ['reported', 'Grid 1', 1]);
  assert.ok(incident.stage.deadline, 'somebody has to accept it by then');

  const step = async (api, action, more) => (incident = (await act(api, incident, action, more)).incident);
  await li.refused(403, 'incident.part', 'POST', `/incidents/${incident.id}/actions`, { id: id(), action: 'accept', version: 1 });
  await step(desk, 'accept');
  await desk.refused(409, 'incident.verify_first', 'POST', `/incidents/${incident.id}/actions`, { id: id(), action: 'file', version: incident.version });
  await step(li, 'verify', { text: 'It is so.' });
  await step(desk, 'file');
  await step(desk, 'dispatch', { assignee: unit.t1 });
  await other.refused(403, 'incident.part', 'POST', `/incidents/${incident.id}/actions`, { id: id(), action: 'take_up', version: incident.version });
  await step(platform, 'take_up');
  await step(platform, 'feedback', { text: 'The market is empty again.' });
  await desk.refused(409, 'incident.check_first', 'POST', `/incidents/${incident.id}/actions`, { id: id(), action: 'close', version: incident.version });
  await step(li, 'check', { text: 'Seen: empty.' });
  await step(desk, 'close');
  assert.equal(incident.state, 'closed');

  const detail = await li.get(`/incidents/${incident.id}`);
  assert.deepEqual(detail.story.map(({ action }) => action),
    ['report', 'accept', 'verify', 'file', 'dispatch', 'take_up', 'feedback', 'check', 'close']);
  const journal = (await admin.get(`/journal?subject=${incident.id}&limit=50`)).items;
  assert.equal(journal.length, 9, 'one row a happening');
  assert.ok(!JSON.stringify(journal).includes('market'), 'no words of people in the journal');
  const assessed = await desk.get('/incidents/assessment');
  const figure = (figures, name = 'on_time.handling') => figures.find((one) => one.name === name);
  assert.deepEqual([figure(assessed.all).value, figure(assessed.all).of], [1, 1]);
  const behind = await desk.get('/incidents/assessment/cases?figure=on_time.handling');
  assert.deepEqual([behind.items.map((one) => one.id), behind.total, behind.hidden, behind.next], [[incident.id], 1, 0, null]);
  assert.equal((await desk.get('/incidents/assessment/cases?figure=on_time.handling&rest=true')).total, 0);
  // The tree is walked down to the unit whose stage it was, and what was its own.
  let below = assessed.by_unit;
  const way = [];
  while (below.length > 0 && !below.some(({ own }) => own)) {
    const row = below.find(({ figures }) => figure(figures));
    way.push(row.unit_name);
    below = (await desk.get(`/incidents/assessment?unit=${row.unit}`)).by_unit;
  }
  const own = below.find((one) => one.own);
  assert.deepEqual([way.at(-1), figure(own.figures).value], [own.unit_name, 1]);
  assert.equal((await desk.get(`/incidents/assessment/cases?figure=on_time.handling&own=true&unit=${own.unit}`)).total, 1);
  assert.equal((await desk.call('GET', '/incidents/assessment/cases?figure=returned&own=true')).body.field, 'own');
  assert.equal((await desk.call('GET', '/incidents/assessment/cases')).body.field, 'figure');
});

test('two operators at once: the second is told, and nothing is lost', async (t) => {
  const { unit, desk, admin, li } = await city(t);
  await plainType(admin);
  const incident = await report(li, unit.g1);
  const [one, two] = await Promise.all([desk, admin].map((api) => api.call('POST', `/incidents/${incident.id}/actions`, { body: { id: id(), action: 'accept', version: 1 } })));
  const [won, lost] = one.status === 200 ? [one, two] : [two, one];
  assert.equal(won.status, 200);
  assert.deepEqual([lost.status, lost.body.code], [409, 'incident.version']);
  assert.match(lost.body.detail, /accept/);
  // The same request sent again counts once.
  const request = { id: id(), action: 'file', version: 2 };
  const first = await desk.post(`/incidents/${incident.id}/actions`, request);
  const again = await desk.post(`/incidents/${incident.id}/actions`, request);
  assert.equal(again.incident.version, first.incident.version);
  const twice = id();
  for (let i = 0; i < 2; ++i) await li.put(`/incidents/${twice}`, { type: 'plain', unit: unit.g1 });
  assert.equal((await li.get('/incidents?mine=true')).items.length, 2);
});

test('each sees the incidents of their units', async (t) => {
  const { unit, desk, admin, li } = await city(t);
  await plainType(admin);
  const [here, there] = [await report(admin, unit.g1), await report(admin, unit.g2)];
  const { items } = await li.get('/incidents');
  assert.deepEqual(items.map((one) => one.id), [here.id], 'the seat in the team of the community shows nothing of the other grid');
  assert.deepEqual((await desk.get(`/incidents?unit=${unit.g2}&open=true&order=deadline`)).items.map((one) => one.id), [there.id]);
  const { states } = await desk.get('/incidents/board');
  assert.deepEqual(states, [{ state: 'reported', open: 2 }]);
  const board = await desk.get(`/incidents/board?unit=${unit.c1}`);
  assert.deepEqual([board.open, board.overdue, board.unacknowledged], [2, 0, 0]);
  assert.deepEqual(board.below.map(({ unit: one, open }) => [one, open]), [[unit.g1, 1], [unit.g2, 1]]);
  await li.refused(404, 'unit.unknown', 'GET', `/incidents/board?unit=${unit.t1}`);
  const pages = await desk.get('/incidents?limit=1');
  assert.equal((await desk.get(`/incidents?limit=1&after=${pages.next}`)).items.length, 1);
  await admin.refused(404, 'unit.unknown', 'PUT', `/incidents/${id()}`, { type: 'plain', unit: id() });
  await admin.refused(400, 'incident.type_unknown', 'PUT', `/incidents/${id()}`, { type: 'nonsense', unit: unit.g1 });
});

test('who handles it sees it and acts on it, wherever it is', async (t) => {
  const { server, unit, desk, admin, li } = await city(t);
  await plainType(admin, { verify: false, check: false });
  await upload(admin, 'units', 'code,name,kind,parent\nt2,Jiangdong,town,yw\n');
  unit.t2 = (await admin.get('/units?q=t2')).items[0].id;
  await admin.put(`/users/${id()}`, { name: 'far', role: 'public_safety', units: [unit.t2], password });
  const far = await server.login('far');
  let incident = await report(admin, unit.g2);
  await li.refused(404, 'incident.none', 'GET', `/incidents/${incident.id}`);
  for (const action of ['accept', 'file']) incident = (await act(desk, incident, action)).incident;

  const heard = await li.live();
  incident = (await act(desk, incident, 'dispatch', { assignee: unit.g1 })).incident;
  while ((await heard.event()).name !== 'incident');
  heard.close();
  assert.deepEqual((await li.get('/incidents?open=true&order=deadline')).items.map((one) => [one.id, one.assignee_name]), [[incident.id, 'Grid 1']]);
  assert.deepEqual((await li.get(`/incidents?unit=${unit.g1}`)).items, [], 'it is not in this grid');
  assert.deepEqual((await far.get('/incidents')).items, []);
  assert.deepEqual((await li.get(`/incidents/${incident.id}`)).actions.map(({ action }) => action), ['take_up', 'return']);
  incident = (await act(li, incident, 'take_up')).incident;
  incident = (await act(li, incident, 'return', { text: 'Not ours.' })).incident;
  await li.refused(404, 'incident.none', 'GET', `/incidents/${incident.id}`);

  incident = (await act(desk, incident, 'dispatch', { assignee: unit.t2 })).incident;
  assert.deepEqual((await far.get('/incidents')).items.map((one) => one.id), [incident.id]);
  incident = (await act(far, incident, 'take_up')).incident;
  incident = (await act(far, incident, 'feedback', { text: 'The market is empty again.' })).incident;
  assert.equal((await act(desk, incident, 'close')).incident.state, 'closed');
});

test('who is paged is told so, and only who can act says that they are on it', { timeout: 600_000 }, async (t) => {
  const { server, unit, desk, admin, li } = await city(t);
  await plainType(admin, { verify: true });
  for (const [name, role] of [['watch', 'police']]) await admin.put(`/users/${id()}`, { name, role, units: [unit.t1], password });
  const watch = await server.login('watch');
  const { incident } = await act(desk, await report(admin, unit.g1), 'accept');
  assert.deepEqual((await li.get('/notices')).items, []);
  await server.stop();
  await server.start({ later: '+100m' }); // four fifths of the two hours are over
  let told;
  while ((told = await li.get('/notices?unread=true')).unread === 0);
  const [notice] = told.items;
  assert.deepEqual([notice.about, notice.subject, notice.place, notice.step], ['incident', incident.id, 'Grid 1', 0]);
  assert.equal(notice.what.en, (await li.get(`/incidents/${incident.id}`)).incident.type_name.en);

  assert.equal((await watch.get(`/incidents/${incident.id}`)).may_acknowledge, false);
  await watch.refused(403, 'incident.not_yours', 'POST', `/incidents/${incident.id}/acknowledge`);
  assert.equal((await li.get('/notices?unread=true')).unread, 1);
  assert.equal((await li.get(`/incidents/${incident.id}`)).may_acknowledge, true);
  await li.post(`/incidents/${incident.id}/acknowledge`);
  assert.equal((await li.get('/notices?unread=true')).unread, 0);
});

test('duplicates are linked and closed with their original', async (t) => {
  const { unit, desk, platform, admin, li } = await city(t);
  await plainType(admin, { verify: false, check: false });
  let original = await report(li, unit.g1);
  const twin = await report(admin, unit.g1);
  const linked = await act(desk, twin, 'mark_duplicate', { original: original.id });
  assert.equal(linked.incident.state, 'duplicate');
  for (const [api, action, more] of [[desk, 'accept'], [desk, 'file'], [desk, 'dispatch', { assignee: unit.t1 }], [platform, 'take_up'], [platform, 'feedback', { text: 'Done.' }], [desk, 'close']])
    original = (await act(api, original, action, more)).incident;
  assert.equal((await desk.get(`/incidents/${twin.id}`)).incident.state, 'closed');
});

test('no duplicate is forgotten when its original is void, or a duplicate itself', async (t) => {
  const { unit, desk, admin, li } = await city(t);
  await plainType(admin, { verify: false, check: false });
  const [a, b, c, d] = await Promise.all([0, 1, 2, 3].map(() => report(li, unit.g1)));
  await act(desk, a, 'mark_duplicate', { original: b.id });
  await act(desk, b, 'mark_duplicate', { original: c.id });
  const followed = (await desk.get(`/incidents/${a.id}`)).incident;
  assert.deepEqual([followed.state, followed.duplicate_of], ['duplicate', c.id]);
  await act(desk, d, 'mark_duplicate', { original: c.id });
  await act(desk, c, 'void', { text: 'Nothing there.' });
  for (const one of [a, b, d]) {
    const { incident } = await desk.get(`/incidents/${one.id}`);
    assert.deepEqual([incident.state, incident.duplicate_of], ['reported', null], 'somebody must look at it');
    assert.ok(incident.stage.deadline);
  }
  assert.equal((await desk.get('/incidents?open=true')).items.length, 3);
});

async function plainTypeAgain(admin, type) {
  const { types, version } = await admin.get('/incident-types');
  await admin.put('/incident-types', { version, types: [...types.filter((one) => one.code !== type.code), type] });
}

test('an amended calendar moves the deadlines that are open', async (t) => {
  const { unit, admin, li } = await city(t);
  const type = await plainType(admin);
  await plainTypeAgain(admin, { ...type, deadlines: { ...type.deadlines, reported: { clock: 'working_days', days: 1 } } });
  const incident = await report(li, unit.g1);
  const before = incident.stage.deadline;
  const calendar = await admin.get('/calendar');
  const off = Array.from({ length: 14 }, (_, day) => ({ date: new Date(Date.now() + day * 86_400_000).toISOString().slice(0, 10), off: true, name: 'Shut' }));
  const { moved } = await admin.put('/calendar', { ...calendar, days: [...calendar.days, ...off] });
  assert.equal(moved, 1);
  const after = (await li.get(`/incidents/${incident.id}`)).incident.stage.deadline;
  assert.ok(Date.parse(after) > Date.parse(before) + 7 * 86_400_000, `${before} -> ${after}`);
});

test('when units are merged their incidents go along', async (t) => {
  const { unit, desk, admin, li } = await city(t);
  await plainType(admin);
  const incident = await report(admin, unit.g2);
  await admin.post(`/units/${unit.g2}/merge`, { into: unit.g1 });
  const found = await li.get(`/incidents/${incident.id}`);
  assert.deepEqual([found.incident.unit, found.incident.unit_name], [unit.g1, 'Grid 1']);
  assert.deepEqual((await desk.get(`/incidents?unit=${unit.g1}`)).items.map((one) => one.id), [incident.id]);
  assert.equal((await desk.get('/incidents/board')).open, 1);
});

test('a fever at a school is an incident of its grid and of its school by itself, once', async (t) => {
  const { server, unit, admin, li, other } = await city(t);
  await plainType(admin);
  const school = await server.site();
  const { name, zone, capture_days } = (await admin.get('/sites')).items.find((one) => one.id === school);
  await admin.refused(404, 'unit.unknown', 'PUT', `/sites/${school}`, { name, zone, capture_days, unit: id() });
  assert.equal((await admin.put(`/sites/${school}`, { name, zone, capture_days, unit: unit.g1 })).unit, unit.g1);
  const elsewhere = await server.site();
  for (const [who, sites] of [['head', [school]], ['stranger', [elsewhere]]]) await admin.put(`/users/${id()}`, { name: who, role: 'office', sites, password });
  const [head, stranger] = [await server.login('head'), await server.login('stranger')];

  const gate = await server.device(school);
  const heard = await head.live();
  const fever = () => passage(gate.id, { outcome: 'refuse', reasons: ['fever'], opened: false, temperature_cc: 3850 });
  const pupil = id();
  await admin.put(`/people/${pupil}`, { site: school, name: 'Mei' });
  const first = { ...fever(), person: pupil };
  await gate.api.post('/device/passages', { passages: [first] });
  while ((await heard.event()).name !== 'incident');
  // She tries again, and is the same; whom the gate does not know is somebody else, though nobody has looked yet.
  const stranger_passage = fever();
  await gate.api.post('/device/passages', { passages: [{ ...fever(), person: pupil }, stranger_passage] });
  while ((await heard.event()).name !== 'incident');
  heard.close();
  const both = (await li.get('/incidents')).items;
  assert.deepEqual(both.map((one) => one.passage).sort(), [first.id, stranger_passage.id].sort());
  const items = both.filter((one) => one.passage === first.id);
  assert.deepEqual(items.map((one) => [one.type, one.unit, one.site, one.source]), [['fever_at_gate', unit.g1, school, 'gate']]);
  const [alarm] = (await admin.get('/alarms')).items;
  assert.equal(items[0].alarm, alarm.id);

  assert.equal((await head.get('/incidents')).items.length, 2);
  assert.ok((await head.get('/incident-types')).types.some((type) => type.code === 'fever_at_gate'), 'its office can say what it is called');
  const acknowledged = await head.post(`/incidents/${items[0].id}/acknowledge`);
  assert.ok(acknowledged.acknowledged_at);
  assert.deepEqual(acknowledged.actions, [], 'the school looks on; the grid and the centre move it');
  assert.deepEqual((await stranger.get('/incidents')).items, []);
  await stranger.refused(404, 'incident.none', 'GET', `/incidents/${items[0].id}`);
  await head.refused(404, 'unit.unknown', 'PUT', `/incidents/${id()}`, { type: 'plain', unit: unit.g2 });
  await head.put(`/incidents/${id()}`, { type: 'plain', unit: unit.g1, description: 'A window is broken' });
  assert.deepEqual((await head.get('/incidents')).items.map((one) => [one.type, one.site]), [['plain', school], ['fever_at_gate', school], ['fever_at_gate', school]]);
  assert.equal((await other.get('/incidents')).items.length, 3);

  await new Promise((done) => setTimeout(done, 2_500));  // the round has been there again
  assert.equal((await li.get('/incidents')).items.length, 3);
  const journal = (await admin.get(`/journal?subject=${items[0].id}&limit=50`)).items;
  assert.ok(!JSON.stringify(journal).includes('3850'), 'no temperature in the rows of the incident');
});

test('who is second to change the catalogue or the calendar is told, and nothing is lost', async (t) => {
  const server = await startServer(t);
  for (const [path, change] of [
    ['/incident-types', (stands, name) => ({ ...stands, types: stands.types.map((type, i) => (i === 0 ? { ...type, name: { en: name, zh: name } } : type)) })],
    ['/calendar', (stands, name) => ({ ...stands, days: [{ date: '2026-10-01', off: true, name }] })],
  ]) {
    const stands = await server.admin.get(path);
    assert.equal(stands.version, 0);
    await server.admin.put(path, change(stands, 'one'));
    await server.admin.put(path, change(stands, 'one')); // sent again from a bad line
    await server.admin.refused(409, 'setting.version', 'PUT', path, change(stands, 'second'));
    const now = await server.admin.get(path);
    assert.equal(now.version, 1);
    await server.admin.put(path, change(now, 'second'));
    assert.equal((await server.admin.get(path)).version, 2);
    const { version: _, ...without } = now;
    await server.admin.refused(400, 'field.missing', 'PUT', path, without);
  }
});

test('a school reports for the unit of its site alone, follows what becomes of it, and is offered no step, not even when it is closed', async (t) => {
  const { server, unit, desk, platform, admin, li } = await city(t);
  await plainType(admin, { verify: true, check: true });
  const [school, other] = [await server.site('School'), await server.site('Another school')];
  const office = await server.user('office', { name: 'head', sites: [school] });
  const tries = (where) => office.refused(404, 'unit.unknown', 'PUT', `/incidents/${id()}`, { type: 'plain', unit: where });
  await tries(unit.g1); // while its site belongs to no unit
  for (const [site, name, code] of [[school, 'School', 'g1'], [other, 'Another school', 'g2']]) await admin.put(`/sites/${site}`, { name, unit: unit[code] });

  // What its report dialog is made of: its sites say for which units; units themselves it does not see.
  assert.deepEqual((await office.get('/sites')).items.map((one) => [one.name, one.unit]), [['School', unit.g1]]);
  await office.refused(403, 'access.role', 'GET', '/units');
  assert.ok((await office.get('/incident-types')).types.some((type) => type.code === 'plain'));
  for (const code of ['g2', 'c1', 't1', 'yw']) await tries(unit[code]);
  const picture = id();
  const sent = await office.call('PUT', `/files/${picture}`, { body: Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'), headers: { 'Content-Type': 'image/png' } });
  assert.equal(sent.status, 200, JSON.stringify(sent.body));
  let incident = await report(office, unit.g1, { description: 'The fence of the yard is broken.', place: { address: 'East gate' }, pictures: [picture] });
  assert.deepEqual([incident.state, incident.unit_name, incident.site], ['reported', 'Grid 1', school]);

  const seen = async () => (await office.get('/incidents')).items.map((one) => [one.id, one.unit_name, one.state]);
  assert.deepEqual(await seen(), [[incident.id, 'Grid 1', 'reported']]);
  assert.deepEqual((await office.get('/incidents?mine=true')).items.map((one) => one.id), [incident.id]);
  assert.deepEqual((await li.get('/incidents')).items.map((one) => one.id), [incident.id], 'its grid has it, too');

  // Whoever else reported something could call it off at first and have it opened again at last; Li shows that the way offers it.
  let theirs = await report(li, unit.g1);
  const offered = async (api, one) => (await api.get(`/incidents/${one.id}`)).actions.map(({ action }) => action);
  assert.ok((await offered(li, theirs)).includes('void'));
  for (const [api, action, more] of [
    [desk, 'accept'], [li, 'verify', { text: 'It is so.' }], [desk, 'file'], [desk, 'dispatch', { assignee: unit.t1 }], [platform, 'take_up'], [platform, 'feedback', { text: 'It is mended.' }],
    [li, 'check', { text: 'Seen: it holds.' }], [desk, 'close'],
  ]) {
    assert.deepEqual(await offered(office, incident), [], `nothing to do for the office before ${action}`);
    [incident, theirs] = [(await act(api, incident, action, more)).incident, (await act(api, theirs, action, more)).incident];
  }
  assert.ok((await offered(li, theirs)).includes('reopen'));
  const closed = await office.get(`/incidents/${incident.id}`);
  assert.deepEqual([closed.incident.state, closed.actions, closed.may_acknowledge], ['closed', [], false]);
  await office.refused(403, 'access.role', 'POST', `/incidents/${incident.id}/actions`, { id: id(), action: 'reopen', version: incident.version, text: 'It broke again.' });
  assert.deepEqual(await seen(), [[incident.id, 'Grid 1', 'closed']]);
  assert.deepEqual((await office.get('/incidents?open=true')).items, []);
});
