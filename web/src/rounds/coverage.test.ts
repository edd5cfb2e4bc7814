import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hereOf, ownOf, percentOf, toneOf, withVerdict } from './coverage';
import type { Coverage, Numbers } from './round';

const numbers = (more: Partial<Numbers>): Numbers => {
  const found = { none: 0, nobody: 0, refused: 0, seen: 0, empty: 0, contested: 0, differing: 0, ...more };
  return { ...found, rooms: found.none + found.nobody + found.refused + found.seen + found.empty + found.contested };
};
const unit = (id: string, rooms: Numbers, children: Coverage['children'] = []): Coverage => ({ id, code: id, name: id.toUpperCase(), kind: 'grid', rooms, children });

test('every state but none is a verdict, and all is only said when none is missing', () => {
  assert.equal(withVerdict(numbers({ none: 3, nobody: 1, refused: 1, seen: 1, empty: 1, contested: 1 })), 5);
  assert.deepEqual([percentOf(numbers({ none: 1, seen: 999 })), percentOf(numbers({ seen: 4 })), percentOf(numbers({}))], [99, 100, 100]);
});

test('an area has its tone by the share of rooms with a verdict', () => {
  assert.deepEqual([0, 1, 20, 21, 50, 51, 100].map((none) => toneOf(numbers({ none, empty: 100 - none }))), ['good', 'plain', 'plain', 'soon', 'soon', 'bad', 'bad']);
});

test('the rooms of a unit’s own houses are what the units below do not have', () => {
  const children = [unit('g1', numbers({ none: 2, seen: 3, differing: 1 })), unit('g2', numbers({ seen: 1 }))];
  assert.deepEqual(ownOf({ rooms: numbers({ none: 4, seen: 5, differing: 1 }), children }), numbers({ none: 2, seen: 1 }));
});

test('who has to do with the round in several units sees them side by side', () => {
  const [one, other] = [unit('g1', numbers({ none: 2 })), unit('g2', numbers({ seen: 1 }))];
  const several = { name: 'Your units', rooms: numbers({ none: 2, seen: 1 }) };
  assert.equal(hereOf([one], several), one);
  assert.deepEqual(hereOf([one, other], several), { id: '', ...several, children: [one, other] });
});
