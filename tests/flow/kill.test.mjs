// The short form of ./do kill: five kills, with a seed of its own each time.
import { test } from 'node:test';
import { drill } from '../kill/drill.mjs';

test('a passage whose barrier opened is on the server exactly once, whoever is killed', { timeout: 600_000 }, async (t) => {
  const seed = Date.now() % 1_000_000;
  t.diagnostic(`seed ${seed}`);
  await drill({ kills: 5, seed, rate: 100, log: (line) => t.diagnostic(line) });
});
