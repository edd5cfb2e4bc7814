// Open311 GeoReport v2 as its published validator looks at a server: discovery, formats, content types, what is required,
// and how errors are said; and reports that become incidents.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { id, startServer } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,义乌市,city,\nt1,稠城街道,town,yw\nc1,江滨社区,community,t1\ng1,第一网格,grid,c1\nb1,三号楼,building,g1\nl1,张三的租客,tenants,b1\nt2,北苑街道,town,yw\n';
const jurisdiction = 'choucheng.example';

async function city(t) {
  const server = await startServer(t, { open311: { contact: 'desk@city.example', key_service: 'https://city.example/keys', type: 'test' } });
  const { admin } = server;
  await admin.call('POST', '/units/import?what=units&dry_run=false', { body: units, headers: { 'Content-Type': 'text/csv' } });
  const unit = {};
  for (const code of ['yw', 't1', 'g1', 'l1', 't2']) unit[code] = (await admin.get(`/units?q=${code}`)).items.find((one) => one.code === code).id;
  const { types, version } = await admin.get('/incident-types');
  const openness = { gathering: 'words', unregistered_tenant: 'facts' };
  await admin.put('/incident-types', { version, types: types.map((type) => ({ ...type, openness: openness[type.code] ?? 'none' })) });
  const { key, api_key } = await admin.put(`/open311-keys/${id()}`, { name: 'The city\'s app', unit: unit.t1, jurisdiction });
  return { server, admin, unit, key, api_key, types, ...speaker(server.url) };
}

// get(path) and post(path, fields): { status, type, body, headers }; JSON is parsed, XML is its text.
function speaker(url) {
  const call = async (method, path, options = {}) => {
    const answer = await fetch(`${url}/open311/v2${path}`, { method, ...options });
    const type = answer.headers.get('content-type');
    const text = await answer.text();
    const [asked] = path.split('?');
    if (asked.endsWith('.json')) assert.equal(type, 'application/json; charset=utf-8', path);
    else assert.equal(type, 'text/xml; charset=utf-8', path);
    const body = type.startsWith('application/json') ? JSON.parse(text) : text;
    if (typeof body === 'string') assert.ok(body.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<'), body);
    return { status: answer.status, type, body, headers: answer.headers };
  };
  return {
    call,
    get: (path) => call('GET', path),
    post: (path, fields, headers = {}) => call('POST', path, { body: new URLSearchParams(fields), headers }),
  };
}
// The answer must be one error with the status as its code.
async function refused(answer, status, said) {
  const { status: got, body } = await answer;
  assert.equal(got, status, JSON.stringify(body));
  if (typeof body === 'string') {
    assert.match(body, new RegExp(`<errors>\\s*<error>\\s*<code>${status}</code>\\s*<description>[^<]*${said}[^<]*</description>\\s*</error>\\s*</errors>`));
    return;
  }
  assert.equal(body.length, 1);
  assert.deepEqual(Object.keys(body[0]), ['code', 'description']);
  assert.equal(body[0].code, status);
  assert.match(body[0].description, new RegExp(said));
}
const gathering = { service_code: 'gathering', lat: '29.3063', long: '120.0749', 'attribute[people]': '40', 'attribute[kind]': 'mahjong' };

test('discovery, services and definitions in both formats', async (t) => {
  const { server, get } = await city(t);
  const { status, body: found } = await get('/discovery.json');
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(found), ['changeset', 'contact', 'key_service', 'endpoints']);
  assert.match(found.changeset, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const [endpoint] = found.endpoints;
  assert.deepEqual([endpoint.specification, endpoint.url, endpoint.type, endpoint.formats],
    ['http://wiki.open311.org/GeoReport_v2', `${server.url}/open311/v2`, 'test', ['text/xml', 'application/json']]);
  assert.match((await get('/discovery.xml')).body, /<discovery>[^]*<endpoints>\s*<endpoint>[^]*<formats>\s*<format>text\/xml<\/format>/);

  const services = (await get('/services.json')).body;
  assert.deepEqual(services.map((one) => one.service_code).sort(), ['gathering', 'unregistered_tenant'], 'what is not public is not there');
  for (const one of services) {
    assert.deepEqual(Object.keys(one), ['service_code', 'service_name', 'description', 'metadata', 'type', 'keywords', 'group']);
    assert.ok(one.service_name && one.description && one.group && one.metadata === true && one.type === 'realtime');
  }
  assert.match((await get(`/services.xml?jurisdiction_id=${jurisdiction}`)).body, /<services>\s*<service>\s*<service_code>/);
  await refused(get('/services.json?jurisdiction_id=elsewhere'), 404, 'jurisdiction_id was not found');

  const { body: definition } = await get('/services/gathering.json');
  assert.equal(definition.service_code, 'gathering');
  const attributes = Object.fromEntries(definition.attributes.map((one) => [one.code, one]));
  assert.deepEqual([attributes.people.datatype, attributes.people.required, attributes.people.order, attributes.kind.datatype], ['number', true, 1, 'singlevaluelist']);
  assert.ok(attributes.kind.values.some(({ key, name }) => key === 'mahjong' && name));
  assert.equal(attributes.unit.required, false);
  assert.match((await get('/services/gathering.xml')).body, /<service_definition>\s*<service_code>gathering<\/service_code>\s*<attributes>\s*<attribute>/);
  await refused(get('/services/noise.json'), 404, 'service_code was not found');
  await refused(get('/services/noise.xml'), 404, 'service_code was not found');
});

test('a report needs a key and what the specification requires', async (t) => {
  const { admin, key, api_key, unit, call, post } = await city(t);
  const send = (fields, headers) => post('/requests.json', { api_key, ...gathering, ...fields }, headers);
  await refused(post('/requests.json', gathering), 403, 'api_key was not provided');
  await refused(post('/requests.xml', gathering), 403, 'api_key was not provided');
  await refused(send({ api_key: 'nonsense' }), 403, 'not valid');
  await refused(send({ service_code: '' }), 400, 'service_code was not provided');
  await refused(send({ service_code: 'noise' }), 404, 'service_code was not found');
  await refused(send({ jurisdiction_id: 'elsewhere' }), 404, 'jurisdiction_id was not found');
  await refused(send({ lat: '', long: '' }), 400, 'was not provided');
  await refused(send({ long: '' }), 400, 'long was not provided');
  await refused(send({ lat: 'north' }), 400, 'lat is not valid');
  await refused(send({ 'attribute[people]': '' }), 400, 'attribute\\[people\\] was not provided');
  await refused(send({ 'attribute[people]': 'many' }), 400, 'attribute\\[people\\] is not valid');
  await refused(send({ 'attribute[kind]': 'chess' }), 400, 'none of the choices');
  await refused(send({ 'attribute[colour]': 'red' }), 400, 'does not ask for it');
  await refused(send({ 'attribute[unit]': 't2' }), 400, 'no such unit within that of the key');
  await refused(send({ description: 'x'.repeat(4_001) }), 400, 'description is not valid');
  await refused(send({ description: 'x'.repeat(2_001) }), 400, '2,000');
  await refused(call('POST', '/requests.json', { body: '{}', headers: { 'Content-Type': 'application/json' } }), 415, 'x-www-form-urlencoded');
  await refused(call('POST', '/requests.json', { body: 'a=%zz', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }), 400, '.');
  await refused(call('POST', '/requests.xml', { body: 'x'.repeat(2 << 20), headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }), 413, 'larger');
  await refused(post('/services.json', {}), 404, 'nothing at this address');
  await refused(call('PUT', '/requests.json', { body: '' }), 405, 'PUT');
  await refused(call('GET', '/requests'), 404, 'nothing at this address');
  await refused(call('GET', '/a/b/c/d.json'), 404, 'nothing at this address');
  assert.equal((await admin.get('/incidents')).items.length, 0, 'nothing of it was stored');

  await admin.delete(`/open311-keys/${key.id}`);
  await refused(send({}), 403, 'not valid');
  const [listed] = (await admin.get('/open311-keys')).items;
  assert.deepEqual([listed.revoked, JSON.stringify(listed).includes(api_key)], [true, false]);
  const again = await admin.put(`/open311-keys/${key.id}`, { name: 'Other', unit: unit.t1, jurisdiction });
  assert.equal(again.api_key, null, 'shown once');
  await admin.refused(404, 'unit.unknown', 'PUT', `/open311-keys/${id()}`, { name: 'x', unit: id(), jurisdiction });
});

test('a report becomes an incident that climbs, and is seen again with what is public of it', async (t) => {
  const { admin, unit, key, api_key, get, post } = await city(t);
  const live = await admin.live();
  const made = await post('/requests.json', { api_key, ...gathering, jurisdiction_id: jurisdiction, description: '麻将馆开门', first_name: 'Wang', email: 'w@x.example', 'attribute[unit]': 'l1', media_url: 'https://pictures.example/1.jpg' });
  assert.equal(made.status, 201);
  assert.deepEqual(Object.keys(made.body[0]), ['service_request_id', 'token', 'service_notice', 'account_id']);
  const { service_request_id: request } = made.body[0];
  assert.equal((await live.next('incident')).id, request);
  live.close();
  const { incident } = await admin.get(`/incidents/${request}`);
  assert.deepEqual([incident.unit, incident.reporter, incident.state, incident.answers, incident.place.point ?? incident.place],
    [unit.l1, `open311:${key.id}`, 'reported', { people: 40, kind: 'mahjong' }, incident.place.point ?? incident.place]);
  assert.equal(incident.description, '麻将馆开门\nhttps://pictures.example/1.jpg');
  assert.ok(incident.stage.deadline, 'it has a clock, and who must act is paged as for any other');
  assert.ok(!JSON.stringify(incident).includes('Wang'), 'who reported is not kept');

  const { body: [seen] } = await get(`/requests/${request}.json`);
  assert.deepEqual(Object.keys(seen), ['service_request_id', 'status', 'status_notes', 'service_name', 'service_code', 'description', 'agency_responsible', 'service_notice',
    'requested_datetime', 'updated_datetime', 'expected_datetime', 'address', 'address_id', 'zipcode', 'lat', 'long', 'media_url']);
  assert.deepEqual([seen.status, seen.status_notes, seen.service_code, seen.lat, seen.long, seen.address],
    ['open', 'Reported; it waits to be accepted.', 'gathering', 29.3063, 120.0749, '三号楼'], 'tenants are called by their landlord: the house says where enough');
  assert.match((await get(`/requests/${request}.xml`)).body, new RegExp(`<service_requests>\\s*<request>\\s*<service_request_id>${request}<[^]*<status>open<[^]*<lat>29.3063</lat>`));
  assert.deepEqual((await get(`/tokens/${request}.json`)).body, [{ service_request_id: request, token: request }]);
  await refused(get(`/tokens/${id()}.xml`), 404, 'token was not found');
  await refused(get(`/requests/${id()}.json`), 404, 'service_request_id was not found');
  await refused(get('/requests/nonsense.xml'), 404, 'service_request_id was not found');

  // The same sent again counts once.
  const twice = id();
  for (let i = 0; i < 2; ++i)
    assert.equal((await post('/requests.json', { api_key, ...gathering }, { 'Idempotency-Key': twice })).body[0].service_request_id, twice);
  assert.equal((await get('/requests.json')).body.length, 2);
  const inXml = await post('/requests.xml', { api_key, ...gathering, 'attribute[unit]': 'g1' });
  assert.match(inXml.body, /<service_requests>\s*<request>\s*<service_request_id>[0-9a-f-]{36}<\/service_request_id>/);

  // What happens to it: status, notes, and the updates of issue 11.
  await admin.post(`/incidents/${request}/actions`, { id: id(), action: 'void', version: 1, text: 'Mr Wang himself rang' });
  const { body: [closed] } = await get(`/requests/${request}.json`);
  assert.deepEqual([closed.status, closed.status_notes], ['closed', 'It turned out not to be so, or not to be ours.']);
  const { body: updates } = await get('/servicerequestupdates.json');
  assert.deepEqual(updates.map((one) => [one.service_request_id, one.status, one.description]), [[request, 'closed', closed.status_notes]]);
  assert.match((await get(`/servicerequestupdates.xml?service_request_id=${request}`)).body, /<service_requests_updates>\s*<request_update>\s*<update_id>/);
});

test('requests are found by id, service, status, time, place and page, and only what is public', async (t) => {
  const { admin, unit, api_key, get, post } = await city(t);
  const report = (type, where, more) => admin.put(`/incidents/${id()}`, { type, unit: where, description: 'Private words', ...more });
  const tenant = { answers: { room: '301', people: 2, from: 'Wuhan', from_risk_area: true }, place: { address: 'Room 301', latitude_e6: 29_000_000, longitude_e6: 120_000_000 } };
  const hidden = await report('landlord_did_not_declare', unit.g1, { answers: { landlord: 'Zhang', room: '301', people: 2 } });
  const facts = await report('unregistered_tenant', unit.g1, tenant);
  const elsewhere = await report('unregistered_tenant', unit.t2, tenant);
  const made = [];
  for (let i = 0; i < 3; ++i) made.push((await post('/requests.json', { api_key, ...gathering, lat: `${29.5 + i}` })).body[0].service_request_id);
  const ids = async (query) => (await get(`/requests.json?${query}`)).body.map((one) => one.service_request_id);

  const all = [facts.id, elsewhere.id, ...made].reverse();
  assert.deepEqual(await ids(''), all, 'the newest first');
  assert.deepEqual((await ids(`jurisdiction_id=${jurisdiction}`)).sort(), all.filter((one) => one !== elsewhere.id).sort());
  await refused(get('/requests.xml?jurisdiction_id=elsewhere'), 404, 'jurisdiction_id was not found');
  await refused(get(`/requests/${hidden.id}.json`), 404, 'service_request_id was not found');
  assert.deepEqual(await ids(`service_request_id=${hidden.id}`), []);
  const { body: [public_] } = await get(`/requests/${facts.id}.json`);
  assert.deepEqual([public_.description, public_.address, public_.lat], [null, '第一网格', 29], 'facts, no words');
  assert.ok(!JSON.stringify((await get('/requests.json')).body).match(/Private|Room 301|user:/));

  assert.deepEqual(await ids(`service_request_id=${made[0]},${id()}`), [made[0]]);
  assert.deepEqual(await ids('service_code=unregistered_tenant,noise'), [elsewhere.id, facts.id]);
  assert.deepEqual(await ids('status=closed'), []);
  assert.deepEqual(await ids('status=open,closed'), all);
  assert.deepEqual(await ids('end_date=2020-01-02T00:00:00Z'), []);
  assert.deepEqual(await ids('lat_sw=29.4&long_sw=120&lat_ne=30.6&long_ne=121'), [made[1], made[0]]);
  assert.deepEqual(await ids('lat_sw=29.4&long_sw=120&lat_ne=32&long_ne=121&page_size=1&page=2'), [made[1]]);
  assert.deepEqual([await ids('page_size=2&page=1'), await ids('page_size=2&page=3'), await ids('page_size=2&page=4')], [all.slice(0, 2), all.slice(4), []]);

  await refused(get('/requests.json?status=half'), 400, 'status is not valid');
  await refused(get('/requests.json?start_date=yesterday'), 400, 'start_date is not valid');
  await refused(get('/requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z'), 400, '90 days');
  await refused(get('/requests.json?lat_sw=1&long_sw=1&lat_ne=2'), 400, 'long_ne was not provided');
  await refused(get('/requests.json?page=0'), 400, 'page is not valid');
  await refused(get('/requests.json?page_size=1001'), 400, 'page_size is not valid');
});

test('whoever asks too often is told to wait', async (t) => {
  const { get } = await city(t);
  const statuses = new Set();
  for (let i = 0; i < 30 && !statuses.has(429); ++i)
    for (const { status } of await Promise.all(Array.from({ length: 20 }, () => get('/discovery.json')))) statuses.add(status);
  assert.deepEqual([...statuses].sort(), [200, 429]);
});
