// Ward's demo: a server and two gates on recorded clips, on this machine only. Called by `./do demo`.
//   node deploy/demo/demo.mjs --bin build/release/ward --data var/demo [--port 8080]
// The first start makes sites, people and devices and enrols faces; later ones only start the programs.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { furnish } from './furnish.mjs';

const { values: options } = parseArgs({
  options: {
    bin: { type: 'string', default: 'build/release/ward' },
    data: { type: 'string', default: 'var/demo' },
    media: { type: 'string', default: 'var/media' },
    divisions: { type: 'string', default: 'var/divisions' },
    port: { type: 'string', default: '8080' },
  },
});
const here = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const data = resolve(options.data);
const media = resolve(options.media);
const bin = resolve(options.bin);
const children = new Set(); // those that run as long as the demo does
const errands = new Set(); // those that end by themselves
let ending = false;

const say = (text) => console.log(`demo: ${text}`);

function secret(name, make) {
  const file = join(data, name);
  if (!existsSync(file)) {
    writeFileSync(file, make(), { mode: 0o600 });
    chmodSync(file, 0o600);
  }
  return readFileSync(file, 'utf8').trim();
}

// A `ward ...` of the set. Ctrl-C reaches it through us only; while we end nothing is begun.
function launch(set, words) {
  if (ending) throw new Error('closing');
  const child = spawn(bin, words, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  set.add(child);
  child.on('close', () => set.delete(child));
  return child;
}

// Runs `ward ...` to its end.
function ward(words, input = '') {
  return new Promise((done, failed) => {
    const child = launch(errands, words);
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    child.stderr.on('data', (text) => (said += text));
    child.on('error', failed);
    child.on('close', (code) => (code === 0 ? done(said) : failed(new Error(`ward ${words.join(' ')}: exit ${code}\n${said}`))));
    child.stdin.end(input);
  });
}

// Starts `ward ...` for as long as the demo runs; resolves with the first address it prints.
function start(name, words) {
  return new Promise((ready, failed) => {
    const child = launch(children, words);
    child.stdin.end();
    let said = '';
    const hear = (text) => {
      said = (said + text).slice(-4000);
      for (const line of String(text).split('\n')) if (/simulation: |warn|error/.test(line)) console.log(`${name.padEnd(9)} ${line}`);
      const address = said.match(/https?:\/\/[\w.:-]+/);
      if (address) ready(address[0]);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', failed);
    child.on('close', (code) => {
      const ended = new Error(`${name} ended (${code}):\n${said}`);
      failed(ended);
      if (!ending) end(1, ended.message);
    });
  });
}

const close = (child) => new Promise((closed) => {
  child.on('close', closed);
  child.kill('SIGTERM');
});

async function end(code, why) {
  if (ending) return;
  ending = true;
  if (why) console.error(`demo: ${why}`);
  else say('closing ...');
  const patience = setTimeout(() => [...children, ...errands].forEach((child) => child.kill('SIGKILL')), 10_000);
  const [server, ...gates] = children; // the server was started first and goes last: the gates send what they have
  await Promise.all([...gates, ...errands].map(close));
  if (server) await close(server);
  clearTimeout(patience);
  process.exit(code);
}

const isFree = (port) => new Promise((answer) => {
  const probe = createServer().once('error', () => answer(false)).once('listening', () => probe.close(() => answer(true)));
  probe.listen(port, '127.0.0.1');
});

async function freePort(wanted) {
  for (let port = wanted; port < wanted + 100; port += 1) if (await isFree(port)) return port;
  throw new Error(`no free port from ${wanted} on`);
}

async function startServer(password) {
  const port = await freePort(Number(options.port));
  const config = join(data, 'ward.toml');
  writeFileSync(config, `[server]\ndata = ${JSON.stringify(join(data, 'server'))}\nport = ${port}\nlog = "warn"\n`);
  if (!existsSync(join(data, 'server')))
    await ward(['user', 'add', 'admin', '--role', 'administrator', '--data', join(data, 'server')], `${password}\n`);
  return start('server', ['serve', '--config', config]);
}

// One picture of each person of enrolment.toml: { name: file }.
async function portraits() {
  const directory = join(data, 'portraits');
  mkdirSync(directory, { recursive: true });
  const config = join(data, 'enrolment-gate.toml');
  const text = readFileSync(join(here, 'gate-school.toml'), 'utf8').replace('scenario-school', 'enrolment').replace(/^\[server\][^[]*/m, '');
  writeFileSync(config, fill(text, { device: '', name: '', port: 0, server: '' }));
  await ward(['gate', '--config', config, '--snapshots', directory]);
  return Object.fromEntries(readdirSync(directory).map((file) => [basename(file, '.jpg'), join(directory, file)]));
}

// A small city on the real divisions of a real one: { units, members }, files.
async function madeUpCity() {
  const out = join(data, 'city');
  mkdirSync(out, { recursive: true });
  await ward(['city', 'generate', '--units', '4,12,36,72', '--members', '160', '--divisions', resolve(options.divisions), '--out', out]);
  return { units: join(out, 'units.csv'), members: join(out, 'members.csv') };
}

function fill(template, gate) {
  const values = { DEVICE: gate.device, DATA: data, MEDIA: media, HERE: here, SERVER: gate.server, PORT: gate.port, NAME: gate.name };
  return template.replace(/@([A-Z]+)@/g, (_, name) => String(values[name]));
}

async function startGate(gate, server, wantedPort) {
  const config = join(data, `gate-${gate.kind}.toml`);
  const port = await freePort(wantedPort);
  writeFileSync(config, fill(readFileSync(join(here, `gate-${gate.kind}.toml`), 'utf8'), { ...gate, server, port }));
  return start(gate.kind, ['gate', '--config', config, '--log', 'info']);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0));
// A terminal that was closed (SIGHUP) takes no more words; that must not end us before the programs have ended.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

try {
  mkdirSync(data, { recursive: true });
  const made = join(data, 'demo.json');
  // A first start that was cut off is begun anew: what it had made would be made twice.
  if (!existsSync(made) && existsSync(join(data, 'ward.toml'))) rmSync(join(data, 'server'), { recursive: true, force: true });
  const password = secret('password', () => randomBytes(9).toString('base64url'));
  say('starting the server');
  const server = await startServer(password);
  if (!existsSync(made)) {
    say('making sites, people and devices; enrolling faces from the clips');
    const gates = await furnish({ server, password, portraits: await portraits(), ...(await madeUpCity()), say });
    for (const gate of gates) writeFileSync(join(data, `gate-${gate.kind}.key`), gate.key, { mode: 0o600 });
    writeFileSync(made, JSON.stringify(gates.map(({ kind, device, name }) => ({ kind, device, name })), null, 2));
  }
  const screens = [];
  for (const gate of JSON.parse(readFileSync(made, 'utf8'))) {
    say(`starting the gate: ${gate.name}`);
    screens.push([gate.name, await startGate(gate, server, 8091 + screens.length)]);
  }
  console.log(`
  Console         ${server}/
  Log in          admin / ${password}
  Phone pages     ${server}/phone/   grid / ${password}
${screens.map(([name, address]) => `  Gate screen     ${address}/   ${name}`).join('\n')}

  Within two minutes: someone known is admitted, a fever is measured again and refused, a masked face is asked to
  lower the mask, a stranger and a printed face are refused, a sensor fails. It repeats. A fever at the
  school becomes an incident of its grid, whose commander has it on the phone. Ctrl-C ends everything.
`);
} catch (error) {
  await end(1, error.message);
}
