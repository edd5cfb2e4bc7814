import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromFileName, unfit } from './enrol';

test('a file name gives a number and a name', () => {
  assert.deepEqual(fromFileName('20260001_Anna Lindqvist.jpg'), { number: '20260001', name: 'Anna Lindqvist' });
  assert.deepEqual(fromFileName('陈思远.png'), { number: '', name: '陈思远' });
  assert.deepEqual(fromFileName('S-12_陈思远.png'), { number: 'S-12', name: '陈思远' });
  assert.deepEqual(fromFileName('anna_lindqvist.jpg'), { number: '', name: 'anna_lindqvist' });
});

test('only pictures that can be read and are not too large are sent', () => {
  assert.equal(unfit(new Blob(['x'], { type: 'image/gif' })), 'wrong_type');
  assert.equal(unfit(new Blob(['x'], { type: 'image/png' })), null);
  assert.equal(unfit(new Blob([new Uint8Array(20 * 1024 * 1024 + 1)], { type: 'image/jpeg' })), 'too_large');
});
