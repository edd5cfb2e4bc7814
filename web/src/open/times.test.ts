import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockWords, dayWords, momentWords, zoneWords } from './times';

test('an hour is that of the city, in the reader’s words, on the Gregorian calendar', () => {
  const at = '2026-11-28T20:30:00Z';
  assert.match(momentWords(at, 'Asia/Shanghai', 'en-GB'), /29 November 2026.*04:30/);
  assert.match(momentWords(Date.parse(at), 'Asia/Urumqi', 'zh-CN'), /2026年11月29日.*02:30/);
  assert.match(momentWords(at, 'Asia/Shanghai', 'ar-SA'), /٢٠٢٦/);
  assert.match(clockWords(at, 'Asia/Shanghai', 'fr'), /^04:30$/);
  assert.equal(dayWords('2026-12-01', 'en-GB'), '1 December 2026');
  assert.equal(zoneWords('Asia/Shanghai', 'en'), 'China Standard Time');
});
