import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STATES, type Numbers, type UnitDeclared } from './declaration';
import { hereOf, ownOf, percentOverdue, toneOf } from './numbers';

const numbers = (more: Partial<Numbers>): Numbers => {
  const none = Object.fromEntries(STATES.map((state) => [state, 0])) as unknown as Numbers;
  const states = { ...none, found: 0, ...more };
  return { ...states, persons: STATES.reduce((sum, state) => sum + states[state], 0) };
};
const unit = (id: string, of: Numbers, children: UnitDeclared['children'] = []): UnitDeclared => ({ id, code: id, name: id.toUpperCase(), kind: 'grid', numbers: of, children });

test('overdue is a share of those who have not come yet, whatever became of the others', () => {
  assert.deepEqual([numbers({}), numbers({ overdue: 1, expected: 3, registered: 96 }), numbers({ overdue: 1, expected: 999 }), numbers({ overdue: 2 })].map(percentOverdue), [0, 25, 1, 100]);
});

test('an area has its tone by that share', () => {
  assert.deepEqual([0, 1, 4, 5, 19, 20, 100].map((overdue) => toneOf(numbers({ overdue, expected: 100 - overdue }))), ['good', 'plain', 'plain', 'soon', 'soon', 'bad', 'bad']);
});

test('who comes to a unit’s own houses is who comes to none of the units below', () => {
  const children = [unit('g1', numbers({ expected: 2, observed: 3, found: 1 })), unit('g2', numbers({ observed: 1 }))];
  assert.deepEqual(ownOf({ numbers: numbers({ expected: 4, observed: 5, found: 1 }), children }), numbers({ expected: 2, observed: 1 }));
});

test('who has several units sees them side by side, and their sum', () => {
  const [one, other] = [unit('g1', numbers({ expected: 2 })), unit('g2', numbers({ overdue: 1 }))];
  assert.equal(hereOf([one], 'Your units'), one);
  assert.deepEqual(hereOf([one, other], 'Your units'), { id: '', name: 'Your units', numbers: numbers({ expected: 2, overdue: 1 }), children: [one, other] });
});
