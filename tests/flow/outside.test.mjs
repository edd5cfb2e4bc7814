// What comes from outside is hostile: broken, too large, too slow, or meant for the database and the page behind it.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { Api } from './support/api.mjs';
import { id, startServer } from './support/ward.mjs';

// Says `text` on a socket of its own and resolves with everything that comes back until the server closes.
function raw(server, text) {
  return new Promise((done, failed) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (data) => (answer += data));
    socket.on('close', () => done(answer));
    socket.on('error', (error) => (error.code === 'ECONNRESET' ? done(answer) : failed(error)));
  });
}

test('strings meant for SQL and HTML come back as they went', async (t) => {
  const server = await startServer(t);
  const site = await server.site();
  const names = ["'; DROP TABLE site; --", '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "Robert'); DELETE FROM account;--", '%_\\', '\u202e反转', '🧪', '${7*7}{{7*7}}'];
  for (const name of names) {
    const made = await server.admin.put(`/devices/${id()}`, { site, name, zone: name, sign: name });
    assert.deepEqual([made.device.name, made.device.zone, made.device.sign], [name, name, name]);
  }
  const stored = (await server.admin.get('/devices')).items.map((d) => d.name);
  assert.deepEqual(stored.sort(), [...names].sort());
  assert.equal((await server.admin.get('/sites')).items.length, 1);
  // And are never told as a page that a browser would read.
  const response = await server.admin.fetch('GET', '/devices');
  assert.equal(response.headers.get('content-type'), 'application/json');
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  for (const name of names) await new Api(server.url).refused(401, 'session.refused', 'POST', '/session', { name, password: name });
});

test('a body that is no JSON, no object, or not what was asked for is refused by name', async (t) => {
  const server = await startServer(t);
  const site = `/sites/${id()}`;
  const put = (body, headers = { 'Content-Type': 'application/json' }) => server.admin.call('PUT', site, { body, headers });
  const codes = [];
  for (const body of ['', '{', '{"name":"x"}}', '{"name":"\\ud800"}', '[]', '7', '{"name":7}', '{}', `{"name":${'['.repeat(100)}${']'.repeat(100)}}`, '{"name":"a","name":"b","extra":1}']) {
    const answer = await put(body);
    assert.equal(answer.status, 400, body);
    codes.push(answer.body.code);
  }
  assert.deepEqual(codes, ['json.syntax', 'json.syntax', 'json.syntax', 'json.syntax', 'field.type', 'field.type', 'field.type', 'field.missing', 'json.depth', 'field.unknown']);
  const invalid = await server.admin.call('PUT', site, { body: new Uint8Array([123, 34, 110, 97, 109, 101, 34, 58, 34, 255, 34, 125]), headers: { 'Content-Type': 'application/json' } });
  assert.equal(invalid.body.code, 'json.syntax');
  assert.equal((await put('{"name":"x"}', { 'Content-Type': 'text/plain' })).status, 415);
  assert.equal((await server.admin.get('/sites')).items.length, 0);
});

test('whoever is unknown is told so before a large body is read', async (t) => {
  const server = await startServer(t);
  for (const [method, path] of [['PUT', `/people/${id()}/face`], ['PUT', `/device/captures/${id()}`], ['POST', '/device/passages']]) {
    const head = `${method} /api/v1${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1500000\r\n\r\n`;
    assert.match(await raw(server, head), /^HTTP\/1\.1 401 /, path); // not one byte of it was sent
  }
});

test('a body larger than its route takes is refused before it is read', async (t) => {
  const server = await startServer(t);
  const answer = await raw(server, 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.1 413 /);
  const large = await server.admin.call('PUT', `/sites/${id()}`, { body: { name: 'x'.repeat(2 << 20) } });
  assert.equal(large.status, 413);
});

test('clients that never finish are dropped, and others are served meanwhile', async (t) => {
  const server = await startServer(t, { limits: { head_ms: 200, body_ms: 200 } });
  const slow = [];
  for (let i = 0; i < 50; ++i) {
    slow.push(raw(server, 'GET /api/v1/health HTTP/1.1\r\nX-Slow: '));
    slow.push(raw(server, 'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{'));
  }
  await new Api(server.url).get('/health');
  assert.deepEqual(new Set(await Promise.all(slow)), new Set(['']));
});

test('what is no route, no method or no HTTP is said so', async (t) => {
  const server = await startServer(t);
  assert.match(await raw(server, 'nonsense\r\n\r\n'), /^HTTP\/1\.1 400 /);
  assert.match(await raw(server, 'GET /api/v1/nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 404 .*"code":"http\.no_such_page"/s);
  assert.match(await raw(server, 'GET /api/v1/%2e%2e/%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 400 /);
  assert.match(await raw(server, 'PATCH /api/v1/session HTTP/1.1\r\nHost: x\r\nAccept-Language: zh-CN\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 405 .*Allow: DELETE, GET, HEAD, POST.*不支持/s);
  assert.match(await raw(server, 'HEAD /api/v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 200 [^]*Content-Length: [1-9][^]*\r\n\r\n$/);
  const contract = await fetch(`${server.url}/api/v1/openapi.yaml`);
  assert.match(await contract.text(), /^openapi: 3\.1\.0/);
});
