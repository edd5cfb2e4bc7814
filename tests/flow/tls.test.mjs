// The server over TLS, with a certificate made here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { test } from 'node:test';
import { password, Server, temporary, ward } from './support/ward.mjs';

async function secureServer(t) {
  const directory = await temporary(t);
  const certificate = join(directory, 'cert.pem'), key = join(directory, 'key.pem');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-keyout', key, '-out', certificate,
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
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

test('says which file it cannot use', async (t) => {
  const directory = await temporary(t);
  const server = new Server(directory, { server: { certificate: '/nowhere/cert.pem', key: '/nowhere/key.pem' } });
  await server.addUser('admin', 'administrator');
  await assert.rejects(server.start(), /Cannot use \/nowhere\/cert\.pem for TLS/);
  assert.notEqual((await ward(['serve', '--config', join(directory, 'ward.toml')])).code, 0);
});
