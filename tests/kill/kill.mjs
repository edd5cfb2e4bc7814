// ./do kill [--kills N] [--seed N] [--rate N]: the proof that no passage is lost or doubled, at length.
import { parseArgs } from 'node:util';
import { drill } from './drill.mjs';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, seed: { type: 'string' }, rate: { type: 'string', default: '200' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
console.log(`seed ${seed}: repeat with --seed ${seed}`);
const started = Date.now();
const counted = await drill({ kills: Number(values.kills), seed, rate: Number(values.rate), log: console.log });
console.log(`well: ${counted.killed.gate} kills of the gate and ${counted.killed.server} of the server in ${Math.round((Date.now() - started) / 1000)} s; ` +
  `${counted.opened} passages opened, each on the server exactly once`);
