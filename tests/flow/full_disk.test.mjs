// A disk that is really full: of the gate, and of the server. Small file systems in memory, which only root can mount.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Gate, stored } from '../kill/drill.mjs';
import { Api } from './support/api.mjs';
import { id, startServer, temporary, ward } from './support/ward.mjs';

// A directory with a disk of its own: { directory, fill, empty }; nothing when it cannot be had, and the test is skipped.
async function smallDisk(t, megabytes) {
  const directory = await mkdtemp(join(tmpdir(), 'ward-disk-'));
  t.after(() => {
    if (mounted) execFileSync('umount', ['-l', directory]); // lazily: a server may still work on it
    return rm(directory, { recursive: true, force: true });
  });
  let mounted = false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'ward-test', directory], { stdio: 'pipe' });
  } catch (error) {
    t.skip(`no small disk can be mounted: ${String(error.stderr ?? error.message).trim()}`);
    return undefined;
  }
  mounted = true;
  const filler = join(directory, 'filler');
  return {
    directory,
    // Takes all that is left, to the last page.
    fill() {
      for (let size = 1 << 20; size >= 512; size /= 2)
        for (;;) {
          try {
            appendFileSync(filler, Buffer.alloc(size));
          } catch (error) {
            assert.equal(error.code, 'ENOSPC');
            break;
          }
        }
    },
    empty: () => rm(filler),
  };
}

async function until(what) {
  for (;;) {
    const found = await what();
    if (found) return found;
    await sleep(20);
  }
}

// What the gate says of its own disk: "storage_full" or nothing.
const diskFault = async (server) => (await server.admin.get('/devices')).items[0].health?.journal_fault;

test('a gate on a full disk keeps the barrier shut for what it cannot write, says so, and loses nothing', { timeout: 600_000 }, async (t) => {
  const disk = await smallDisk(t, 128);
  if (!disk) return;
  const server = await startServer(t);
  const device = await server.device(await server.site());
  const directory = join(disk.directory, 'gate');
  await mkdir(directory);
  await writeFile(join(server.directory, 'opened'), '');
  await symlink(join(server.directory, 'opened'), join(directory, 'opened')); // what the test counts is on another disk
  const gate = new Gate(directory, server, device, 400);
  t.after(() => gate.child?.kill('SIGKILL'));
  gate.start();
  await until(async () => (await gate.opened().catch(() => [])).length > 20);
  await server.stop(); // otherwise what is sent makes room again

  await until(() => {
    disk.fill();
    return gate.out.includes('the reserve is released');
  });
  const before = (await gate.opened()).length;
  await until(() => {
    disk.fill(); // the reserve, too
    return /^refused storage\.full$/m.test(gate.out);
  });
  assert.ok((await gate.opened()).length >= before);
  await server.start();
  await until(async () => (await diskFault(server)) === 'storage_full');
  assert.ok((await server.admin.get('/alarms')).items.some((a) => a.kind === 'storage'));

  await disk.empty();
  const full = (await gate.opened()).length;
  await until(async () => (await gate.opened()).length > full + 20); // it goes on by itself
  await until(async () => (await diskFault(server)) === '');
  await gate.kill();
  assert.deepEqual(await gate.drain(), { depth: 0, rejected: 0 });
  const rows = await stored(server.admin, device.id);
  for (const passage of await gate.opened()) assert.equal(rows.get(passage), 1);
});

test('a server on a full disk says so and stores nothing half; gates keep what they have and send it afterwards', { timeout: 600_000 }, async (t) => {
  const disk = await smallDisk(t, 32);
  if (!disk) return;
  const server = await startServer(t, { server: { data: join(disk.directory, 'data') } });
  const site = await server.site();
  const device = await server.device(site);
  const gate = new Gate(join(await temporary(t), 'gate'), server, device, 400);
  t.after(() => gate.child?.kill('SIGKILL'));
  gate.start();
  await until(async () => (await stored(server.admin, device.id)).size > 20);

  const renamed = id();
  await until(async () => {
    disk.fill();
    const { status, body } = await server.admin.call('PUT', `/sites/${renamed}`, { body: { name: 'x'.repeat(200) } });
    if (status === 200) return false;
    assert.deepEqual([status, body.code], [503, 'storage.full']);
    return true;
  });
  const opened = (await gate.opened()).length;
  await until(async () => (await gate.opened()).length > opened + 100); // nobody waits at the door for the server's disk
  assert.equal((await new Api(server.url).get('/health')).status, 'ok');
  assert.ok((await server.admin.get('/sites')).items.some((s) => s.id === site), 'what is there can be read');

  await disk.empty();
  await gate.kill();
  assert.deepEqual(await gate.drain(), { depth: 0, rejected: 0 });
  const rows = await stored(server.admin, device.id);
  for (const passage of await gate.opened()) assert.equal(rows.get(passage), 1);
  await server.stop();
  const checked = await ward(['check', ...server.where]);
  assert.equal(checked.code, 0, checked.out + checked.err);
});
