// Runs a benchmark program of the development build; how fast it is, is nobody's business here.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const programs = process.env.WARD_BENCH ?? path.join(repository, 'build/dev/bench');

// A folder of the test's own.
export async function temporary(t) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ward-bench-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

// Exit code, stderr, and what the last line of stdout says.
export function bench(name, words, cwd = repository) {
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(programs, `bench_${name}`), [...words, '--json'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (err += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const last = out.trimEnd().split('\n').at(-1);
      resolve({ code, err, figures: last.startsWith('{') ? JSON.parse(last) : undefined });
    });
  });
}

// Each of `names` is there and is a number; those of `unknown` are there and null.
export function assertFigures(figures, names, unknown = []) {
  for (const name of names) assert.ok(Number.isFinite(figures?.[name]), `${name} is a number in ${JSON.stringify(figures)}`);
  for (const name of unknown) assert.equal(figures?.[name], null, `${name} is null in ${JSON.stringify(figures)}`);
  for (const name of unknown) assert.ok(name in figures, `${name} is there`);
}
