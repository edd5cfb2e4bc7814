// Messages leave the program once, by mail and to robots, whatever falls over on the way.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { copyFile, mkdir, readFile, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createSocket, connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { postgres } from './support/postgres.mjs';
import { Server, id, startServer, temporary } from './support/ward.mjs';

const units = 'code,name,kind,parent\nyw,义乌市,city,\nt1,稠城街道,town,yw\nc1,江滨社区,community,t1\ng1,第一网格,grid,c1\n';
const quick = { burst_ms: 1_000, timeout_ms: 3_000, retry_first_ms: 200, retry_most_ms: 400 };
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
async function until(what, look) {
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(50)) {
    const found = await look();
    if (found) return found;
  }
  return assert.fail(`it never came: ${what}`);
}

// A ward with units and a type of incident that somebody is paged for a few seconds after it was reported.
async function city(t, settings = {}) {
  const server = await startServer(t, { ...settings, channels: { ...quick, ...settings.channels } });
  const done = await server.admin.call('POST', '/units/import?what=units&dry_run=false', { body: units, headers: { 'Content-Type': 'text/csv' } });
  assert.equal(done.status, 200);
  const unit = async (code) => (await server.admin.get(`/units?q=${code}`)).items.find((one) => one.code === code).id;
  const report = async (code) => server.admin.put(`/incidents/${id()}`, { type: 'gathering', unit: await unit(code), description: 'Secret words', answers: { people: 40, kind: 'mahjong' } });
  const channel = (more) => server.admin.put(`/channels/${id()}`, { name: 'A channel', unit: null, events: ['incident.report'], language: 'zh', ...more });
  const delivery = async (of, state) => (await server.admin.get(`/deliveries?channel=${of.id}&state=${state}`)).items[0];
  return { server, admin: server.admin, unit, report, channel, delivery };
}

async function freePort() {
  const socket = createSocket();
  await new Promise((done) => socket.listen(0, '127.0.0.1', done));
  const { port } = socket.address();
  await new Promise((done) => socket.close(done));
  return port;
}

// Debian's aiosmtpd, a process of its own that keeps what it takes in a Maildir.
class MailServer {
  constructor(t, directory, port, options = []) {
    Object.assign(this, { box: join(directory, 'mail'), port, options });
    t.after(() => this.stop());
  }
  async start() {
    this.child = spawn('/usr/bin/python3', ['-m', 'aiosmtpd', '-n', '-l', `127.0.0.1:${this.port}`, ...this.options, '-c', 'aiosmtpd.handlers.Mailbox', this.box], { stdio: 'ignore' });
    await until('the mail server', () => new Promise((done) => {
      const socket = connect(this.port, '127.0.0.1', () => done(socket.destroy()));
      socket.on('error', () => done(false));
    }));
  }
  async stop() {
    if (!this.child || this.child.exitCode !== null) return;
    const ended = new Promise((done) => this.child.on('close', done));
    this.child.kill('SIGKILL');
    await ended;
  }
  // What it took: { headers, text }.
  async mails() {
    const files = await readdir(join(this.box, 'new')).catch(() => []);
    return Promise.all(files.sort().map(async (file) => {
      const [head, ...body] = (await readFile(join(this.box, 'new', file), 'utf8')).replaceAll('\r\n', '\n').split('\n\n');
      const headers = Object.fromEntries(head.replaceAll('\n ', ' ').split('\n').map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));
      return { headers, text: Buffer.from(body.join(''), 'base64').toString('utf8') };
    }));
  }
}

// A robot: answers what `answers` say, one after the other, then that it took it. `calls` is what it was sent.
async function robot(t, answers = []) {
  const calls = [];
  const http = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += data));
    request.on('end', () => {
      const url = new URL(request.url, 'http://robot');
      calls.push({ url, headers: request.headers, body: JSON.parse(body), raw: body });
      const [status, answer] = answers.shift() ?? [200, { errcode: 0, errmsg: 'ok' }];
      if (status === 'silent') return;
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise((done) => http.listen(0, '127.0.0.1', done));
  t.after(() => http.close() && http.closeAllConnections());
  return { calls, url: `http://127.0.0.1:${http.address().port}/robot/send?access_token=abc` };
}

test('a message reaches a mailbox, once, also when the mail server was away', async (t) => {
  const mail = new MailServer(t, await temporary(t), await freePort());
  const { channel, report, unit, delivery, admin } = await city(t, {
    mail: { server: '127.0.0.1', port: mail.port, security: 'none', from: 'ward@city.example' },
    server: { public_url: 'https://ward.city.example' },
  });
  await mail.start();
  const desk = await channel({ kind: 'email', unit: await unit('t1'), target: ['desk@city.example', 'night@city.example'] });
  assert.deepEqual(desk.target, ['desk@city.example', 'night@city.example']);
  await report('yw');  // not in the town: nobody is told
  await Promise.all([report('g1'), report('g1'), report('g1')]);
  const sent = await until('the first message', () => delivery(desk, 'sent'));
  assert.deepEqual([sent.events, sent.tries, sent.error], [3, 1, null]);
  const [first] = await mail.mails();
  assert.deepEqual(first.text.trim().split('\r\n'), ['第一网格新上报 3 起事件：人员聚集（3）。', '请在控制台查看：https://ward.city.example']);
  assert.equal(first.headers['message-id'], `<${sent.id}@city.example>`);
  assert.equal(first.headers.to, 'desk@city.example, night@city.example');
  assert.ok(!JSON.stringify(first).includes('Secret'), 'nothing that somebody wrote');

  await mail.stop();
  await report('g1');
  const waiting = await until('a failed try', async () => ((await delivery(desk, 'waiting'))?.tries ?? 0) >= 2 && delivery(desk, 'waiting'));
  assert.match(waiting.error, /Cannot reach the server/);
  await Promise.all([report('g1'), report('c1')]);  // meanwhile: one message more, not two
  await mail.start();
  await until('the others', async () => (await admin.get(`/deliveries?channel=${desk.id}&state=sent`)).items.length === 3);
  const mails = await mail.mails();
  assert.equal(mails.length, 3);
  assert.equal(new Set(mails.map(({ headers }) => headers['message-id'])).size, 3);
  assert.equal((await admin.get(`/journal?subject=${sent.id}`)).items[0].type, 'delivery.sent');
});

test('mail goes over TLS to a server that is trusted, and never in the clear unless that is asked for', async (t) => {
  const directory = await temporary(t);
  const certificate = join(directory, 'mail.pem'), key = join(directory, 'mail.key');
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-keyout', key, '-out', certificate,
    '-subj', '/CN=mail', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
  const secure = new MailServer(t, directory, await freePort(), ['--tlscert', certificate, '--tlskey', key]);
  await secure.start();
  const plain = new MailServer(t, await temporary(t), await freePort());
  await plain.start();
  const outcome = async (mail) => {
    const { server, admin, channel } = await city(t, { mail: { server: '127.0.0.1', security: 'starttls', ...mail }, channels: { timeout_ms: 10_000 } });
    const done = await admin.post(`/channels/${(await channel({ kind: 'email', target: ['desk@city.example'] })).id}/test`);
    await server.stop();
    return done;
  };
  assert.equal((await outcome({ port: secure.port, authority: certificate })).state, 'sent');
  assert.equal((await secure.mails()).length, 1);
  assert.match((await outcome({ port: secure.port })).error, /certificate is not trusted/);
  const refused = await outcome({ port: plain.port });
  assert.equal(refused.state, 'gave_up', refused.error);
  assert.equal((await plain.mails()).length, 0);
});

test('a DingTalk robot gets what it can verify, and is asked again until it says 0', async (t) => {
  const { calls, url } = await robot(t, [[500, {}], [200, { errcode: 310000, errmsg: 'sign not match' }]]);
  const { channel, report, delivery, admin } = await city(t, { channels: { retry_first_ms: 100 } });
  const group = await channel({ kind: 'dingtalk', target: [url], secret: 'SEC000' });
  assert.deepEqual([group.signed, group.target], [true, [`${new URL(url).origin}/…`]]);
  assert.ok(!JSON.stringify(await admin.get('/channels')).includes('abc'), 'who knows the token may speak as the robot');
  await report('g1');
  await until('the refusal', async () => /310000: sign not match/.test((await delivery(group, 'waiting'))?.error ?? ''));
  const sent = await until('the message', () => delivery(group, 'sent'));
  assert.equal(sent.tries, 3);
  assert.equal(calls.length, 3);
  for (const { url: asked, headers, body } of calls) {
    const timestamp = asked.searchParams.get('timestamp');
    assert.ok(Math.abs(Date.now() - timestamp) < 60_000);
    assert.equal(asked.searchParams.get('sign'), createHmac('sha256', 'SEC000').update(`${timestamp}\nSEC000`).digest('base64'));
    assert.equal(asked.searchParams.get('access_token'), 'abc');
    assert.equal(headers['idempotency-key'], sent.id);
    assert.deepEqual(body, { msgtype: 'text', text: { content: '第一网格新上报 1 起事件：人员聚集。' } });
  }
});

test('a test says at once what became of it, within the limit of a robot', async (t) => {
  const good = await robot(t), bad = await robot(t, [[302, {}]]);
  const { channel, admin } = await city(t);
  const group = await channel({ kind: 'wecom', language: 'en', target: [good.url] });
  const done = await admin.post(`/channels/${group.id}/test`);
  assert.deepEqual([done.state, done.test, done.text], ['sent', true, ['This is a test of Ward\'s channel "A channel".']]);
  await admin.refused(429, 'channel.pace', 'POST', `/channels/${group.id}/test`);
  const hook = await channel({ kind: 'webhook', target: [bad.url], secret: 'a secret'.replace(' ', '-') });
  const failed = await admin.post(`/channels/${hook.id}/test`);
  assert.deepEqual([failed.state, failed.tries], ['gave_up', 1]);
  assert.match(failed.error, /status 302/);
  const nowhere = await channel({ kind: 'webhook', target: [`http://127.0.0.1:${await freePort()}/hidden`], secret: 'x' });
  const { error } = await admin.post(`/channels/${nowhere.id}/test`);
  assert.match(error, /Cannot reach the server/);
  assert.ok(!error.includes('hidden'), error);
  const postbox = await channel({ kind: 'email', target: ['a@b.example'] });
  assert.match((await admin.post(`/channels/${postbox.id}/test`)).error, /No mail server is set/);
  await admin.refused(404, 'channel.none', 'POST', `/channels/${id()}/test`);
  assert.equal((await admin.get('/deliveries?limit=2')).items.length, 2);
  await admin.delete(`/channels/${hook.id}`);
  await admin.refused(404, 'channel.none', 'DELETE', `/channels/${hook.id}`);
  assert.equal((await admin.get(`/deliveries?channel=${hook.id}`)).items.length, 1, 'the record stays');
});

test('a server that is killed between sending and writing it down sends again under the same id, and nothing is lost', async (t) => {
  const { calls, url } = await robot(t, [['silent']]);
  const { server, channel, report, delivery } = await city(t, { channels: { timeout_ms: 500 } });
  const hook = await channel({ kind: 'webhook', language: 'en', target: [url], secret: 'whsec_c2VjcmV0IG9mIHRoaXMgc3Rvcnk=' });
  await report('g1');
  await until('the call', () => calls.length === 1);
  await server.stop('SIGKILL');
  await server.start();
  const sent = await until('the message', () => delivery(hook, 'sent'));
  assert.equal(sent.events, 1);
  assert.ok(calls.length >= 2);
  for (const { headers, body, raw } of calls) {
    assert.equal(headers['idempotency-key'], sent.id);
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${raw}`;
    assert.equal(headers['webhook-signature'], `v1,${createHmac('sha256', 'secret of this story').update(signed).digest('base64')}`);
    assert.equal(body.text, 'A new incident in 第一网格: People gather.');
    assert.equal(body.events.length, 1);
  }
});

test('what happened while the server was down is told when it is back; what happened before there was a channel is not', async (t) => {
  const { calls, url } = await robot(t);
  const { server, channel, report, delivery } = await city(t);
  await report('g1');
  const hook = await channel({ kind: 'webhook', target: [url], secret: 'x' });
  await Promise.all([report('g1'), report('g1')]);
  await server.stop('SIGKILL');  // before the burst is over, perhaps before the journal was read
  await server.start();
  const sent = await until('the message', () => delivery(hook, 'sent'));
  assert.deepEqual([sent.events, calls.length], [2, 1]);
});

test('two servers on one database send each message once', async (t) => {
  const robots = await Promise.all(Array.from({ length: 8 }, () => robot(t)));
  const { server, channel, report, admin } = await city(t, { server: { database: await (await postgres()).database() } });
  const second = new Server(await temporary(t), { server: { database: server.database }, channels: quick });
  await mkdir(second.data);
  await copyFile(join(server.data, 'vault.key'), join(second.data, 'vault.key'));
  await second.start();
  t.after(() => second.stop());
  await Promise.all(robots.map(({ url }) => channel({ kind: 'webhook', target: [url], secret: 'x' })));
  for (let i = 0; i < 10; ++i) await report('g1');
  const told = async () => (await admin.get('/deliveries?limit=500&state=sent')).items.reduce((sum, { events }) => sum + events, 0);
  await until('all of it', async () => (await told()) === 8 * 10);
  const { items } = await admin.get('/deliveries?limit=500');
  assert.ok(items.every(({ state, tries }) => state === 'sent' && tries === 1));
  assert.equal(robots.flatMap(({ calls }) => calls).length, items.length);
  for (const { calls } of robots) assert.equal(calls.reduce((sum, { body }) => sum + body.events.length, 0), 10);
});
