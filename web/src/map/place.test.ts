import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointFrom, pointText } from './place';

test('a position is read as people write it, and nothing else is', () => {
  const point = { latitude_e6: 29_306_512, longitude_e6: 120_075_058 };
  assert.deepEqual(pointFrom('29.306512, 120.075058'), point);
  assert.deepEqual(pointFrom(' 29.306512，120.075058 '), point);
  assert.deepEqual(pointFrom(pointText(point)), point);
  assert.deepEqual(pointFrom('-33.9 18'), { latitude_e6: -33_900_000, longitude_e6: 18_000_000 });
  for (const wrong of ['', '29.3', '91, 0', '0, 181', 'a, b', '1,2,3']) assert.equal(pointFrom(wrong), null, wrong);
});
