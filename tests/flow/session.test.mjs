// Logging in: who gets in, who is slowed down, and what ends a session.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api } from './support/api.mjs';
import { id, password, startServer, ward } from './support/ward.mjs';

test('a person logs in, is known, and logs out', async (t) => {
  const server = await startServer(t);
  const nobody = new Api(server.url);
  await nobody.refused(401, 'session.none', 'GET', '/session');
  const answer = await nobody.call('POST', '/session', { body: { name: 'admin', password } });
  assert.equal(answer.body.role, 'administrator');
  const cookie = answer.headers.get('set-cookie');
  assert.match(cookie, /^ward_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=604800$/);

  const person = new Api(server.url, { cookie: cookie.split(';')[0] });
  assert.equal((await person.get('/session')).name, 'admin');
  const left = await person.call('DELETE', '/session');
  assert.equal(left.status, 204);
  assert.match(left.headers.get('set-cookie'), /^ward_session=; .*Max-Age=0/);
  await person.refused(401, 'session.none', 'GET', '/session');
});

test('behind a proxy over TLS the cookie is Secure, and whoever guesses is the one the proxy names', async (t) => {
  const attempt = (server, headers, secret = password) =>
    new Api(server.url).call('POST', '/session', { body: { name: 'admin', password: secret }, headers });
  const forwarded = { 'X-Forwarded-For': '6.6.6.6, 203.0.113.7', 'X-Forwarded-Proto': 'https' };
  const addresses = async (server) => (await server.admin.get('/journal?type=session.refused')).items.map((row) => row.payload.address);

  const behind = await startServer(t, { server: { proxies: ['127.0.0.1'] } });
  assert.match((await attempt(behind, forwarded)).headers.get('set-cookie'), /; Secure$/);
  assert.doesNotMatch((await attempt(behind, {})).headers.get('set-cookie'), /Secure/);
  assert.equal((await attempt(behind, forwarded, 'not the password')).status, 401);
  assert.deepEqual(await addresses(behind), ['203.0.113.7']);

  const alone = await startServer(t);
  assert.doesNotMatch((await attempt(alone, forwarded)).headers.get('set-cookie'), /Secure/);
  assert.equal((await attempt(alone, forwarded, 'not the password')).status, 401);
  assert.deepEqual(await addresses(alone), ['127.0.0.1']);
});

test('a wrong password and an unknown name are told the same', async (t) => {
  const server = await startServer(t);
  const nobody = new Api(server.url);
  const wrong = await nobody.refused(401, 'session.refused', 'POST', '/session', { name: 'admin', password: 'not the password' });
  const unknown = await nobody.refused(401, 'session.refused', 'POST', '/session', { name: 'nobody', password });
  assert.deepEqual(wrong, unknown);
  nobody.language = 'zh-CN';
  const chinese = await nobody.refused(401, 'session.refused', 'POST', '/session', { name: 'nobody', password });
  assert.equal(chinese.detail, '用户名或密码错误。');
});

test('whoever guesses is slowed down, by name, and others are not', async (t) => {
  const server = await startServer(t);
  const guesser = new Api(server.url);
  let slowed;
  for (let i = 0; i < 11 && !slowed; ++i) {
    const answer = await guesser.call('POST', '/session', { body: { name: 'victim', password: `guess ${i}` } });
    if (answer.status === 429) slowed = answer;
    else assert.equal(answer.status, 401);
  }
  assert.equal(slowed?.body.code, 'session.too_many_tries');
  assert.ok(Number(slowed.headers.get('retry-after')) > 0);
  await server.login('admin');
});

test('a write needs the header that a foreign page cannot send', async (t) => {
  const server = await startServer(t);
  const site = `/sites/${id()}`;
  await server.admin.refused(403, 'session.csrf', 'PUT', site, { name: 'School' }, { headers: { 'X-Ward-Csrf': undefined } });
  await server.admin.put(site, { name: 'School' });
});

test('a changed password ends the other sessions, not this one', async (t) => {
  const server = await startServer(t);
  const other = await server.login('admin');
  const fresh = 'another quiet gate';
  await server.admin.refused(403, 'user.old_password', 'PUT', '/session/password', { old: 'wrong', new: fresh });
  await server.admin.refused(400, 'field.range', 'PUT', '/session/password', { old: password, new: 'short' });
  await server.admin.put('/session/password', { old: password, new: fresh });
  await server.admin.get('/session');
  await other.refused(401, 'session.none', 'GET', '/session');
  await new Api(server.url).refused(401, 'session.refused', 'POST', '/session', { name: 'admin', password });
  await server.login('admin', fresh);
});

test('a disabled account is out at once', async (t) => {
  const server = await startServer(t);
  const guard = await server.user('guard');
  const { id: account } = await guard.get('/session');
  const stream = await guard.live();
  await server.admin.put(`/users/${account}`, { name: 'guard', role: 'guard', disabled: true });
  await guard.refused(401, 'session.none', 'GET', '/session');
  await new Api(server.url).refused(401, 'session.refused', 'POST', '/session', { name: 'guard', password });
  stream.close();
});

test('accounts: names are unique, a new one needs a password, the last administrator stays', async (t) => {
  const server = await startServer(t);
  const { id: self } = await server.admin.get('/session');
  await server.admin.refused(400, 'user.password_needed', 'PUT', `/users/${id()}`, { name: 'new', role: 'guard' });
  await server.admin.refused(409, 'user.name_taken', 'PUT', `/users/${id()}`, { name: 'admin', role: 'guard', password });
  await server.admin.refused(409, 'user.last_administrator', 'PUT', `/users/${self}`, { name: 'admin', role: 'office' });
  await server.admin.refused(409, 'user.last_administrator', 'PUT', `/users/${self}`, { name: 'admin', role: 'administrator', disabled: true });
  await server.admin.put(`/users/${id()}`, { name: 'second', role: 'administrator', password });
  await server.admin.put(`/users/${self}`, { name: 'admin', role: 'auditor' });
  const { items } = await server.admin.get('/users');
  assert.deepEqual(items.map((user) => [user.name, user.role]), [['admin', 'auditor'], ['second', 'administrator']]);
  await server.admin.refused(403, 'access.role', 'PUT', `/users/${self}`, { name: 'admin', role: 'administrator' });
});

test('the command works beside the running server', async (t) => {
  const server = await startServer(t);
  const guard = await server.user('guard');
  assert.match((await ward(['user', 'list', ...server.where])).out, /\tguard\tenabled\tguard\n/);
  assert.equal((await ward(['user', 'disable', 'guard', ...server.where])).code, 0);
  await guard.refused(401, 'session.none', 'GET', '/session');
  const last = await ward(['user', 'disable', 'admin', ...server.where]);
  assert.equal(last.code, 1);
  assert.match(last.err, /last administrator/);
  const changed = await ward(['user', 'password', 'admin', ...server.where], { input: 'set by command\n' });
  assert.equal(changed.code, 0, changed.err);
  await server.admin.refused(401, 'session.none', 'GET', '/session');
  await server.login('admin', 'set by command');
});
