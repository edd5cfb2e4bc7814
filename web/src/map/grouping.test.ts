import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grouped } from './grouping';

test('what lies close together is one, in the middle, and what lies apart stays apart', () => {
  const groups = grouped([{ x: 0, y: 0, of: 'a' }, { x: 10, y: 0, of: 'b' }, { x: 100, y: 0, of: 'c' }, { x: -30, y: 0, of: 'd' }], 40);
  assert.deepEqual(groups.map(({ all }) => all), [['a', 'b', 'd'], ['c']]);
  assert.ok(Math.abs(groups[0]!.x - -20 / 3) < 1e-9);
  assert.deepEqual(grouped([], 40), []);
});

test('nothing is lost among ten thousand, and no two groups begin within reach', () => {
  const spots = Array.from({ length: 10_000 }, (_, i) => ({ x: (i * 7919) % 1500, y: (i * 104_729) % 900, of: i }));
  const groups = grouped(spots, 44);
  assert.equal(groups.flatMap(({ all }) => all).length, spots.length);
  assert.ok(groups.length < 1_500);
  const first = groups.map(({ all }) => spots[all[0]!]!);
  first.forEach((a, i) => first.slice(i + 1).forEach((b) => assert.ok(Math.hypot(a.x - b.x, a.y - b.y) >= 44)));
});
