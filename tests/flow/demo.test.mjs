// `./do demo`: Ctrl-C ends everything, at any moment, and the next start goes on.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { repository, temporary, wardBin } from './support/ward.mjs';

// Programs that have `word` on their command line.
const running = (word) => readdirSync('/proc').filter((name) => {
  try {
    return /^\d+$/.test(name) && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(word);
  } catch {
    return false; // it has ended meanwhile
  }
});

// Starts the demo, presses Ctrl-C (or closes the terminal) when it says `moment`: { code, out, err, before: what ran then }.
function demo(data, moment, signal = 'SIGINT') {
  const words = [join(repository, 'deploy/demo/demo.mjs'), '--bin', wardBin, '--data', data, '--media', join(repository, 'var/media'), '--divisions', join(repository, 'var/divisions'), '--port', '18460'];
  const child = spawn(process.execPath, words, { cwd: repository });
  const said = { out: '', err: '', before: [] };
  let pressed = false;
  return new Promise((done, failed) => {
    child.stderr.on('data', (text) => (said.err += text));
    child.stdout.on('data', (text) => {
      said.out += text;
      if (pressed || !said.out.includes(moment)) return;
      pressed = true;
      said.before = running(data);
      if (signal === 'SIGHUP') child.stdout.destroy(); // nobody reads any more
      child.kill(signal); // it alone: whatever it started is its to end
    });
    child.on('error', failed);
    child.on('close', (code) => done({ code, ...said }));
  });
}

test('Ctrl-C ends the demo at any moment, leaves nothing behind, and the next start goes on', { timeout: 600_000 }, async (t) => {
  const data = await temporary(t);
  // While the pictures are cut, with only some enrolled, and when all is up.
  for (const [moment, programs] of [['making sites', 2], ['enrolled ', 2], ['Gate screen', 4]]) {
    const { code, out, err, before } = await demo(data, moment);
    assert.equal(code, 0, out + err);
    assert.ok(before.length >= programs, `${moment}: ${before.length} programs ran`);
    assert.deepEqual(running(data), [], moment);
    assert.doesNotMatch(out + err, /error|The connection failed/);
  }
  const { code, out, err } = await demo(data, 'Gate screen', 'SIGHUP');
  assert.equal(code, 0, out + err);
  assert.doesNotMatch(out, /enrolled/);
  assert.deepEqual(running(data), [], 'a terminal that was closed');
});
