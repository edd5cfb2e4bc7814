import assert from 'node:assert/strict';
import { test } from 'node:test';
import { floorIn, MOST_ROOMS, numbersIn } from './numbers';

test('ranges and single numbers are read as people write them, each once', () => {
  assert.deepEqual(numbersIn('101-103, 201'), ['101', '102', '103', '201']);
  assert.deepEqual(numbersIn(' 101 - 102，１０２、A1～A3\n301;301'), ['101', '102', 'A1', 'A2', 'A3', '301']);
  assert.deepEqual(numbersIn('008-010'), ['008', '009', '010']);
  assert.deepEqual(numbersIn('A1-3'), ['A1', 'A2', 'A3']);
  assert.deepEqual(numbersIn(' , '), []);
});

test('a door that has a hyphen in its number stays one door', () => {
  assert.deepEqual(numbersIn('2-101 A-1 103-101 1-2-3 101A-B'), ['2-101', 'A-1', '103-101', '1-2-3', '101A-B']);
  assert.deepEqual(numbersIn('8~11'), ['8', '9', '10', '11']);
});

test('a range without end is told to be too many, and soon', () => {
  assert.equal(numbersIn('1~999999999999').length, MOST_ROOMS + 1);
});

test('a number of three or four digits tells its floor', () => {
  assert.deepEqual(['101', '1203', '0305', '2-101A', 'B201', '12', '10101', 'A', '007'].map(floorIn), ['1', '12', '3', '1', '2', '', '', '', '']);
});
