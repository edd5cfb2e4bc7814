// Starts and stops the program for a story: a server of its own in a directory of its own on a free port.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Api } from './api.mjs';
import { testDatabase } from './postgres.mjs';

export const repository = fileURLToPath(new URL('../../../', import.meta.url));
export const wardBin = resolve(process.env.WARD_BIN ?? join(repository, 'build/dev/ward'));
export const password = 'a quiet gate 7';

// A UUIDv7, as every creator of a thing makes it.
export function id(at = Date.now()) {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(at, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

// A directory that goes when the test does.
export async function temporary(t) {
  const directory = await mkdtemp(join(tmpdir(), 'ward-flow-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

// Runs `ward ...` to its end: { code, out, err }.
export function ward(words, { input = '', env = {} } = {}) {
  return new Promise((done, failed) => {
    const child = spawn(wardBin, words, { cwd: repository, env: { ...process.env, LANG: 'C', ...env } });
    let out = '', err = '';
    child.stdout.on('data', (data) => (out += data));
    child.stderr.on('data', (data) => (err += data));
    child.on('error', failed);
    child.on('close', (code) => done({ code, out, err }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

// A long-running `ward ...`.
export class Program {
  constructor(words, env = {}) {
    this.out = '';
    this.err = '';
    this.watchers = new Set();
    this.child = spawn(wardBin, words, { cwd: repository, env: { ...process.env, LANG: 'C', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const heard = (stream) => (data) => {
      this[stream] += data;
      for (const watcher of this.watchers) watcher();
    };
    this.child.stdout.on('data', heard('out'));
    this.child.stderr.on('data', heard('err'));
    this.ended = new Promise((done) => this.child.on('close', (code, signal) => done({ code, signal })));
    this.ended.then((how) => {
      this.how = how;
      for (const watcher of this.watchers) watcher();
    });
  }
  // Waits until stdout or stderr has a match; fails when the program ends before.
  said(pattern, stream = 'out') {
    return new Promise((done, failed) => {
      const look = () => {
        const match = this[stream].match(pattern);
        if (match || this.how) this.watchers.delete(look);
        if (match) done(match);
        else if (this.how) failed(new Error(`ward ended (${JSON.stringify(this.how)}) before it said ${pattern}:\n${this.out}${this.err}`));
      };
      this.watchers.add(look);
      look();
    });
  }
  async stop(signal = 'SIGTERM') {
    if (!this.how) this.child.kill(signal);
    return this.ended;
  }
}

// For a program that is to live by a clock that is ahead: Debian's libfaketime, where its loader finds it. It stands before
// the address sanitizer, which would rather be the first.
const clockAhead = (by) => ({
  LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1',
  FAKETIME: by,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  ASAN_OPTIONS: 'verify_asan_link_order=0',
});

const toml = (tables) => Object.entries(tables)
  .map(([table, keys]) => `[${table}]\n${Object.entries(keys).map(([key, value]) => `${key} = ${JSON.stringify(value)}`).join('\n')}\n`)
  .join('\n');

// A server with one administrator, `admin`. `settings` are tables of its configuration: { limits: { head_ms: 50 } }.
export async function startServer(t, settings = {}) {
  const directory = await temporary(t);
  const server = new Server(directory, settings);
  await server.addUser('admin', 'administrator');
  await server.start();
  t.after(() => server.stop());
  server.admin = await server.login('admin');
  return server;
}

export class Server {
  constructor(directory, settings) {
    this.directory = directory;
    this.data = settings.server?.data ?? join(directory, 'data');
    this.database = settings.server?.database;
    this.settings = settings;
    this.port = 0;
  }
  // Options of a command that is to work on the same data.
  get where() { return ['--data', this.data, ...(this.database ? ['--database', this.database] : [])]; }

  // Through the command line; through the API see user().
  async addUser(name, role, words = []) {
    this.database ??= await testDatabase();
    const made = await ward(['user', 'add', name, '--role', role, ...this.where, ...words], { input: `${password}\n` });
    assert.equal(made.code, 0, made.err);
    return made.out.trim();
  }

  // Also again, after stop() or kill: on the same port. `later`: by a clock that is ahead, as "+50m".
  async start({ later } = {}) {
    const config = join(this.directory, 'ward.toml');
    const { server = {}, ...others } = this.settings;
    await writeFile(config, toml({ server: { data: this.data, database: this.database ?? '', port: this.port, log: 'warn', ...server }, ...others }));
    this.program = new Program(['serve', '--config', config], later && clockAhead(later));
    const [, url, port] = await this.program.said(/listens on (https?:\/\/\S+:(\d+))/);
    this.url = url;
    this.port = Number(port);
  }
  stop(signal) { return this.program?.stop(signal); }

  // An Api with this person's session.
  async login(name, secret = password) {
    const api = new Api(this.url);
    const answer = await api.call('POST', '/session', { body: { name, password: secret } });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return new Api(this.url, { cookie: answer.headers.get('set-cookie').split(';')[0] });
  }

  // Makes an account and logs in.
  async user(role, { name = role, sites = [] } = {}) {
    await this.admin.put(`/users/${id()}`, { name, role, sites, password });
    return this.login(name);
  }
  // Makes a site; its id.
  async site(name = 'School', more = {}) {
    return (await this.admin.put(`/sites/${id()}`, { name, ...more })).id;
  }
  // Makes a gate: { id, key, api } where api speaks with its key.
  async device(site, name = 'East gate') {
    const made = await this.admin.put(`/devices/${id()}`, { site, name, zone: 'Lane 1', sign: 'At the door' });
    return { id: made.device.id, key: made.key, api: new Api(this.url, { key: made.key }) };
  }
}

// A health report of a gate that is well.
export const wellHealth = (more = {}) => ({
  at: new Date().toISOString(), version: '0.1.0', camera_fps_milli: 15000, camera_fault: '', thermal_source: 'simulated',
  thermal_fault: 'none', simulated: true, black_body_offset_cc: 3, journal_depth: 0, clock_offset_ms: 0,
  whitelist_version: 0, whitelist_people: 0, policy_version: '', ...more,
});

// A passage of that gate, as it sends it.
export const passage = (device, more = {}) => ({
  id: id(), device, at: new Date().toISOString(), clock_offset_ms: 0, person: null, method: 'face', temperature_cc: 3655,
  temperature_sd_cc: 30, temperature_method: 'canthi', simulated: true, mask: 'worn', shots: 1, outcome: 'admit', reasons: [],
  opened: true, policy_version: 'x', capture: null, ...more,
});
