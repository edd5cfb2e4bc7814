import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allChoices, likely } from './countries';
import { below, divisionAt, provinces } from './divisions';
import { chosenOf, nameOfRegion, regionOf } from './region';

test('the table has every province on the mainland, each name in Chinese and in Latin letters', () => {
  assert.equal(provinces.length, 31);
  for (const province of provinces) {
    for (const { code, zh, latin } of [province, ...below(province.code)]) {
      assert.match(code, /^\d{6}$/);
      assert.match(zh, /^[\u4e00-\u9fff]+$/, code);
      assert.match(latin, /^[A-ZÜ][A-Za-züêéö'() ]+$/, code);
    }
  }
  assert.deepEqual(below('420000').slice(0, 1), [{ code: '420100', zh: '武汉市', latin: 'Wuhan' }]);
  assert.deepEqual(below('110000'), [], 'Beijing is one city');
  assert.equal(divisionAt('653100')!.latin, 'Kashgar');
});

test('what is chosen becomes a region and is found again', () => {
  const all = ['KOR', 'HKG', '420100', '429004', '110000', '420000'];
  const chosen = { KOR: 'KOR', HKG: '810000', 420100: '420100', 429004: '429004', 110000: '110000', 420000: '420000' } as Record<string, string>;
  for (const region of all) assert.equal(regionOf(chosenOf(region)), chosen[region]);
  assert.deepEqual(chosenOf('810000'), { country: 'HKG', province: '', place: '' });
  assert.equal(regionOf({ country: 'CHN', province: '', place: '' }), '');
  assert.equal(regionOf({ country: 'CHN', province: '420000', place: '' }), '', 'a place below it is still to be chosen');
  assert.equal(regionOf({ country: 'CHN', province: '310000', place: '' }), '310000');
});

test('a region is said in the reader’s language, a Chinese place so that it can be shown too', () => {
  assert.equal(nameOfRegion('KOR', 'ko', 'ko-KR'), '대한민국');
  assert.equal(nameOfRegion('420100', 'ko', 'ko'), 'Wuhan 武汉市');
  assert.equal(nameOfRegion('420106', 'zh', 'zh'), '武汉市', 'a county by what it lies in');
  assert.equal(nameOfRegion('999999', 'en', 'en'), '999999');
  assert.equal(nameOfRegion('710000', 'en', 'en'), 'Taiwan');
});

test('those come first that the reader of these languages is likely to need', () => {
  assert.deepEqual(likely(['ko', 'en-GB']), ['KOR', 'GBR', 'CHN']);
  assert.deepEqual(likely(['zh', 'zh-CN']), ['CHN']);
  assert.equal(likely(['ar-SA'])[0], 'SAU');
  assert.equal(allChoices('en')[0]!.name, 'Afghanistan');
});
