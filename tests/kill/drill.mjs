// kill -9 of a gate and of its server at random moments under traffic. After all of it: every passage whose barrier opened
// is on the server exactly once.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server, wardBin } from '../flow/support/ward.mjs';

const drillBin = process.env.WARD_DRILL ?? join(dirname(wardBin), 'tests', 'gate_drill');
const threads = 4;

// Numbers from 0 to 1 that a seed repeats (mulberry32).
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// A free port below the range that outgoing connections take theirs from: while the server is dead nobody else gets it,
// least of all the gate that knocks there.
async function quietPort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const probe = createServer();
    const free = await new Promise((done) => probe.once('error', () => done(false)).listen(port, '127.0.0.1', () => done(true)));
    await new Promise((done) => (free ? probe.close(done) : done()));
    if (free) return port;
  }
}

// A gate_drill in a directory of its own. `authority`: of a server over TLS. What it logs is in `out`.
export class Gate {
  constructor(directory, server, device, rate, { authority = '' } = {}) {
    Object.assign(this, { directory, server, device, rate, authority });
  }
  start(rate = this.rate) {
    const words = [this.directory, this.server.url, this.device.key, this.device.id, String(rate), String(threads), this.authority];
    this.out = '';
    this.child = spawn(drillBin, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child.stdout.on('data', (data) => (this.out += data));
    this.ended = new Promise((done, failed) => {
      this.child.on('error', failed);
      this.child.on('close', (code, signal) => done({ code, signal }));
    });
  }
  async kill() {
    this.child.kill('SIGKILL');
    const how = await this.ended;
    assert.equal(how.signal, 'SIGKILL', `the gate ended by itself: ${JSON.stringify(how)}`);
  }
  // Sends what is left; how many the server would not take.
  async drain() {
    this.start(0);
    const how = await this.ended;
    assert.deepEqual(how, { code: 0, signal: null });
    const [, depth, rejected] = this.out.match(/drained (\d+) (\d+)/);
    return { depth: Number(depth), rejected: Number(rejected) };
  }
  async opened() {
    const text = await readFile(join(this.directory, 'opened'), 'utf8');
    assert.ok(text.endsWith('\n'));
    return text.trim().split('\n');
  }
}

// Every passage of the gate that the server has, by id.
export async function stored(admin, device) {
  const count = new Map();
  for (let after = ''; after !== null;) {
    const page = await admin.get(`/passages?device=${device}&limit=500${after && `&after=${encodeURIComponent(after)}`}`);
    for (const row of page.items) count.set(row.id, (count.get(row.id) ?? 0) + 1);
    after = page.next;
  }
  return count;
}

// Kills the gate, the server or both, `kills` times; returns what was counted, and throws when anything was lost or doubled.
export async function drill({ kills, seed, rate = 200, log = () => {} }) {
  const random = randomOf(seed);
  const directory = await mkdtemp(join(tmpdir(), 'ward-kill-'));
  const server = new Server(directory, {});
  server.port = await quietPort();
  let gate;
  try {
    await server.addUser('admin', 'administrator');
    await server.start();
    const admin = (server.admin = await server.login('admin'));
    gate = new Gate(join(directory, 'gate'), server, await server.device(await server.site()), rate);
    gate.start();
    const killed = { gate: 0, server: 0 };
    for (let done = 0; done < kills;) {
      await sleep(30 + random() * 900);
      const which = random();
      const killGate = which < 0.6;
      const killServer = which > 0.4 && (!killGate || done + 1 < kills);
      if (killGate) await gate.kill(), ++killed.gate, ++done;
      if (killServer) {
        await server.stop('SIGKILL'), ++killed.server, ++done;
        if (random() < 0.3) await sleep(random() * 500); // the gate works alone for a while
        await server.start();
      }
      if (killGate) gate.start();
      log(`${done} of ${kills} kills (gate ${killed.gate}, server ${killed.server}), ${(await gate.opened().catch(() => [])).length} passages opened`);
    }
    await gate.kill();
    ++killed.gate;
    const drained = await gate.drain();
    assert.deepEqual(drained, { depth: 0, rejected: 0 });
    const counted = compare(await gate.opened(), await stored(admin, gate.device.id), killed);
    log(`opened ${counted.opened}, on the server ${counted.stored}: lost ${counted.lost}, doubled ${counted.doubled}, stored but not opened ${counted.unopened}`);
    assert.equal(counted.lost, 0, 'a passage whose barrier opened is not on the server');
    assert.equal(counted.doubled, 0, 'a passage is on the server twice');
    // Between durable and opened a kill may fall: at most one passage of each thread.
    assert.ok(counted.unopened <= killed.gate * threads, 'the server has passages that the gate never made');
    return counted;
  } finally {
    gate?.child?.kill('SIGKILL');
    await server.stop('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  }
}

function compare(opened, count, killed) {
  assert.equal(new Set(opened).size, opened.length, 'a barrier opened twice for one passage');
  const known = new Set(opened);
  return {
    opened: opened.length,
    stored: count.size,
    lost: opened.filter((id) => !count.has(id)).length,
    doubled: [...count.values()].filter((n) => n > 1).length,
    unopened: [...count.keys()].filter((id) => !known.has(id)).length,
    killed,
  };
}
