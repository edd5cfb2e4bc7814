// A PostgreSQL server of a test file's own: on a Unix socket in a temporary directory, gone with the process, also when
// that is killed. With fsync, as in earnest: stories pull the plug.
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const bin = join('/usr/lib/postgresql', readdirSync('/usr/lib/postgresql').sort((a, b) => a - b).at(-1), 'bin');
const number = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

// It refuses to run as root. setpriv ends it with this process.
const root = process.getuid() === 0;
const asOwner = (words) => ['setpriv', [...(root ? ['--reuid', 'postgres', '--regid', 'postgres', '--init-groups'] : []), '--pdeathsig', 'INT', ...words]];

class Postgres {
  constructor() {
    this.directory = mkdtempSync(join(tmpdir(), 'ward-flow-postgres-'));
    if (root) chownSync(this.directory, number('-u'), number('-g'));
    const made = asOwner([join(bin, 'initdb'), '-D', join(this.directory, 'data'), '-U', 'ward', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C.UTF-8']);
    execFileSync(...made, { stdio: 'pipe', cwd: '/' });
    process.on('exit', () => {
      this.child?.kill('SIGQUIT');
      rmSync(this.directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
    });
  }
  // Returns when it takes connections.
  async start() {
    const log = openSync(join(this.directory, 'log'), 'a', 0o600);
    const words = [join(bin, 'postgres'), '-D', join(this.directory, 'data'), '-k', this.directory, '-c', 'listen_addresses=', '-c', 'shared_buffers=32MB'];
    const [program, options] = asOwner(words);
    this.child = spawn(program, options, { stdio: ['ignore', log, log], cwd: '/' });
    this.child.unref();
    this.ended = new Promise((done) => this.child.on('close', done));
    const tries = async () => {
      for (;;) if (await run(join(bin, 'pg_isready'), ['-q', '-h', this.directory]).then(() => true, () => false)) return true;
    };
    const died = this.ended.then(() => false);
    assert.ok(await Promise.race([tries(), died]), 'postgres ended at once');
  }
  // 'SIGINT': in order; 'SIGQUIT': as when the machine fails.
  async stop(signal = 'SIGINT') {
    this.child.ref();
    this.child.kill(signal);
    await this.ended;
  }
  // The URL of a new and empty database.
  async database() {
    const name = `ward${(this.made = (this.made ?? 0) + 1)}`;
    await run(join(bin, 'createdb'), ['-h', this.directory, '-U', 'ward', name]);
    return `postgresql://ward@/${name}?host=${this.directory}`;
  }
  // What psql prints.
  async sql(url, text) {
    return (await run(join(bin, 'psql'), ['-X', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-c', text, url])).stdout.trim();
  }
}

let one;
// The same for everybody who asks.
export async function postgres() {
  one ??= (async () => {
    const server = new Postgres();
    await server.start();
    return server;
  })();
  return one;
}

// The database of a story's server: '' for SQLite in its data directory, unless WARD_TEST_DATABASE=postgres.
export async function testDatabase() {
  return process.env.WARD_TEST_DATABASE === 'postgres' ? (await postgres()).database() : '';
}
