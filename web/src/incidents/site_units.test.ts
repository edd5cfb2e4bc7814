import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unitsOfSites } from './site_units';

test('an office reports for each unit that a site of it belongs to, once', () => {
  assert.deepEqual(unitsOfSites([{ name: 'East', unit: 'g1' }, { name: 'Quay', unit: null }, { name: 'South', unit: 'g2' }, { name: 'West', unit: 'g1' }]), [
    { unit: 'g1', sites: ['East', 'West'] },
    { unit: 'g2', sites: ['South'] },
  ]);
  assert.deepEqual(unitsOfSites([]), []);
});
