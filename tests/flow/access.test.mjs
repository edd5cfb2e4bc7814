// Every operation of openapi.yaml, called by everybody: allowed and forbidden as the table says. The table is written a
// second time here, so that a slip in the program's own shows.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Api, operations } from './support/api.mjs';
import { id, password, repository, startServer, wellHealth } from './support/ward.mjs';

const all = ['administrator', 'office', 'guard', 'auditor']; // who works at sites
const city = ['administrator', 'auditor', 'centre', 'public_safety', 'market_supervision', 'law_enforcement', 'public_services', 'police', 'inspector', 'health', 'member'];
const roles = [...new Set([...all, ...city])];
// What comes with a post alone, besides what every member may.
const byPost = {
  commander: [
    'putMember', 'putPost', 'getAssessment', 'listAssessmentCases', 'putShift', 'deleteShift', 'listOrders', 'getOrder', 'getOrderRollup', 'getOrderAsCap', 'countAudience',
    'putOrder', 'cancelOrder', 'remindOfOrder', 'passOrderOn', 'listRecipients', 'importPremises', 'exportPremises',
    'putRound', 'closeRound', 'importResidents', 'listResidentProposals', 'importDeclarations', 'putEnterprise', 'importEnterprises', 'listDraws', 'getDraw', 'getDrawFrame',
    'listMeasures', 'getMeasure', 'stepMeasure', 'readXForm',
  ],
  landlord: ['passOrderOn', 'importDeclarations'],
  workshop_head: ['passOrderOn', 'importDeclarations'],
};
const platforms = ['public_safety', 'market_supervision', 'law_enforcement', 'public_services'];
const watching = ['administrator', 'auditor', 'centre', ...platforms, 'police', 'inspector', 'health'];
const knows = ['administrator', 'auditor', 'centre', 'police', 'health', 'member']; // who lives where
const inspects = ['administrator', 'centre', 'inspector', 'law_enforcement', 'market_supervision'];
const may = {
  getSession: roles, logOut: roles, changeOwnPassword: roles,
  listUsers: ['administrator', 'auditor'], putUser: ['administrator'],
  listSites: all, putSite: ['administrator'], getPolicy: all, putPolicy: ['administrator'],
  putOpenAll: ['administrator', 'office', 'guard'],
  listGroups: all, putGroup: ['administrator', 'office'], deleteGroup: ['administrator', 'office'],
  listPeople: all, getPerson: all, putPerson: ['administrator', 'office'], deletePerson: ['administrator', 'office'],
  enrolFace: ['administrator', 'office'], deleteFace: ['administrator', 'office'],
  makePass: ['administrator', 'office'], deletePass: ['administrator', 'office'],
  listDevices: all, putDevice: ['administrator'], revokeDevice: ['administrator'], renewDeviceKey: ['administrator'],
  getTemperatures: all, listPassages: all, getPassageCounts: all, getPassage: all, getCapture: ['administrator', 'office'],
  listAlarms: all, acknowledgeAlarm: ['administrator', 'office', 'guard'], listJournal: ['administrator', 'auditor'],
  live: roles,
  listUnits: city, getUnit: city, getTeam: ['administrator', 'auditor', 'centre', 'police', 'member'],
  putUnit: ['administrator', 'centre'], closeUnit: ['administrator', 'centre'], mergeUnit: ['administrator', 'centre'],
  listMembers: ['administrator', 'auditor', 'centre'], putMember: ['administrator', 'centre'], putPost: ['administrator', 'centre'],
  listNotices: city, readNotice: city.filter((role) => role !== 'auditor'), readAllNotices: city.filter((role) => role !== 'auditor'),
  getIncidentTypes: [...city, 'office'], putIncidentTypes: ['administrator'], getCalendar: [...city, 'office'], putCalendar: ['administrator'],
  putIncident: [...city.filter((role) => role !== 'auditor'), 'office'], listIncidents: [...city, 'office'], getIncidentBoard: city, getIncident: [...city, 'office'],
  actOnIncident: city.filter((role) => role !== 'auditor'), acknowledgeIncident: [...city.filter((role) => role !== 'auditor'), 'office'],
  getAssessment: ['administrator', 'auditor', 'centre', 'public_safety', 'market_supervision', 'law_enforcement', 'public_services'], listAssessmentCases: ['administrator', 'auditor', 'centre', 'public_safety', 'market_supervision', 'law_enforcement', 'public_services'],
  getMe: roles, putFile: roles.filter((role) => role !== 'auditor'), getFile: roles,
  getDuty: ['administrator', 'auditor', 'centre', ...platforms, 'police', 'member'], putShift: ['administrator', 'centre'], deleteShift: ['administrator', 'centre'],
  putHandover: ['administrator', 'centre', 'member'],
  listOrders: watching, getOrder: watching, getOrderRollup: watching, getOrderAsCap: watching,
  countAudience: ['administrator', 'centre'], putOrder: ['administrator', 'centre'], cancelOrder: ['administrator', 'centre'], remindOfOrder: ['administrator', 'centre'],
  passOrderOn: ['administrator'], listRecipients: ['administrator', 'auditor', 'centre'], sendReceipt: city.filter((role) => role !== 'auditor'), listMyOrders: city,
  listWarnings: ['administrator', 'auditor', 'centre'], takeWarning: ['administrator', 'centre'],
  listChannels: ['administrator', 'auditor'], putChannel: ['administrator'], deleteChannel: ['administrator'], testChannel: ['administrator'],
  listDeliveries: ['administrator', 'auditor'], listOpen311Keys: ['administrator', 'auditor'], putOpen311Key: ['administrator'], deleteOpen311Key: ['administrator'],
  importUnits: ['administrator', 'centre'], exportUnits: ['administrator', 'auditor', 'centre'],
  getMap: roles,
  listPremises: city, getPremises: city, putPremises: ['administrator', 'centre', 'member'], closePremises: ['administrator', 'centre', 'member'],
  putRoom: ['administrator', 'centre', 'member'], rebuildRooms: ['administrator', 'centre', 'member'],
  importPremises: ['administrator', 'centre'], exportPremises: ['administrator', 'auditor', 'centre'],
  listOccupants: knows, getResident: knows, putResident: ['administrator', 'centre', 'member'], putTenancy: ['administrator', 'centre', 'member'],
  findResident: ['administrator', 'centre', 'police', 'health'], mergeResident: ['administrator', 'centre'], unmergeResident: ['administrator', 'centre'],
  listRounds: [...watching, 'member'], getRound: [...watching, 'member'], getCoverage: [...watching, 'member'],
  putRound: ['administrator', 'centre'], closeRound: ['administrator', 'centre'],
  listRoundRooms: knows, getRoomInRound: knows, sendVerdicts: ['administrator', 'centre', 'member'],
  importResidents: ['administrator', 'centre'], listResidentProposals: ['administrator', 'auditor', 'centre'], decideResidentProposal: ['administrator', 'centre'],
  listDeclarations: knows, getDeclaration: knows, putDeclaration: ['administrator', 'centre', 'member'], actOnDeclaration: ['administrator', 'centre', 'member'],
  withdrawDeclaration: ['administrator', 'centre', 'member'], getDeclarationNumbers: [...watching, 'member'], getArrivalRules: city, putArrivalRules: ['administrator', 'centre'],
  putInvitation: ['administrator', 'centre', 'member'], deleteInvitation: ['administrator', 'centre', 'member'], importDeclarations: ['administrator', 'centre'],
  listEnterprises: [...watching, 'member'], getEnterprise: [...watching, 'member'], getEnterpriseNumbers: [...watching, 'member'], putEnterprise: ['administrator', 'centre', 'market_supervision'], importEnterprises: ['administrator', 'centre', 'market_supervision'],
  actOnEnterprise: ['administrator', 'centre', 'market_supervision', 'member'], decideOnEnterprise: ['administrator', 'centre', 'market_supervision'], reportEnterpriseDay: ['administrator', 'centre', 'member'],
  listDraws: watching, getDraw: watching, getDrawFrame: watching, putDraw: ['administrator', 'centre'], revealDraw: ['administrator', 'centre'], listInspectors: ['administrator', 'centre', 'auditor'], getInspectionRoute: [...inspects, 'auditor'], putVisit: inspects,
  getOffences: city, putOffences: ['administrator'], listMeasures: [...inspects, 'auditor'], getMeasure: [...inspects, 'auditor'], proposeMeasure: inspects, stepMeasure: inspects,
  searchResidents: knows, countOccupants: knows, readXForm: ['administrator', 'centre'],
};
const open = ['logIn', 'getHealth', 'lookAtInvitation', 'declareMyself', 'listPublicNotices'];
const isDevice = (operation) => operation.security?.some((way) => 'device' in way);

const picture = await readFile(join(repository, 'var/media/sample2.jpg'));
const feverAt = (gate) => ({
  id: id(), device: gate.id, at: new Date().toISOString(), clock_offset_ms: 0, person: null, method: 'face', temperature_cc: 3850,
  temperature_sd_cc: 30, temperature_method: 'canthi', simulated: true, mask: 'worn', shots: 1, outcome: 'refuse', reasons: ['fever'],
  opened: false, policy_version: 'x', capture: id(),
});

// A call of the operation that reaches the check of access, whatever comes after it.
async function attempt(api, { method, path, operation }) {
  const headers = {};
  let body;
  const content = operation.requestBody?.content;
  if (content) {
    headers['Content-Type'] = Object.keys(content)[0];
    body = headers['Content-Type'] === 'application/json' ? '{}' : new Uint8Array([1, 2, 3]);
  }
  const answer = await api.call(method, path.replace('{id}', id()), { body, headers });
  return { status: answer.status, code: answer.body?.code };
}

const units = `code,name,kind,parent
yw,Yiwu,city,
t1,Town,town,yw
c1,Community,community,t1
g1,Grid,grid,c1
b1,Building,building,g1
l1,Landlord,tenants,b1
w1,Workshop,workshop,b1
`;
const members = `unit,name,phone,duty
g1,commander,10000000001,commander
c1,commander,10000000001,member
l1,landlord,10000000002,commander
b1,landlord,10000000002,member
w1,workshop_head,10000000003,commander
b1,workshop_head,10000000003,member
`;

// An account for each post of byPost, that of a member.
async function appoint(server) {
  for (const [what, body] of Object.entries({ units, members })) {
    const done = await server.admin.call('POST', `/units/import?what=${what}&dry_run=false`, { body, headers: { 'Content-Type': 'text/csv' } });
    assert.equal(done.body.stored, true, JSON.stringify(done.body.faults));
  }
  for (const name of Object.keys(byPost)) {
    const account = id();
    await server.admin.put(`/users/${account}`, { name, role: 'member', password });
    const [member] = (await server.admin.get(`/members?q=${name}`)).items;
    await server.admin.put(`/members/${member.id}`, { name, phone: member.phone, account });
  }
}

test('each operation by each role, by nobody and by a device', async (t) => {
  const server = await startServer(t);
  const site = await server.site();
  const gate = await server.device(site);
  await Promise.all(roles.slice(1).map((role) => server.user(role)));
  await appoint(server);

  for (const operation of operations) {
    if (open.includes(operation.id)) continue;
    const nobody = await attempt(new Api(server.url), operation);
    assert.equal(nobody.status, 401, `${operation.id} by nobody`);
    const device = await attempt(gate.api, operation);
    if (isDevice(operation.operation)) assert.ok(![401, 403, 404].includes(device.status) || operation.path.includes('{id}'), `${operation.id} by a device: ${device.status} ${device.code}`);
    else assert.equal(device.status, 401, `${operation.id} by a device`);

    for (const role of [...roles, ...Object.keys(byPost)]) {
      // Logging out ends a session: each call has its own.
      const api = operation.id === 'logOut' ? await server.login(role === 'administrator' ? 'admin' : role) : await session(server, role);
      const { status, code } = await attempt(api, operation);
      if (isDevice(operation.operation)) {
        assert.equal(status, 401, `${operation.id} by ${role}: devices only`);
        continue;
      }
      assert.ok(may[operation.id], `${operation.id} is not in the table of this test`);
      const mayDo = may[operation.id].includes(role) || (byPost[role] && (may[operation.id].includes('member') || byPost[role].includes(operation.id)));
      if (mayDo) assert.ok(status !== 401 && code !== 'access.role', `${operation.id} by ${role}: ${status} ${code}`);
      else assert.deepEqual({ status, code }, { status: 403, code: 'access.role' }, `${operation.id} by ${role}`);
    }
  }
});

const sessions = new Map();
async function session(server, role) {
  if (!sessions.has(role)) sessions.set(role, await server.login(role === 'administrator' ? 'admin' : role));
  return sessions.get(role);
}

test('a member without a post sees no unit, no house and no incident', async (t) => {
  const server = await startServer(t);
  await appoint(server);
  const nobody = await server.user('member');
  for (const path of ['/units', '/units?q=Y', '/units?q=g1', '/premises', '/incidents', '/incidents?open=true'])
    assert.deepEqual((await nobody.get(path)).items, [], path);
});

test('an account limited to a site sees that site only', async (t) => {
  const server = await startServer(t);
  const [mine, other] = [await server.site('Mine'), await server.site('Other')];
  await server.device(mine, 'Mine gate');
  const gate = await server.device(other, 'Other gate');
  const limited = await server.user('administrator', { name: 'limited', sites: [mine] });

  assert.deepEqual((await limited.get('/sites')).items.map((s) => s.name), ['Mine']);
  assert.deepEqual((await limited.get('/devices')).items.map((d) => d.name), ['Mine gate']);
  await limited.get(`/sites/${mine}/policy`);
  await limited.refused(403, 'access.site', 'GET', `/sites/${other}/policy`);
  await limited.refused(403, 'access.site', 'GET', `/devices?site=${other}`);
  await limited.refused(403, 'access.site', 'PUT', `/sites/${other}/open-all`, { open: true });
  await limited.refused(403, 'access.site', 'PUT', `/sites/${id()}`, { name: 'A new one' });
  await limited.refused(403, 'access.site', 'DELETE', `/devices/${gate.id}`);
  await limited.refused(403, 'access.site', 'GET', '/users');
  await limited.refused(403, 'access.site', 'PUT', `/users/${id()}`, { name: 'x', role: 'administrator', password: 'a long password' });
});

test('what happens at a site is seen and heard by its own accounts only', async (t) => {
  const server = await startServer(t);
  const [mine, other] = [await server.site('Mine', { capture_days: 3 }), await server.site('Other', { capture_days: 3 })];
  const gates = [await server.device(mine, 'Mine gate'), await server.device(other, 'Other gate')];
  const limited = await server.user('administrator', { name: 'limited', sites: [mine] });
  const live = await limited.live();

  // The other site first: had its events been sent, they would have come before mine.
  const fevers = [];
  for (const gate of [...gates].reverse()) {
    const fever = feverAt(gate);
    await gate.api.post('/device/passages', { passages: [fever] });
    await gate.api.put(`/device/captures/${fever.capture}`, picture, { headers: { 'Content-Type': 'image/jpeg' } });
    await gate.api.post('/device/health', wellHealth({ camera_fault: 'black' }));
    fevers.unshift(fever);
  }
  const heard = new Map();
  while (heard.size < 3) {
    const { name, data } = await live.event();
    heard.set(name, data);
    assert.equal(name === 'passage' ? data.device : name === 'alarm' ? data.device : data.id, gates[0].id, name);
  }
  live.close();

  const [mineOnly, hidden] = fevers;
  assert.deepEqual((await limited.get('/passages')).items.map((p) => p.id), [mineOnly.id]);
  await limited.refused(403, 'access.site', 'GET', `/passages?site=${other}`);
  assert.deepEqual((await limited.get(`/passages?device=${gates[1].id}`)).items, []);
  await limited.refused(404, 'passage.none', 'GET', `/passages/${hidden.id}`);
  assert.deepEqual((await limited.get('/passages/counts')).items.map((gate) => gate.device), [gates[0].id]);
  await limited.refused(403, 'access.site', 'GET', `/passages/counts?site=${other}`);
  await limited.get(`/captures/${mineOnly.capture}`);
  await limited.refused(404, 'capture.none', 'GET', `/captures/${hidden.capture}`);
  await limited.get(`/devices/${gates[0].id}/temperatures`);
  await limited.refused(404, 'device.none', 'GET', `/devices/${gates[1].id}/temperatures`);

  const alarms = (await limited.get('/alarms')).items;
  assert.deepEqual(alarms.map((a) => [a.kind, a.device]).sort(), [['camera', gates[0].id], ['fever', gates[0].id]]);
  await limited.refused(403, 'access.site', 'GET', `/alarms?site=${other}`);
  const theirs = (await server.admin.get(`/alarms?site=${other}`)).items;
  assert.equal(theirs.length, 2);
  await limited.refused(404, 'alarm.none', 'POST', `/alarms/${theirs[0].id}/acknowledge`, {});

  const rows = (await limited.get('/journal?limit=500')).items;
  assert.ok(rows.some((row) => row.type === 'passages.batch'));
  const told = JSON.stringify(rows);
  assert.ok(told.includes(gates[0].id) && !told.includes(other) && !told.includes(gates[1].id) && !told.includes(hidden.capture), told);
});
