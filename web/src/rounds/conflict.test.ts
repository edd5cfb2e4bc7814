import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conflictOf } from './conflict';
import type { Verdict } from './round';

const says = (found: Verdict['found'], people: number | null = null, stands = true) => ({ found, people, stands });

test('empty and somebody there cannot both be so, nor can two counts', () => {
  assert.equal(conflictOf([says('empty'), says('seen', 3)]), 'empty');
  assert.equal(conflictOf([says('empty'), says('refused')]), 'empty');
  assert.equal(conflictOf([says('seen', 2), says('seen', 3), says('nobody')]), 'counts');
});

test('what no longer stands contradicts nobody, and who met nobody says nothing', () => {
  assert.equal(conflictOf([says('empty', null, false), says('seen', 3)]), null);
  assert.equal(conflictOf([says('empty'), says('nobody')]), null);
  assert.equal(conflictOf([says('seen', 2), says('seen', 2), says('refused')]), null);
  assert.equal(conflictOf([]), null);
});
