import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStore, type Store } from '../store/db';
import type { Walk } from '../store/kept';
import { fileEntry, verdictEntry, type Entry, type Verdict } from './entry';
import { add, drop, entries, sendAll, type Post } from './outbox';
import { bodyOf, MOST } from './lot';

let stores = 0;
const fresh = (): Promise<Store> => openStore(`lots-${++stores}`);
const quiet = { now: () => 0, serverNow: () => 1_000 };
const AT = '2020-02-20T08:00:00.000Z';
const nameOf = (i: number) => `v${String(i).padStart(4, '0')}`;
const verdict = (i: number, room = `room-${i}`, more: Partial<Verdict> = {}, round = 'r', needs: string[] = []): Entry =>
  verdictEntry(round, { id: nameOf(i), room, found: 'empty', at: AT, ...more }, needs, '', i);
const finding = (state: string) => ({ state, people: 0, day: '2020-02-20', return_on: null, registered: 0 });
const stored = (id: string, state = 'empty', more = {}) => ({ id, stored: true, again: false, finding: finding(state), ...more });
const answering = (items: (lot: readonly Entry[]) => unknown[]): Post => async (_first, lot) => ({ kind: 'sent', answer: { items: items(lot) } });
const walk = (rooms: string[], known: string[] = []): Walk => ({
  cut: false, doubt: false, stories: {},
  rooms: rooms.map((id) => ({ id, premises: 'h', number: id, floor: '', code: 'H', address: '', unit_name: '', state: 'none', people: null, day: null, return_on: null, registered: null, known })),
});

test('verdicts of a round go together, 200 at a time, and those of another round by themselves', async () => {
  const db = await fresh();
  await add(db, [...Array.from({ length: MOST + 5 }, (_, i) => verdict(i)), verdict(900, 'x', {}, 'other')]);
  const lots: [string, number][] = [];
  const post = answering((lot) => (lots.push([lot[0]!.path, lot.length]), lot.map(({ id }) => stored(id))));
  assert.equal(await sendAll(db, { ...quiet, post }), 0);
  assert.deepEqual(lots, [['/rounds/r/verdicts', 200], ['/rounds/r/verdicts', 5], ['/rounds/other/verdicts', 1]]);
  assert.equal((await entries(db)).length, 0);
});

test('the times of the visits and of the sending are by the phone’s clock', () => {
  const body = JSON.parse(String(bodyOf([verdict(1)], Date.parse('2020-02-20T09:00:00Z')))) as unknown;
  assert.deepEqual(body, { sent_at: '2020-02-20T09:00:00.000Z', verdicts: [{ id: 'v0001', room: 'room-1', found: 'empty', at: AT }] });
});

test('each is judged by itself: one is refused with its sentence, one is told nothing about, and the others are there', async () => {
  const db = await fresh();
  await add(db, [verdict(1), verdict(2), verdict(3)]);
  const refusal = { id: nameOf(2), stored: false, code: 'room.unknown', field: 'room', message: 'There is no such room.' };
  assert.equal(await sendAll(db, { ...quiet, post: answering(() => [stored(nameOf(1)), refusal]) }), 1);
  const [second, third] = await entries(db);
  assert.deepEqual(second?.why, { kind: 'refused', status: 200, code: 'room.unknown', field: 'room', detail: 'There is no such room.' });
  assert.deepEqual([second?.state, third?.id, third?.state, third?.tries], ['refused', nameOf(3), 'waiting', 1]);
});

test('what becomes of the request becomes of all of it', async () => {
  const db = await fresh();
  await add(db, [verdict(1), verdict(2)]);
  await sendAll(db, { ...quiet, post: async () => ({ kind: 'later', why: { kind: 'network' }, stop: true }) });
  assert.deepEqual((await entries(db)).map(({ tries, next_at }) => [tries, next_at]), [[1, 5_000], [1, 5_000]]);
  const why = { kind: 'refused', status: 404, code: 'round.unknown', field: 'id', detail: 'There is no such round.' } as const;
  await sendAll(db, { ...quiet, all: true, post: async () => ({ kind: 'refused', why }) });
  assert.deepEqual((await entries(db)).map((one) => one.why), [why, why]);
});

test('the rooms stand as the receipts say, in the step that ends the entries', async () => {
  const db = await fresh();
  await db.put('kept', { at: 5, value: walk(['room-1', 'room-2', 'room-3'], ['old']) }, 'round/r');
  await add(db, [verdict(1, 'room-1', { after: ['old'] }), verdict(2, 'room-1', { after: ['old', nameOf(1)] }), verdict(3, 'room-2', { after: ['old'] })]);
  await sendAll(db, { ...quiet, post: answering((lot) => lot.map(({ id }) => stored(id))) });
  const kept = (await db.get('kept', 'round/r'))!;
  const { rooms, doubt } = kept.value as Walk;
  assert.deepEqual(rooms.map(({ state, known }) => [state, known]), [['empty', [nameOf(2)]], ['empty', [nameOf(3)]], ['none', ['old']]]);
  assert.deepEqual([kept.at, doubt], [5, false]);
});

test('where others were too, or it had come before, what stands is in doubt', async () => {
  for (const receipt of [stored(nameOf(1), 'contested'), stored(nameOf(1), 'empty', { again: true })]) {
    const db = await fresh();
    await db.put('kept', { at: 5, value: walk(['room-1']) }, 'round/r');
    await add(db, [verdict(1)]);
    await sendAll(db, { ...quiet, post: answering(() => [receipt]) });
    const { rooms, doubt } = (await db.get('kept', 'round/r'))!.value as Walk;
    assert.deepEqual([rooms[0]!.state, doubt], [receipt.finding.state, true]);
  }
});

test('a room that is in no round any more has its verdict sent all the same', async () => {
  const db = await fresh();
  await db.put('kept', { at: 5, value: walk(['room-2']) }, 'round/r');
  await add(db, [verdict(1, 'split'), verdict(2, 'gone', {}, 'closed')]);
  await sendAll(db, { ...quiet, post: answering((lot) => lot.map(({ id }) => stored(id))) });
  assert.deepEqual([(await entries(db)).length, await db.count('kept')], [0, 1]);
});

test('a verdict waits for its picture, and the others go before', async () => {
  const db = await fresh();
  const picture = fileEntry(nameOf(1), new ArrayBuffer(4), 'image/jpeg', '', 0);
  await add(db, [picture, verdict(2, 'a', { answers: { proof: picture.id } as unknown as Verdict['answers'] }, 'r', [picture.id]), verdict(3)]);
  const post: Post = async (first, lot) =>
    first.kind === 'file' ? { kind: 'refused', why: { kind: 'refused', status: 400, code: '', field: '', detail: '' } } : { kind: 'sent', answer: { items: lot.map(({ id }) => stored(id)) } };
  assert.equal(await sendAll(db, { ...quiet, post }), 1);
  assert.deepEqual((await entries(db)).map(({ id }) => id), [nameOf(1), nameOf(2)]);
  await drop(db, picture.id);
  assert.deepEqual((await entries(db))[0]!.json?.answers, {});
  assert.equal(await sendAll(db, { ...quiet, post }), 0);
});

test('what was dropped while its lot was on the way leaves nothing behind', async () => {
  const db = await fresh();
  await db.put('kept', { at: 5, value: walk(['room-1', 'room-2']) }, 'round/r');
  await add(db, [verdict(1), verdict(2)]);
  const post: Post = async (_first, lot) => (await drop(db, nameOf(1)), { kind: 'sent', answer: { items: lot.map(({ id }) => stored(id)) } });
  await sendAll(db, { ...quiet, post });
  assert.deepEqual(((await db.get('kept', 'round/r'))!.value as Walk).rooms.map(({ state }) => state), ['none', 'empty']);
});

test('a phone that dies while a lot is on the way sends the whole of it again, and each counts once', async () => {
  const db = await fresh();
  await add(db, Array.from({ length: 7 }, (_, i) => verdict(i)));
  const has = new Map<string, number>();
  const take = (lot: readonly Entry[]) => lot.map(({ id }) => (has.set(id, (has.get(id) ?? 0) + 1), stored(id, 'empty', { again: has.get(id)! > 1 })));
  const dying: Post = async (_first, lot) => (take(lot), Promise.reject(new Error('the page died')));
  await assert.rejects(sendAll(db, { ...quiet, post: dying }));
  assert.equal((await entries(db)).length, 7);
  await sendAll(db, { ...quiet, post: answering(take) });
  assert.deepEqual([(await entries(db)).length, has.size], [0, 7]);
});
