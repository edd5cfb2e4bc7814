import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isHalf, isTag, textFor } from './languages';
import { percentOf, shareOf, stepsUpTo, toneOf } from './progress';

const of = (recipients: number, done: number) => ({ recipients, delivered: recipients, read: recipients, acknowledged: done, done });

test('a share is told in percent that never says all while one is missing', () => {
  assert.equal(percentOf(of(300_000, 299_999), 'done'), 99);
  assert.equal(percentOf(of(300_000, 1), 'done'), 1);
  assert.deepEqual([percentOf(of(3, 3), 'done'), percentOf(of(3, 0), 'done'), percentOf(of(200, 101), 'done')], [100, 0, 51]);
  assert.equal(shareOf(of(0, 0), 'done'), 1, 'where nobody is asked nobody is missing');
});

test('a unit has a tone by how many are missing', () => {
  assert.deepEqual([100, 99, 80, 79, 50, 49, 0].map((done) => toneOf(of(100, done), 'done')), ['good', 'some', 'some', 'few', 'few', 'none', 'none']);
});

test('the steps that an order asks for are those up to it', () => {
  assert.deepEqual(stepsUpTo('read'), ['delivered', 'read']);
});

test('a reader gets the own language, else its family, else the first', () => {
  const texts = ['en', 'zh-Hant', 'ar'].map((language) => ({ language }));
  assert.equal(textFor(texts, 'zh-CN')?.language, 'zh-Hant');
  assert.equal(textFor(texts, 'EN')?.language, 'en');
  assert.equal(textFor(texts, 'fr')?.language, 'en');
  assert.equal(textFor([], 'fr'), undefined);
});

test('a tag is checked, and a text without words is not whole', () => {
  for (const tag of ['zh-CN', 'ar', 'sr-Latn-RS']) assert.ok(isTag(tag), tag);
  for (const tag of ['', 'z', 'zh_CN', 'zh-', '1a']) assert.ok(!isTag(tag), tag);
  assert.ok(isHalf({ language: 'en', headline: 'x', text: ' ' }));
  assert.ok(!isHalf({ language: 'en', headline: '', text: '' }));
});
