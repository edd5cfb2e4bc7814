import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf, placeOf, type Shift } from './timeline';

const HOUR = 3_600_000;
const window = { from: 0, to: 24 * HOUR };
const iso = (hour: number) => new Date(hour * HOUR).toISOString();
const shift = (id: string, from: number, to: number) => ({ id, from: iso(from), to: iso(to) }) as Shift;

test('shifts at the same time stand in lanes, one after the other in the same', () => {
  const bars = barsOf([shift('c', 8, 16), shift('a', 0, 8), shift('b', 4, 12), shift('d', 30, 40)], window);
  assert.deepEqual(bars.map(({ shift: { id }, lane }) => `${id}${lane}`), ['a0', 'b1', 'c0']);
});

test('what reaches beyond the window is cut there', () => {
  assert.deepEqual(placeOf({ from: iso(-6), to: iso(6) }, window), { left: 0, width: 0.25 });
  assert.deepEqual(placeOf({ from: iso(18), to: iso(30) }, window), { left: 0.75, width: 0.25 });
});
