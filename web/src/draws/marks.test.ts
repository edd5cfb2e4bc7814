import assert from 'node:assert/strict';
import { test } from 'node:test';
import { URGES } from '../map/shapes';
import { LOOKED, LOOKS, markOf } from './marks';

test('a visit is marked by what came of it, and one without a place is not', () => {
  const place = { latitude_e6: 29_306_500, longitude_e6: 120_075_100 };
  assert.deepEqual(markOf({ item: 'i', name: 'H-1', place, outcome: 'nobody' }), { id: 'i', point: place, urge: 'warning', sign: '', says: 'H-1: Nobody there' });
  assert.equal(markOf({ item: 'i', name: '', place: null, outcome: 'open' }), null);
});

test('several look as the legend says: like the first of its signs that is among them', () => {
  const ranks = LOOKED.map((outcome) => URGES.indexOf(LOOKS[outcome])); // the map shows the last of URGES
  assert.deepEqual(ranks, [...ranks].sort((a, b) => b - a));
  assert.deepEqual(Object.keys(LOOKS).sort(), [...LOOKED].sort());
});
