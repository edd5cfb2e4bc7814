import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Visit } from './draw';
import { countsOf, groupsOf } from './visits';

const visit = (outcome: Visit['outcome'], more: Partial<Visit> = {}) => ({ outcome, to_visit: true, declared: null, stratum: 'shops', rank: 1, ...more });

test('each visit is counted where somebody looks for it, and a replacement that nobody needs nowhere else', () => {
  const visits = [visit('open'), visit('seen', { declared: true }), visit('seen', { declared: false }), visit('not_there'), visit('open', { to_visit: false })];
  assert.deepEqual(countsOf(visits), { all: 4, open: 1, seen: 2, undeclared: 1, nobody: 0, not_there: 1, spare: 1 });
});

test('visits stand by stratum in the order of the commitment, each by rank', () => {
  const visits = [visit('open', { rank: 2 }), visit('open', { stratum: 'landlords', rank: 1 }), visit('open', { rank: 1 })];
  assert.deepEqual(groupsOf(visits, ['landlords', 'declarations', 'shops']).map(({ stratum, visits: all }) => [stratum, all.map(({ rank }) => rank)]), [['landlords', [1]], ['shops', [1, 2]]]);
});
