// The benchmarks of speed, as small as they go: they run, and their figures have the names that were promised.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFigures, bench, temporary } from './run.mjs';

test('match', async () => {
  const { code, err, figures } = await bench('match', ['--people', '500', '--queries', '20']);
  assert.equal(code, 0, err);
  assertFigures(figures, ['ratio_memory', 'ratio_faiss']);
  assert.equal(figures.mismatches, 0);
});

test('frame', async () => {
  const { code, err, figures } = await bench('frame', ['--templates', '100', '--frames', '2', '--no-peer']);
  assert.equal(code, 0, err);
  assertFigures(figures, ['median_ms', 'overhead_share'], ['peer_ratio']);
  for (const stage of ['watchdog', 'fr_detect', 'track', 'match', 'thermal', 'decide', 'rest'])
    assert.ok(Number.isFinite(figures.stages[stage]), stage);
});

test('gate', async () => {
  const { code, err, figures } = await bench('gate', ['--seconds', '4', '--templates', '10']);
  assert.equal(code, 0, err);
  assertFigures(figures, ['median_s', 'p95_s', 'persons_per_min', 'rss_mib']);
  assert.deepEqual([figures.came_apart, figures.came_in_throng], [1, 2]);
});

test('ingest', async (t) => {
  const { code, err, figures } = await bench('ingest', ['--rows', '1', '--rounds', '1', '--dir', await temporary(t)]);
  assert.equal(code, 0, err);
  assertFigures(figures, ['ratio_raw']);
  assert.deepEqual(figures.variants.map((v) => [v.connections, v.batch]), [[1, 100], [1, 1000], [4, 100], [4, 1000]]);
  for (const alone of figures.variants.slice(0, 2)) assert.equal(alone.batches_per_commit, 1);
});

test('tables', async () => {
  const { code, err, figures } = await bench('tables', ['--rows', '2000']);
  assert.equal(code, 0, err);
  for (const kind of ['utf8', 'gb18030', 'book']) assertFigures(figures, [`${kind}_rows_per_s`, `${kind}_rss_mib`]);
  assert.deepEqual([figures.utf8_faults, figures.gb18030_faults, figures.book_faults], [1, 1, 0]);
});

test('persons', async () => {
  const { code, err, figures } = await bench('persons', ['--people', '2000', '--seeds', '2']);
  assert.equal(code, 0, err);
  assertFigures(figures, ['precision', 'recall', 'recall_with_review', 'review_share', 'keys_recall', 'compared_per_record', 'naive_recall', 'records_per_s']);
  assert.ok(figures.precision > 0.98 && figures.recall > 0.9, JSON.stringify(figures)); // no speed: it does not hang on the machine
});

test('city', async (t) => {
  const { code, err, figures } = await bench('city', ['--units', '3,6,10,20', '--members', '60', '--dir', await temporary(t)]);
  assert.equal(code, 0, err);
  assertFigures(figures, ['import_s_sqlite', 'import_s_postgres', 'subtree_ms', 'rss_mib']);
});

test('coverage', async (t) => {
  const words = ['--units', '3,6,10,20', '--members', '60', '--rooms', '400', '--people', '900', '--times', '20', '--dir', await temporary(t)];
  const { code, err, figures } = await bench('coverage', words);
  assert.equal(code, 0, err);
  assertFigures(figures, ['whole_s', 'change_ms', 'change_p95_ms', 'unit_p95_ms', 'rooms_p95_ms', 'import_s', 'import_bare_s']);
  assert.equal(figures.imported, 900);
});

test('merge', async (t) => {
  const { code, err, figures } = await bench('merge', ['--histories', '20', '--dir', await temporary(t)]);
  assert.equal(code, 0, err);
  assert.deepEqual([figures.histories, figures.diverged, figures.lost], [20, 0, 0]); // no speed: it does not hang on the machine
});

test('incidents', async (t) => {
  const words = ['--incidents', '600', '--units', '20,60,100,100', '--members', '300', '--seconds', '0.3', '--dir', await temporary(t)];
  const { code, err, figures } = await bench('incidents', words);
  assert.equal(code, 0, err);
  assertFigures(figures, ['p95_ms_operator', 'p95_ms_scoped', 'p95_ms_middle', 'create_per_s']);
});

test('escalate', async (t) => {
  const words = ['--count', '200', '--window', '1', '--idle', '0.5', '--no-peer', '--dir', await temporary(t)];
  const { code, err, figures } = await bench('escalate', words);
  assert.equal(code, 0, err);
  assertFigures(figures, ['late_s_max', 'idle_core_share', 'pages_per_s']);
});

test('orders', async (t) => {
  const words = ['--units', '3,6,10,20', '--members', '200', '--seconds', '0.3', '--callers', '8', '--dir', await temporary(t)];
  const { code, err, figures } = await bench('orders', words);
  assert.equal(code, 0, err);
  assert.equal(figures.recipients, 200);
  assert.ok(figures.written_s > 0 && figures.ack_p95_ms > 0 && figures.cpu_us_each > 0);
});
