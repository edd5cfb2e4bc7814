import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directionOf, nameOf } from './tags';

test('a language is named in the reader’s words or in its own', () => {
  assert.equal(nameOf('ar', 'en'), 'Arabic');
  assert.equal(nameOf('es'), 'español');
  for (const tag of ['not a tag', 'a', 'en-x']) assert.equal(nameOf(tag, 'en'), tag);
  assert.equal(nameOf('not a tag'), 'not a tag');
});

test('a text is written from the side of its script, whatever word it begins with', () => {
  for (const tag of ['ar', 'ar-EG', 'ug', 'ur', 'he', 'fa-IR', 'dv', 'az-Arab']) assert.equal(directionOf(tag), 'rtl', tag);
  for (const tag of ['zh-CN', 'en', 'ko', 'ru', 'ar-Latn', 'ug-Cyrl', 'not a tag']) assert.equal(directionOf(tag), 'ltr', tag);
});
