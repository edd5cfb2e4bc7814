import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../base/api/client';
import { useOccupancy } from './occupancy';

/** A server that answers when it is told to. */
function slow() {
  const open: { room: string; answer: (count: number) => void; fail: (error: Error) => void }[] = [];
  const read = (room: string) => new Promise<number>((answer, fail) => open.push({ room, answer, fail }));
  return { open, read };
}
const settle = () => new Promise((done) => setTimeout(done));

test('each room is asked for once, three at a time, and again only on demand', async () => {
  const { open, read } = slow();
  const { counts, ask, again } = useOccupancy(read);
  for (const room of ['1', '2', '3', '4', '1']) ask(room);
  assert.deepEqual(open.map((one) => one.room), ['1', '2', '3']);
  open[0]!.answer(2);
  await settle();
  assert.deepEqual(open.map((one) => one.room), ['1', '2', '3', '4']);
  assert.equal(counts.value.get('1'), 2);
  open[1]!.answer(0);
  again('1');
  await settle();
  open.at(-1)!.answer(3);
  await settle();
  assert.deepEqual([open.at(-1)!.room, counts.value.get('1')], ['1', 3]);
});

test('an answer about the house before does not count, and a refusal ends the asking', async () => {
  const { open, read } = slow();
  const { counts, ask, forget } = useOccupancy(read);
  ask('1');
  forget();
  open[0]!.answer(9);
  for (const room of ['2', '3', '4', '5', '6']) ask(room);
  await settle();
  assert.equal(counts.value.size, 0);
  const before = open.length;
  open[1]!.fail(new Problem(404, 'room.unknown', ''));
  await settle();
  assert.equal(open.length, before, 'nobody waits any more');
});
