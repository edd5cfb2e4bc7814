// The server over TLS, with a certificate made here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Gate, stored } from '../kill/drill.mjs';
import { password, Server, startServer, temporary, ward } from './support/ward.mjs';

// A certificate of a name of its own, or of 127.0.0.1 signed by `authority`: { certificate, key }, both files.
function certify(directory, name, authority) {
  const certificate = join(directory, `${name}.pem`), key = join(directory, `${name}.key`);
  const signed = authority ? ['-CA', authority.certificate, '-CAkey', authority.key, '-addext', 'basicConstraints=critical,CA:FALSE'] : [];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-keyout', key, '-out', certificate,
    '-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1', ...signed], { stdio: 'ignore' });
  return { certificate, key };
}

async function secureServer(t) {
  const directory = await temporary(t);
  const { certificate, key } = certify(directory, 'cert');
  const server = new Server(directory, { server: { certificate, key } });
  await server.addUser('admin', 'administrator');
  await server.start();
  t.after(() => server.stop());
  return { server, ca: readFileSync(certificate) };
}

function call(server, ca, { method = 'GET', path, body }) {
  return new Promise((done, failed) => {
    const sent = request(`${server.url}/api/v1${path}`, { method, ca, headers: { 'Content-Type': 'application/json' } }, (answer) => {
      let text = '';
      answer.on('data', (data) => (text += data));
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text }));
    });
    sent.on('error', failed);
    sent.end(body && JSON.stringify(body));
  });
}

test('speaks TLS, and marks its cookie for TLS only', async (t) => {
  const { server, ca } = await secureServer(t);
  assert.match(server.url, /^https:/);
  assert.equal((await call(server, ca, { path: '/health' })).status, 200);
  await assert.rejects(call(server, undefined, { path: '/health' }), /self.signed/);
  const answer = await call(server, ca, { method: 'POST', path: '/session', body: { name: 'admin', password } });
  assert.match(answer.headers['set-cookie'][0], /; Secure$/);
});

test('says that a body is too large to whoever is still sending it', async (t) => {
  const { server, ca } = await secureServer(t);
  for (let i = 0; i < 5; ++i) {
    const answer = await call(server, ca, { method: 'POST', path: '/session', body: 'x'.repeat(32 << 20) });
    assert.deepEqual([answer.status, JSON.parse(answer.text).code], [413, 'http.too_large']);
  }
});

test('refuses old TLS and what is no TLS', async (t) => {
  const { server, ca } = await secureServer(t);
  const old = new Promise((done, failed) => {
    const socket = connect({ port: server.port, host: '127.0.0.1', ca, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }, () => done('connected'));
    socket.on('error', failed);
  });
  await assert.rejects(old);
  await assert.rejects(fetch(`http://127.0.0.1:${server.port}/api/v1/health`));
  assert.equal((await call(server, ca, { path: '/health' })).status, 200);
});

test('a gate sends only to a server whose authority it trusts, and loses nothing until then', { timeout: 600_000 }, async (t) => {
  const server = await startServer(t);
  const device = await server.device(await server.site());
  const ours = certify(server.directory, 'ours'), theirs = certify(server.directory, 'theirs');
  const plain = server.settings;
  server.settings = { server: certify(server.directory, 'server', ours) };
  await server.stop();
  await server.start();
  assert.match(server.url, /^https:/);

  // Another's authority, and the system's own ones: neither has signed this server's certificate.
  for (const authority of [theirs.certificate, '']) {
    const wary = new Gate(join(server.directory, 'gate'), server, device, 200, { authority });
    t.after(() => wary.child?.kill('SIGKILL'));
    wary.start();
    const enough = (await wary.opened().catch(() => [])).length + 20;
    while (!/uplink: .*certificate is not trusted.*\(net\.tls\)/.test(wary.out) || (await wary.opened().catch(() => [])).length < enough) await sleep(20);
    await wary.kill();
  }
  const gate = new Gate(join(server.directory, 'gate'), server, device, 200, { authority: ours.certificate });
  t.after(() => gate.child?.kill('SIGKILL'));
  const refused = await gate.opened();
  assert.deepEqual(await gate.drain(), { depth: 0, rejected: 0 });

  server.settings = plain; // to be asked without TLS
  await server.stop();
  await server.start();
  const rows = await stored(await server.login('admin'), device.id);
  for (const id of refused) assert.equal(rows.get(id), 1);
  assert.ok(refused.length >= 40);
});

test('says which file it cannot use', async (t) => {
  const directory = await temporary(t);
  const server = new Server(directory, { server: { certificate: '/nowhere/cert.pem', key: '/nowhere/key.pem' } });
  await server.addUser('admin', 'administrator');
  await assert.rejects(server.start(), /Cannot use \/nowhere\/cert\.pem for TLS/);
  assert.notEqual((await ward(['serve', '--config', join(directory, 'ward.toml')])).code, 0);
});
