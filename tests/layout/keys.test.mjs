// The pages that describe the keys of a policy and of a scenario name every key that the program reads, with its bounds,
// and no other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { read } from './tree.mjs';

// { key: [bounds as written in the source] }
function keysOf(source, pattern) {
  const found = {};
  for (const [, key, rest] of read(source).matchAll(pattern)) found[key] = rest.match(/-?\d+(?:\.\d+)?(?:e-?\d+)?(?=[,)\s])/g) ?? [];
  return found;
}

function rowsOf(page) {
  return Object.fromEntries([...read(page).matchAll(/^\| `(\w+)` \| ([^|]*) \|/gm)].map(([, key, values]) => [key, values]));
}

const number = (text) => Number(text).toString();
const spelled = (values) => (values.match(/-?\d+(?:\.\d+)?/g) ?? []).map(number);

test('docs/policy.md holds every key of a policy and its bounds', () => {
  const keys = keysOf('src/city/policies/policy.cpp', /visit\.\w+\("(\w+)", p\.\w+,([^"]*)/g);
  const rows = rowsOf('docs/policy.md');
  assert.ok(Object.keys(keys).length >= 18);
  assert.deepEqual(Object.keys(rows), Object.keys(keys));
  for (const [key, bounds] of Object.entries(keys))
    if (bounds.length > 0) assert.deepEqual(spelled(rows[key]), bounds.map(number), key);
});

test('docs/scenario.md holds every key of a scenario', () => {
  const keys = keysOf('src/gate/simulation/scenario.cpp', /(?:\bin\.\w+\(|choose\(in, )"(\w+)",([^"]*)/g);
  const rows = rowsOf('docs/scenario.md');
  const { scene, ...real } = keys;
  assert.ok(scene, 'the table of the scenes');
  assert.deepEqual(Object.keys(rows).sort(), Object.keys(real).sort());

  assert.deepEqual(spelled(rows.celsius), real.celsius.slice(1).map(number)); // after the default
});
