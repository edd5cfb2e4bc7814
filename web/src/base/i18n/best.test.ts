import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestOf } from './best';

test('the language that somebody reads best', () => {
  const all = ['zh-CN', 'en', 'ar'];
  assert.equal(bestOf(all, ['ar']), 'ar');
  assert.equal(bestOf(all, ['ar-EG', 'en']), 'ar', 'a region more than was asked');
  assert.equal(bestOf(all, ['zh']), 'zh-CN', 'a region less');
  assert.equal(bestOf(all, ['zh-TW']), 'zh-CN', 'a sister');
  assert.equal(bestOf(['zh-Hant-TW', 'zh-CN'], ['zh-Hant']), 'zh-Hant-TW');
  assert.equal(bestOf(all, ['ko', 'ar']), 'ar', 'the second wish before any guess');
  assert.equal(bestOf(all, ['EN-gb']), 'en', 'codes know no case');
  assert.equal(bestOf(all, ['ko']), 'en');
  assert.equal(bestOf(['zh-CN', 'ar'], ['ko']), 'zh-CN', 'rather something than nothing');
  assert.equal(bestOf([], ['en']), undefined);
});
