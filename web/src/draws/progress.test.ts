import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InFull } from './draw';
import { progressOf } from './progress';

const visit = (outcome: string, to_visit = true) => ({ outcome, to_visit }) as InFull['visits'][number];
const figures = { strata: [{ stratum: 'shops', items: 90, drawn: 9, seen: 4, declared: 3 }, { stratum: 'landlords', items: 90, drawn: 3, seen: 1, declared: 1 }], estimate: null, worst_case: null };

test('whoever sees visits hears how many were made; replacements that nobody needs do not count', () => {
  const visits = [visit('seen'), visit('nobody'), visit('not_there'), visit('open'), visit('open', false)];
  assert.deepEqual(progressOf({ visits, figures }), { of: 'visits', done: 3, all: 4 });
});

test('whoever sees none hears of how many of those drawn somebody was seen, and before the reveal nothing', () => {
  assert.deepEqual(progressOf({ visits: [], figures }), { of: 'seen', done: 5, all: 12 });
  assert.equal(progressOf({ visits: [], figures: null }), null);
});
