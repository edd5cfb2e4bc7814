// A draw of inspections, promised first and revealed later: anybody draws the same list again, with the program or with
// the shell lines of docs/design/inspections.md, and a frame that changed in between is refused.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { repository, temporary, ward } from './support/ward.mjs';

const run = promisify(execFile);
const lottery = '03 09 14 22 27 31 + 08';

const items = [
  ...Array.from({ length: 30 }, (_, i) => [`L-${i}`, 'landlords', `1/2/${i % 7}/`]),
  ...Array.from({ length: 12 }, (_, i) => [`S ${i}'s "shop" \\n%d`, '商铺', '1/3/']),
];
const csv = (rows) => `id,stratum,unit\n${rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')}\n`;

// The rows of what `ward draw` prints; ids here hold no comma.
const rowsOf = (out) => out.replace(/^\ufeff/, '').trim().split('\r\n').slice(1).map((line) => line.split(',').map((cell) => cell.replace(/^"|"$/g, '').replaceAll('""', '"')));

// A frame, and a commitment to seven landlords and three shops.
async function promised(t, rows = items, more = ['--public', 'Double Colour Ball of Tuesday, red ascending + blue']) {
  const directory = await temporary(t);
  const [frame, commitment, secretFile] = ['frame.csv', 'commitment.json', 'secret.txt'].map((name) => join(directory, name));
  await writeFile(frame, csv(rows));
  const { code, out, err } = await ward(['draw', 'commit', '--frame', frame, '--take', 'landlords=7,商铺=3', '--secret', secretFile, ...more]);
  assert.equal(code, 0, err);
  await writeFile(commitment, out);
  const secret = (await readFile(secretFile, 'utf8')).trim();
  const base = ['draw', '--frame', frame, '--commitment', commitment];
  const draw = (...words) => ward([...base, '--seed', secret, '--public', lottery, ...words]);
  return { directory, frame, base, secretFile, secret, draw, published: JSON.parse(out) };
}

test('a commitment tells how many of how many, and hides the secret in a file for its owner only', async (t) => {
  const { published, secret, secretFile, frame } = await promised(t);
  assert.deepEqual(published.strata, [{ stratum: 'landlords', items: 30, take: 7 }, { stratum: '商铺', items: 12, take: 3 }]);
  assert.match(secret, /^[0-9a-f]{64}$/);
  assert.ok(!JSON.stringify(published).includes(secret));
  assert.equal((await stat(secretFile)).mode & 0o777, 0o600);
  const again = await ward(['draw', 'commit', '--frame', frame, '--take', 'landlords=7', '--secret', secretFile]);
  assert.equal(again.code, 1);
  assert.match(again.err, /there already/);
  assert.equal((await readFile(secretFile, 'utf8')).trim(), secret);
});

test('anybody draws the same list again, from rows in any order', async (t) => {
  const { draw, frame } = await promised(t);
  const first = await draw('--replacements', '2');
  assert.equal(first.code, 0, first.err);
  const rows = rowsOf(first.out);
  assert.deepEqual([7, 2, 3, 2], ['landlords', '商铺'].flatMap((stratum) => ['drawn', 'replacement'].map((as) => rows.filter((row) => row[0] === stratum && row[2] === as).length)));
  await writeFile(frame, csv([...items].reverse()));
  assert.equal((await draw('--replacements', '2')).out, first.out);
});

test('the shell lines of the documentation draw the same list', async (t) => {
  const page = await readFile(join(repository, 'docs/design/inspections.md'), 'utf8');
  const [, script] = page.match(/```sh\n([^]*?)```/);
  const { directory, frame, secret, draw, published } = await promised(t);
  await writeFile(join(directory, 'frame.txt'), (await ward(['draw', 'frame', '--frame', frame])).out);
  const env = { ...process.env, secret, public: lottery, stratum: 'landlords', take: '7' };
  const shell = async (more = {}) => (await run('sh', ['-euc', script], { cwd: directory, env: { ...env, ...more } })).stdout.trimEnd().split('\n');

  const landlords = await shell(), shops = await shell({ stratum: '商铺', take: '3' });
  assert.deepEqual(landlords.slice(0, 2), [published.frame, published.secret], 'first the two digests of the commitment');
  const expected = rowsOf((await draw()).out).map(([stratum, , , id, unit, key]) => [stratum, key, id, unit].join('\t'));
  assert.deepEqual([...landlords.slice(2), ...shops.slice(2)], expected);
});

test('a frame that changed between the promise and the draw is refused, with both digests', async (t) => {
  const { draw, frame, published } = await promised(t);
  for (const changed of [items.slice(1), [...items, ['new', 'landlords', '1/']], items.map(([id, stratum, unit], i) => [id, stratum, i ? unit : '1/9/'])]) {
    await writeFile(frame, csv(changed));
    const { code, out, err } = await draw();
    assert.deepEqual([code, out], [1, '']);
    assert.match(err, /The frame changed since the commitment/);
    assert.match(err, new RegExp(`has ${changed.length} items with the digest [0-9a-f]{64}, committed were 42 with the digest ${published.frame}`));
  }
});

test('another secret, a missing or an unasked public value, and too many of a stratum are refused', async (t) => {
  const { frame, base, secret, draw } = await promised(t);
  const refused = async (code, what, words) => {
    const answer = await ward(words);
    assert.deepEqual([answer.code, answer.out], [code, ''], answer.err);
    assert.match(answer.err, what);
  };
  await refused(1, /not the secret that was committed to/, [...base, '--seed', 'x'.repeat(64), '--public', lottery]);
  await refused(1, /public value, which is missing: Double Colour Ball/, [...base, '--seed', secret]);
  const alone = await promised(t, items, []);
  await refused(1, /names no public value/, [...alone.base, '--seed', alone.secret, '--public', lottery]);
  assert.notEqual((await ward([...base, '--seed', secret, '--public', 'another'])).out, (await draw()).out);
  await refused(2, /Name the frame/, ['draw']);
  await refused(2, /Name the commitment/, ['draw', '--frame', frame]);
  const commit = (...words) => ['draw', 'commit', '--frame', frame, '--secret', join(frame, '..', 'other.txt'), ...words];
  await refused(2, /31 of landlords are asked for, which has 30/, commit('--take', 'landlords=31'));
  await refused(2, /no stratum villas/, commit('--take', 'villas=1'));
  await refused(2, /is not STRATUM=NUMBER/, commit('--take', 'landlords=many'));
  await refused(2, /either of each stratum/, commit());
  await refused(2, /must lie between 2/, commit('--total', '43'));
  await writeFile(frame, csv([...items, items[0]]));
  await refused(2, /L-0 stands in the frame twice/, commit('--total', '5'));
  await refused(4, /cannot be read/, ['draw', 'commit', '--frame', `${frame}.none`, '--total', '5']);
});

test('a total is shared out by size, or by earlier rates', async (t) => {
  const { frame, directory } = await promised(t);
  const takes = async (...words) => {
    const { out, err } = await ward(['draw', 'commit', '--frame', frame, '--secret', join(directory, `${Math.random()}.txt`), ...words]);
    return JSON.parse(out || assert.fail(err)).strata.map(({ take }) => take);
  };
  assert.deepEqual(await takes('--total', '14'), [10, 4]);
  assert.deepEqual(await takes('--total', '14', '--at-least', '6'), [8, 6]);
  assert.deepEqual(await takes('--total', '14', '--prior', 'landlords=0.95,商铺=0.5'), [7, 7]);
});
