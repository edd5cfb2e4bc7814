import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { gather } from './gather';

test('many in a moment are handed over once, each once', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const seen: string[][] = [];
  const { add, stop } = gather<string>(500, (all) => seen.push(all));
  for (const one of ['a', 'b', 'a']) add(one);
  mock.timers.tick(499);
  assert.deepEqual(seen, []);
  mock.timers.tick(1);
  add('c');
  mock.timers.tick(500);
  assert.deepEqual(seen, [['a', 'b'], ['c']]);
  add('d');
  stop();
  mock.timers.tick(500);
  assert.equal(seen.length, 2);
  mock.timers.reset();
});
