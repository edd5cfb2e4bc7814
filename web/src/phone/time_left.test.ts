import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offsetOf } from './clock';
import { leftOf, moodOf, usedOf, wordsOf } from './time_left';
import { language } from './words';

const MINUTE = 60_000;
const said = (ms: number) => wordsOf(leftOf(0, ms));

test('what is left is said in the two largest units that say something', () => {
  language.value = 'en';
  assert.equal(said(26 * 60 * MINUTE), '1 d 2 h left');
  assert.equal(said(3 * 60 * MINUTE + 12 * MINUTE + 5_000), '3 h 12 min left');
  assert.equal(said(59 * MINUTE), '59 min left');
  assert.equal(said(9 * MINUTE + 30_000), '9 min 30 s left');
  assert.equal(said(0), '0 min 0 s left');
  assert.equal(said(-1_000), '0 min 1 s late');
  assert.equal(said(-50 * 60 * MINUTE), '2 d 2 h late');
});

test('the bar is full when the term is over, and a term that is none does not divide by zero', () => {
  assert.equal(usedOf(50, 0, 100), 0.5);
  assert.equal(usedOf(-5, 0, 100), 0);
  assert.equal(usedOf(500, 0, 100), 1);
  assert.equal(usedOf(5, 10, 10), 1);
  assert.deepEqual([moodOf(0.79, false), moodOf(0.8, false), moodOf(1, true)], ['calm', 'soon', 'over']);
});

test('a clock that is a day off is corrected by the server’s, less the way', () => {
  const day = 24 * 60 * MINUTE;
  assert.equal(offsetOf(1_000, 1_200, 1_100 + day), day);
  assert.equal(offsetOf(1_000, 3_000, 2_000 - day), -day);
});
