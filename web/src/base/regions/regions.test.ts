import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countries, nationalities, prefectures, provinces, regionName } from './regions';

test('a place is named by its code, in the reader’s language', () => {
  assert.equal(regionName('420100', 'zh'), '湖北省武汉市');
  assert.equal(regionName('420100', 'en'), 'Wuhan, Hubei');
  assert.equal(regionName('420106', 'en'), 'Wuhan, Hubei', 'a county by its prefecture');
  assert.equal(regionName('429004', 'zh'), '湖北省仙桃市', 'a county that no prefecture is above');
  assert.equal(regionName('110101', 'zh'), '北京市', 'a district of a city that is a province');
  assert.equal(regionName('420000', 'ko'), 'Hubei');
  assert.equal(regionName('810000', 'en'), 'Hong Kong');
  assert.equal(regionName('KOR', 'zh'), '韩国');
  assert.equal(regionName('KOR', 'ko'), '대한민국');
  assert.equal(regionName('RKS', 'en'), 'Kosovo');
  assert.equal(regionName('XXA', 'en'), 'XXA', 'what has no name stays as it is');
});

test('34 provinces, what lies below them, and the countries beside China', () => {
  assert.equal(provinces('zh').length, 34);
  assert.deepEqual(provinces('zh')[0], { code: '110000', name: '北京市' });
  assert.deepEqual(provinces('en')[0], { code: '340000', name: 'Anhui' });
  assert.deepEqual(prefectures('110000', 'zh'), []);
  assert.ok(prefectures('420000', 'en').some(({ code, name }) => code === '420100' && name === 'Wuhan'));
  for (const { code } of provinces('en')) assert.ok(prefectures(code, 'en').every((one) => one.code.startsWith(code.slice(0, 2)) && one.name));
  const abroad = countries('en');
  assert.ok(abroad.length > 240 && abroad.every(({ code, name }) => /^[A-Z]{3}$/.test(code) && name !== code));
  assert.ok(!abroad.some(({ code }) => ['CHN', 'HKG', 'MAC', 'TWN'].includes(code)));
  assert.ok(nationalities('en').some(({ code }) => code === 'CHN'));
});
