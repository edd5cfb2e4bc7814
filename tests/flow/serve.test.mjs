// `ward serve` and `ward user` as commands: what they ask for, what they refuse, and what they print.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { password, startServer, temporary, ward } from './support/ward.mjs';

test('refuses to serve when nobody could log in, and says how to change that', async (t) => {
  const directory = await temporary(t);
  const config = join(directory, 'ward.toml');
  await writeFile(config, `[server]\ndata = ${JSON.stringify(join(directory, 'data'))}\nport = 0\n`);
  const { code, err } = await ward(['serve', '--config', config]);
  assert.equal(code, 4);
  assert.match(err, /no administrator yet[^]*hint: ward user add NAME --role administrator --data /);
  assert.match((await ward(['serve', '--config', config], { env: { LANG: 'zh_CN.UTF-8' } })).err, /还没有管理员账号/);
});

test('refuses a key it does not know, a value out of range, and a file that is not there', async (t) => {
  const directory = await temporary(t);
  const config = join(directory, 'ward.toml');
  await writeFile(config, '[server]\nprot = 1\n');
  const unknown = await ward(['serve', '--config', config]);
  assert.equal(unknown.code, 3);
  assert.match(unknown.err, /unknown key server\.prot; did you mean server\.port\?/);
  await writeFile(config, '[server]\nport = 70000\n');
  assert.match((await ward(['serve', '--config', config])).err, /server\.port = 70000 must lie between 0 and 65535/);
  assert.equal((await ward(['serve', '--config', join(directory, 'none.toml')])).code, 3);
});

test('touches nothing of a data directory that another server works on', async (t) => {
  const directory = await temporary(t);
  const data = join(directory, 'data'), config = join(directory, 'ward.toml');
  await mkdir(data);
  await writeFile(config, `[server]\ndata = ${JSON.stringify(data)}\nport = 0\n`);
  const other = spawn('flock', [join(data, 'serve.lock'), '-c', 'echo locked; cat']);
  t.after(() => other.stdin.end());
  await once(other.stdout, 'data');
  const { code, err } = await ward(['serve', '--config', config]);
  assert.equal(code, 4);
  assert.match(err, /Another server works on this data directory/);
  assert.deepEqual(await readdir(data), ['serve.lock']);  // above all: it brought no database to another schema
});

test('prints its configuration as a file that can be used', async (t) => {
  const directory = await temporary(t);
  const printed = await ward(['serve', '--print-config']);
  assert.equal(printed.code, 0);
  const config = join(directory, 'ward.toml');
  await writeFile(config, printed.out);
  assert.equal((await ward(['serve', '--print-config', '--config', config])).out, printed.out);
});

test('shows a map of the tiles that it is set up with, and lets its pages load pictures from there alone', async (t) => {
  const policy = async (server) => (await fetch(server.url)).headers.get('content-security-policy');
  const web = await temporary(t);
  await writeFile(join(web, 'index.html'), '<!doctype html><title>Ward</title>');
  const plain = await startServer(t, { server: { web } });
  assert.deepEqual(await plain.admin.get('/map'), { tiles: '', attribution: '', max_zoom: 18 });
  assert.match(await policy(plain), /img-src 'self' data: blob:;/);
  const map = { tiles: 'https://tiles.example.org:8443/osm/{z}/{x}/{y}.png', attribution: '© the makers of the map', max_zoom: 16 };
  const shown = await startServer(t, { server: { web }, map });
  assert.deepEqual(await (await shown.user('guard')).get('/map'), map);
  assert.match(await policy(shown), /img-src 'self' data: blob: https:\/\/tiles\.example\.org:8443;/);

  const config = join(web, 'ward.toml');
  await writeFile(config, '[map]\ntiles = "https://tiles.example.org/{x}/{y}.png"\n');
  const refused = await ward(['serve', '--config', config]);
  assert.equal(refused.code, 3);
  assert.match(refused.err, /map\.tiles must begin with https:\/\/[^]*at: map\.tiles/);
});

test('does not serve a directory that another server works on', async (t) => {
  const server = await startServer(t);
  const second = await ward(['serve', '--config', join(server.directory, 'ward.toml')]);
  assert.equal(second.code, 4);
  assert.match(second.err, /Another server works on this data directory/);
});

test('keeps its data directory to its owner', async (t) => {
  const server = await startServer(t);
  assert.equal((await stat(server.data)).mode & 0o777, 0o700);
  assert.equal((await stat(join(server.data, 'vault.key'))).mode & 0o777, 0o600);
});

test('stops on SIGTERM with listeners and waiting gates, and starts again with everything', async (t) => {
  const server = await startServer(t);
  const gate = await server.device(await server.site());
  const stream = await server.admin.live();
  const { whitelist_version: version, policy_version: policy } = await gate.api.get('/device/changes?whitelist=0&policy=');
  const waiting = gate.api.call('GET', `/device/changes?whitelist=${version}&policy=${policy}&wait=25`)
    .then((answer) => answer.status, () => 'closed');  // closed: it was not yet read when the server began to stop
  const ended = stream.event();
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
  assert.equal(await ended, undefined);
  assert.ok([200, 'closed'].includes(await waiting));
  await server.start();
  assert.equal((await server.admin.get('/devices')).items[0].id, gate.id);
});

test('ward user refuses what it should', async (t) => {
  const directory = await temporary(t);
  const data = ['--data', join(directory, 'data')];
  const add = (name, role, input) => ward(['user', 'add', name, '--role', role, ...data], { input });
  assert.equal((await add('a', 'king', `${password}\n`)).code, 2);
  const short = await add('a', 'guard', 'short\n');
  assert.equal(short.code, 2);
  assert.match(short.err, /between 10 and 200/);
  assert.equal((await add('a', 'guard', `${password}\n`)).code, 0);
  assert.equal((await add('a', 'guard', `${password}\n`)).code, 1);
  assert.equal((await ward(['user', 'password', 'nobody', ...data], { input: `${password}\n` })).code, 4);
  assert.equal((await ward(['user'])).code, 2);
});
