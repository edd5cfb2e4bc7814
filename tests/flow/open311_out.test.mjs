// Incidents of this city become requests at another city's Open311 server, once, and what becomes of them there is told
// here.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { id, startServer } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,义乌市,city,\nt1,稠城街道,town,yw\ng,江滨社区,community,t1\ng1,第一网格,grid,g\n';
const quick = { timeout_ms: 3_000, retry_first_ms: 200, retry_most_ms: 400, ask_ms: 200 };
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
async function until(what, look) {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(50)) {
    const found = await look();
    if (found) return found;
  }
  return assert.fail(`it never came: ${what}`);
}

async function city(t, openness, channels = quick) {
  const server = await startServer(t, { channels });
  const { admin } = server;
  await admin.call('POST', '/units/import?what=units&dry_run=false', { body: units, headers: { 'Content-Type': 'text/csv' } });
  const unit = {};
  for (const code of ['yw', 't1', 'g1']) unit[code] = (await admin.get(`/units?q=${code}`)).items.find((one) => one.code === code).id;
  const { types, version } = await admin.get('/incident-types');
  await admin.put('/incident-types', { version, types: types.map((type) => ({ ...type, openness: openness[type.code] ?? 'none' })) });
  const report = (more = {}) => admin.put(`/incidents/${id()}`, {
    type: 'gathering', unit: unit.g1, description: 'Mr Wang plays again', answers: { people: 40, kind: 'mahjong' }, place: { latitude_e6: 29_306_300, longitude_e6: 120_074_900, address: 'Room 301' }, ...more,
  });
  const delivery = async (channel, state) => (await admin.get(`/deliveries?channel=${channel.id}&state=${state}`)).items[0];
  const channel = (target, more = {}) => admin.put(`/channels/${id()}`, { kind: 'open311', name: 'Jinhua', unit: null, events: ['incident.report'], language: 'en', target: [target], services: [{ type: 'gathering', service_code: 'gathering' }], ...more });
  return { server, admin, unit, report, channel, delivery };
}
const answers = [{ attribute: 'people', field: 'people' }, { attribute: 'kind', field: 'kind' }, { attribute: 'colour', field: 'kind' }];

test('an incident becomes a request in another city, is closed there, and that is told here', async (t) => {
  const there = await city(t, { gathering: 'words' });
  const { api_key } = await there.admin.put(`/open311-keys/${id()}`, { name: 'Yiwu', unit: there.unit.t1, jurisdiction: 'jinhua.example' });
  const here = await city(t, { gathering: 'words' });
  const jinhua = await here.channel(`${there.server.url}/open311/v2/`, { secret: api_key, jurisdiction_id: 'jinhua.example', services: [{ type: 'gathering', service_code: 'gathering', answers }] });
  assert.deepEqual([jinhua.signed, jinhua.jurisdiction_id, jinhua.services], [true, 'jinhua.example', [{ type: 'gathering', service_code: 'gathering', answers }]]);
  assert.ok(!JSON.stringify(jinhua).includes(api_key));
  assert.equal((await here.admin.post(`/channels/${jinhua.id}/test`)).state, 'sent');
  assert.equal((await there.admin.get('/incidents')).items.length, 0, 'a test makes no request');

  await here.report({ type: 'medical_help', answers: { room: '301', complaint: 'cough' } });  // no service of theirs: it stays here
  const ours = await here.report();
  const sent = await until('the request', async () => (await here.admin.get(`/deliveries?channel=${jinhua.id}&state=sent`)).items.find((one) => !one.test));
  const request = sent.request.service_request_id;
  assert.deepEqual([sent.tries, sent.events, sent.request.incident, sent.request.status], [1, 1, ours.id, 'open']);
  const { items } = await there.admin.get('/incidents');
  assert.deepEqual(items.map((one) => one.id), [request]);
  const { incident } = await there.admin.get(`/incidents/${request}`);
  assert.deepEqual([incident.unit, incident.description, incident.answers, incident.place], [there.unit.t1, `Mr Wang plays again\nWard ${sent.id}`, { people: 40, kind: 'mahjong' },
    { latitude_e6: 29_306_300, longitude_e6: 120_074_900, address: 'Room 301' }]);

  let { version } = incident;
  const platform = await there.server.user('public_safety');
  for (const [api, action, more] of [[there.admin, 'accept'], [there.admin, 'file'], [there.admin, 'dispatch', { assignee: there.unit.t1 }], [platform, 'take_up'], [platform, 'feedback', { text: 'They went home.' }], [there.admin, 'check', { text: 'So it is.' }], [there.admin, 'close']])
    version = (await api.post(`/incidents/${request}/actions`, { id: id(), action, version, ...more })).incident.version;
  const closed = await until('the end of it', async () => {
    const found = await here.delivery(jinhua, 'sent');
    return found.request?.status === 'closed' && found;
  });
  assert.equal(closed.request.status_notes, 'It is solved.');
  const told = await here.admin.get(`/incidents/${ours.id}`);
  assert.equal(told.incident.state, 'reported', 'what is done there moves nothing here');
  assert.deepEqual(told.story.slice(1).map((one) => [one.action, one.from, one.to, one.text]), [
    ['hear_from_elsewhere', 'reported', 'reported', `Passed on to Jinhua, which has it as request ${request}.`],
    ['hear_from_elsewhere', 'reported', 'reported', `Jinhua has closed request ${request}. It is solved.`],
  ]);
  const rows = (await here.admin.get(`/journal?subject=${ours.id}&type=incident.hear_from_elsewhere`)).items;
  assert.deepEqual(rows.map((row) => [row.payload.status, row.payload.request, row.payload.channel]), [['closed', request, jinhua.id], ['open', request, jinhua.id]]);
  assert.ok(!JSON.stringify(rows).includes('Wang'));
});

test('two cities that pass on to each other do not do so without end, and what is not public keeps its words', async (t) => {
  const one = await city(t, { gathering: 'facts' }), other = await city(t, { gathering: 'words' });
  const key = async (of) => (await of.admin.put(`/open311-keys/${id()}`, { name: 'Neighbour', unit: of.unit.yw, jurisdiction: 'x' })).api_key;
  const services = [{ type: 'gathering', service_code: 'gathering', answers }];
  const out = await one.channel(`${other.server.url}/open311/v2`, { secret: await key(other), services });
  await other.channel(`${one.server.url}/open311/v2`, { secret: await key(one), services });
  await one.report();
  const sent = await until('the request', () => one.delivery(out, 'sent'));
  await other.report();  // that goes the other way: when it is there, the first would be back as well
  await until('the other one', async () => (await one.admin.get('/incidents')).items.length === 2);
  assert.equal((await other.admin.get('/incidents')).items.length, 2);
  assert.equal((await other.admin.get('/deliveries')).items.length, 1);
  const { incident } = await other.admin.get(`/incidents/${sent.request.service_request_id}`);
  assert.equal(incident.description, `A new incident in 第一网格: People gather.\nWard ${sent.id}`);
  assert.equal(incident.place.address, '第一网格');
});

test('a channel to another city names what goes out', async (t) => {
  const { admin, channel, unit } = await city(t, {});
  const refused = (code, field, more) => admin.call('PUT', `/channels/${id()}`, {
    body: { kind: 'open311', name: 'x', events: ['incident.report'], language: 'en', target: ['http://a.example/v2'], services: [{ type: 'gathering', service_code: 'g' }], ...more },
  }).then(({ status, body }) => assert.deepEqual([status, body.code, body.field], [400, code, field], JSON.stringify(body)));
  await refused('channel.services', 'services', { services: [] });
  await refused('channel.type', 'services[0].type', { services: [{ type: 'nonsense', service_code: 'g' }] });
  await refused('channel.services', 'services[1].type', { services: [{ type: 'gathering', service_code: 'g' }, { type: 'gathering', service_code: 'h' }] });
  await refused('channel.type', 'services[0].answers[0].field', { services: [{ type: 'gathering', service_code: 'g', answers: [{ attribute: 'a', field: 'none' }] }] });
  await refused('field.missing', 'services[0].service_code', { services: [{ type: 'gathering' }] });
  await refused('channel.event', 'events', { events: ['incident.report', 'alarm.raised'] });
  await refused('channel.url', 'target', { target: ['http://a.example/v2?key=1'] });
  await refused('field.unknown', 'services', { kind: 'webhook', secret: 'x' });
  assert.equal((await channel('http://a.example/v2', { unit: unit.t1 })).signed, false);
});

// A server of another city, as tests want it: `answer` says what each call is answered; `calls` is what was asked.
async function elsewhere(t, answer) {
  const calls = [];
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += data));
    request.on('end', () => {
      const url = new URL(request.url, 'http://city');
      const call = { what: `${request.method} ${url.pathname}`, query: url.searchParams, form: Object.fromEntries(new URLSearchParams(body)), headers: request.headers };
      calls.push(call);
      const [status, said] = answer(call, calls) ?? [404, [{ code: 404, description: 'Nothing here.' }]];
      if (status === 'silent') return request.socket.destroy();
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(said));
    });
  });
  await new Promise((done) => http.listen(0, '127.0.0.1', done));
  t.after(() => http.close() && http.closeAllConnections());
  return { calls, http, url: `http://127.0.0.1:${http.address().port}/v2`, count: (what) => calls.filter((call) => call.what === what).length };
}
const open = (of, description = '') => ({ service_request_id: of, status: 'open', status_notes: null, service_code: 'g', description, requested_datetime: '2026-03-02T08:00:00Z' });

test('a token is asked for its id, and what the definition does not ask for is not answered', async (t) => {
  let tokens = 0;
  const { calls, url } = await elsewhere(t, ({ what }) => ({
    'GET /v2/services/g.json': [200, { service_code: 'g', attributes: [{ variable: true, code: 'people', datatype: 'number', required: false, order: 1, description: 'How many?' }] }],
    'POST /v2/requests.json': [201, [{ token: 'abc', service_request_id: '', service_notice: '', account_id: null }]],
    'GET /v2/tokens/abc.json': ++tokens && tokens < 5 ? [404, [{ code: 404, description: 'not yet' }]] : [200, [{ token: 'abc', service_request_id: 7311 }]],
    'GET /v2/requests.json': [200, [open('7311')]],
  })[what]);
  const { channel, report, delivery, admin } = await city(t, { gathering: 'words' });
  const there = await channel(url, { secret: 'k', services: [{ type: 'gathering', service_code: 'g', answers }] });
  const ours = await report();
  const waiting = await until('the token', () => delivery(there, 'sent'));
  assert.deepEqual([waiting.request.token, waiting.tries], ['abc', 1]);
  const known = await until('the id', async () => {
    const found = await delivery(there, 'sent');
    return found.request.asked_at && found.request.service_request_id && found;
  });
  assert.deepEqual([known.request.service_request_id, known.request.status], ['7311', 'open']);
  const { form, headers } = calls.find((call) => call.what === 'POST /v2/requests.json');
  assert.deepEqual(form, { api_key: 'k', service_code: 'g', lat: '29.306300', long: '120.074900', address_string: 'Room 301', description: `Mr Wang plays again\nWard ${known.id}`, 'attribute[people]': '40' });
  assert.equal(headers['idempotency-key'], known.id);
  await until('a question', () => calls.some((call) => call.query.get('service_request_id') === '7311'));
  assert.equal((await admin.get(`/incidents/${ours.id}`)).story.length, 2);
});

test('a refusal is said in the delivery, holds up no other request, and ends when the other side takes it', async (t) => {
  let right = false;
  const { url, count } = await elsewhere(t, ({ what, form }) => {
    if (what !== 'POST /v2/requests.json') return undefined;
    if (form.service_code === 'bad' && !right) return [400, [{ code: 400, description: 'jurisdiction_id was not provided' }]];
    return [200, [{ service_request_id: form.service_code, service_notice: null }]];
  });
  const { channel, report, delivery } = await city(t, {});
  const there = await channel(url, { services: [{ type: 'gathering', service_code: 'bad' }, { type: 'medical_help', service_code: 'good' }] });
  await report();
  const refused = await until('the refusal', async () => ((await delivery(there, 'waiting'))?.tries ?? 0) > 1 && delivery(there, 'waiting'));
  assert.equal(refused.error, 'The Open311 server answered with status 400: jurisdiction_id was not provided');
  assert.equal(refused.request, null);
  await report({ type: 'medical_help', answers: { room: '301', complaint: 'cough' } });
  assert.equal((await until('the other', () => delivery(there, 'sent'))).request.service_request_id, 'good');
  right = true;
  await until('both', async () => (await delivery(there, 'waiting')) === undefined);
  assert.ok(count('POST /v2/requests.json') >= 3);
});

test('a wrong key and a server that is away are said, and then nothing is sent to it for a while', async (t) => {
  const { url, count, http } = await elsewhere(t, ({ what }) => (what.startsWith('POST') ? [403, [{ code: 403, description: 'api_key is not valid' }]] : undefined));
  const { channel, report, delivery, admin } = await city(t, {}, { ...quick, retry_first_ms: 60_000, retry_most_ms: 60_000 });
  const there = await channel(url, { secret: 'wrong' });
  await report();
  const first = await until('the refusal', async () => (await delivery(there, 'waiting'))?.error && delivery(there, 'waiting'));
  assert.equal(first.error, 'The Open311 server answered with status 403: api_key is not valid');
  await report(), await report();
  await until('three', async () => (await admin.get(`/deliveries?channel=${there.id}`)).items.length === 3);
  await pause(2_500);  // two rounds of the senders
  assert.equal(count('POST /v2/requests.json'), 1, 'the others wait, too');
  await new Promise((done) => http.close(done) && http.closeAllConnections());
  const away = await channel(url);
  await report();
  const gone = await until('the failure', async () => (await delivery(away, 'waiting'))?.error && delivery(away, 'waiting'));
  assert.match(gone.error, /^Cannot reach the server/);
  assert.equal(gone.state, 'waiting');
});

test('a request of which the answer was lost is found again by its reference, not made twice', async (t) => {
  const taken = [];
  const { url, count } = await elsewhere(t, ({ what, form, query }) => {
    if (what === 'POST /v2/requests.json') return taken.push(form.description), ['silent'];
    if (what === 'GET /v2/requests.json' && query.get('start_date')) return [200, [open('1', 'Another one'), ...taken.map((text, i) => open(`${42 + i}`, text))]];
    return what === 'GET /v2/requests.json' ? [200, []] : undefined;
  });
  const { channel, report, delivery, server } = await city(t, {});
  const there = await channel(url);
  await report();
  const sent = await until('the request', () => delivery(there, 'sent'));
  assert.deepEqual([sent.request.service_request_id, sent.tries, count('POST /v2/requests.json'), taken.length], ['42', 2, 1, 1]);
  await server.stop('SIGKILL');
  await server.start();
  const asked = count('GET /v2/requests.json');
  await until('a question after the start', () => count('GET /v2/requests.json') > asked);
  assert.equal((await delivery(there, 'sent')).request.status, 'open', 'that it is not in the list says nothing');
});
