import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../base/api/client';
import { useOccupancy } from './occupancy';

/** A server that answers when it is told to. */
function slow() {
  const open: { house: string; day: string; answer: (rooms: Record<string, number>, day?: string) => void; fail: (error: Error) => void }[] = [];
  const read = (house: string, day: string) =>
    new Promise<{ day: string; items: { room: string; people: number }[] }>((done, fail) =>
      open.push({ house, day, fail, answer: (rooms, on = '2020-02-20') => done({ day: on, items: Object.entries(rooms).map(([room, people]) => ({ room, people })) }) }),
    );
  return { open, read };
}
const settle = () => new Promise((done) => setTimeout(done));

test('a house is asked for once; rooms that are not named are empty, and nothing is said before the answer', async () => {
  const { open, read } = slow();
  const { day, peopleIn, look } = useOccupancy(read);
  const looked = look('h', '');
  assert.equal(peopleIn('1'), undefined);
  open[0]!.answer({ 1: 2 });
  await looked;
  assert.deepEqual([peopleIn('1'), peopleIn('2'), day.value, open.length], [2, 0, '2020-02-20', 1]);
});

test('what was known stays while the same is asked again, and is forgotten for another day or house', async () => {
  const { open, read } = slow();
  const { peopleIn, look, again } = useOccupancy(read);
  void look('h', '');
  open[0]!.answer({ 1: 2 });
  await settle();
  void again();
  assert.equal(peopleIn('1'), 2);
  void look('h', '2019-01-01');
  assert.equal(peopleIn('1'), undefined);
  open[2]!.answer({ 1: 5 }, '2019-01-01');
  open[1]!.answer({ 1: 9 });
  await settle();
  assert.equal(peopleIn('1'), 5, 'an answer about the day before is too late');
  assert.deepEqual(open.map((one) => one.day), ['', '', '2019-01-01']);
});

test('a refusal is told from a fault, and neither takes away what was known', async () => {
  const { open, read } = slow();
  const { refused, problem, peopleIn, look, again } = useOccupancy(read);
  void look('h', '');
  open[0]!.answer({ 1: 2 });
  await settle();
  void again();
  open[1]!.fail(new Problem(0, 'unreachable', 'No connection.'));
  await settle();
  assert.deepEqual([refused.value, problem.value, peopleIn('1')], [false, 'No connection.', 2]);
  void again();
  open[2]!.fail(new Problem(404, 'premises.unknown', ''));
  await settle();
  assert.deepEqual([refused.value, problem.value], [true, '']);
});
