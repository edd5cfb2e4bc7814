import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, apiQuery, centidegrees, emptyFilter, filterFromAddress } from './filter';

test('a filter survives the way through the address', () => {
  const filter = { ...emptyFilter(), reason: 'fever', from: '2026-03-02T08:00', min: '37.3', strangers: true };
  assert.deepEqual(filterFromAddress(addressOf(filter)), filter);
  assert.deepEqual(addressOf(emptyFilter()), {});
  assert.deepEqual(filterFromAddress({ reason: ['a', 'b'], strangers: 'yes' }), emptyFilter());
});

test('the API is asked in UTC and centi-degrees, and only for what is set', () => {
  const filter = { ...emptyFilter(), from: '2026-03-02T08:00', min: '37,3' };
  assert.deepEqual(apiQuery(filter, 's', 'Asia/Shanghai'), { site: 's', from: '2026-03-02T00:00:00.000Z', min_cc: 3730 });
  assert.equal(centidegrees('warm'), undefined);
  assert.equal(centidegrees(' '), undefined);
});
