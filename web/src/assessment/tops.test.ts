import assert from 'node:assert/strict';
import { test } from 'node:test';
import { topsOf } from './tops';

const unit = (path: string) => ({ id: path, name: path, path });

test('somebody begins at the topmost units for which they may look, each once', () => {
  const all = ['1/', '1/2/', '1/2/3/', '1/4/', '1/2/'].map(unit);
  const where = (may: (path: string) => boolean) => topsOf(all, may).map(({ path }) => path);
  assert.deepEqual(where(() => true), ['1/']);
  assert.deepEqual(where((path) => path !== '1/'), ['1/2/', '1/4/']);
  assert.deepEqual(where((path) => path === '1/2/3/'), ['1/2/3/']);
  assert.deepEqual(where(() => false), []);
});
