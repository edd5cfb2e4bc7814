import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMatter, LEGEND, MATTERS, toneOf } from './matters';

const unit = { id: 'u', name: 'Grid', posts: 200, units_below: 0, commander: 'Li' };
const waits = (open: number, overdue = 0, unacknowledged = 0) => ({ open, overdue, unacknowledged });

test('a vacant command is the only thing that people are coloured by', () => {
  assert.equal(toneOf(unit, waits(9, 9, 9), 'posts'), 'plain');
  assert.equal(toneOf({ ...unit, commander: null }, waits(0), 'posts'), 'soon');
});

test('open incidents are weighed by the people there', () => {
  assert.deepEqual([0, 1, 3, 4].map((open) => toneOf({ ...unit, posts: 200 }, waits(open), 'open')), ['good', 'soon', 'soon', 'bad']);
  assert.equal(toneOf({ ...unit, posts: 201 }, waits(1), 'open'), 'plain');
  assert.equal(toneOf({ ...unit, posts: 0 }, waits(1), 'open'), 'bad');
});

test('overdue and unacknowledged are weighed by what is open', () => {
  for (const [matter, of] of [['overdue', (n: number) => waits(20, n)], ['unacknowledged', (n: number) => waits(20, 0, n)]] as const) {
    assert.deepEqual([0, 1, 2, 3].map((n) => toneOf(unit, of(n), matter)), ['good', 'soon', 'soon', 'bad']);
  }
});

test('every tone that comes stands in the legend', () => {
  for (const matter of MATTERS) for (const open of [0, 1, 2, 5, 30]) for (const some of [0, 1, open]) for (const commander of ['Li', null])
    assert.ok(LEGEND[matter].some(([tone]) => tone === toneOf({ ...unit, commander }, waits(open, some, some), matter)));
  assert.ok(isMatter('overdue') && !isMatter('incidents') && !isMatter(undefined));
});
