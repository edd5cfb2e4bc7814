import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verdictEntry, type Entry, type Verdict } from '../outbox/entry';
import type { Room, Round, Walk } from '../store/kept';
import { doorsOf, find, floorsOf, housesOf, isDue, isLeft, knownOf, nextOf, type Door } from './doors';
import { emptySheet, sheetOf, verdictOf } from './verdict';
import { addsUp, isFresh, isTold } from './walk';

const TODAY = '2020-02-20';
const NOON = new Date(2020, 1, 20, 12).getTime();
const room = (number: string, more: Partial<Room> = {}): Room => ({
  id: `r${number}`, premises: 'h1', number, floor: '', code: 'H-1', address: 'Jiangbin Road 12', unit_name: 'Grid 1', state: 'none', people: null, day: null, return_on: null, registered: null, known: [], ...more,
});
const walk = (rooms: Room[], more: Partial<Walk> = {}): Walk => ({ rooms, cut: false, doubt: false, stories: {}, ...more });
const written = (id: string, number: string, verdict: Partial<Verdict>, more: Partial<Entry> = {}): Entry => ({
  ...verdictEntry('round', { id, room: `r${number}`, found: 'seen', at: '', ...verdict }, [], '', NOON), ...more,
});
const doors = (rooms: Room[], waiting: Entry[] = []): Door[] => doorsOf('round', walk(rooms), waiting);
const numbers = (list: readonly Door[]) => list.map(({ number }) => number);

test('a door stands by the last verdict that waits here; one that was refused does not count and is told', () => {
  const waiting = [
    written('1', '101', { found: 'nobody', return_on: '2020-02-21' }), written('2', '101', { people: 3 }),
    written('3', '102', { found: 'empty' }, { state: 'refused' }),
    { ...written('4', '103', {}), subject: 'another/r103' },
  ];
  const [first, second, third] = doors([room('101', { state: 'contested', known: ['a', 'b'] }), room('102'), room('103')], waiting);
  assert.deepEqual([first!.state, first!.people, first!.return_on, first!.day, first!.unsent], ['seen', 3, null, TODAY, true]);
  assert.deepEqual([second!.state, second!.unsent, second!.refused], ['none', false, true]);
  assert.deepEqual([third!.state, third!.unsent], ['none', false], 'of another round');
  assert.deepEqual(knownOf(first!, waiting.slice(0, 2)), ['a', 'b', '1', '2']);
});

test('left is where nobody was met, and where two differ; due is who is to be visited again by today', () => {
  const all = doors((['none', 'nobody', 'refused', 'seen', 'empty', 'contested'] as const).map((state, i) => room(String(i), { state })));
  assert.deepEqual(all.filter(isLeft).map(({ state }) => state), ['none', 'nobody', 'contested']);
  const due = (return_on: string | null, state: Room['state'] = 'nobody') => isDue(doors([room('1', { state, return_on })])[0]!, TODAY);
  assert.deepEqual([due('2020-02-19'), due('2020-02-20'), due('2020-02-21'), due(null), due('2020-02-19', 'seen')], [true, true, false, false, false]);
});

test('houses stand in the order of the tree, floors from the cellar up, doors by number', () => {
  const rooms = [room('1001', { floor: '10' }), room('201', { floor: '2' }), room('1', { premises: 'h0', code: 'H-0' }), room('B1', { floor: 'B1' }), room('99', { floor: '2' })];
  assert.deepEqual(housesOf(doors(rooms)).map(({ id, doors: there }) => [id, there.length]), [['h1', 4], ['h0', 1]]);
  assert.deepEqual(floorsOf(doors(rooms.filter(({ premises }) => premises === 'h1'))).map(({ floor, doors: there }) => [floor, numbers(there)]), [['B1', ['B1']], ['2', ['99', '201']], ['10', ['1001']]]);
});

test('the next door is the next one on the way, round once, and not where nobody was today', () => {
  const all = doors([room('101'), room('102', { state: 'seen' }), room('103', { state: 'nobody', day: TODAY }), room('104', { state: 'nobody', day: '2020-02-19' }), room('105', { state: 'contested' })]);
  const next = (number: string) => nextOf(all, `r${number}`, TODAY)?.number;
  assert.deepEqual([next('101'), next('104'), next('105')], ['104', '105', '101']);
  assert.equal(nextOf(doors([room('101'), room('102', { state: 'empty' })]), 'r101', TODAY), undefined);
});

test('search finds houses by code and address, and doors by their number besides', () => {
  const all = doors([room('101'), room('102'), room('101', { id: 'x', premises: 'h2', code: 'H-2', address: 'Market Street 101' })]);
  const found = (text: string) => {
    const { houses, doors: there } = find(all, text);
    return [houses.map(({ code }) => code), there.map(({ code, number }) => `${code} ${number}`)];
  };
  assert.deepEqual(found('h-1'), [['H-1'], []]);
  assert.deepEqual(found('101'), [['H-2'], ['H-1 101']]);
  assert.deepEqual(found('jiangbin 102'), [[], ['H-1 102']]);
  assert.deepEqual(found('nowhere'), [[], []]);
});

test('a verdict says only what belongs to what was found, and can be written again', () => {
  const of = { id: '1', room: 'r', at: 'now', after: ['0'] };
  const sheet = { ...emptySheet(), people: 2, return_on: '2020-02-21', note: ' loud dog ', answers: { a: true, b: '' } };
  assert.equal(verdictOf(sheet, of), null);
  assert.deepEqual(verdictOf({ ...sheet, found: 'seen' }, of), { ...of, found: 'seen', people: 2, answers: { a: true }, note: 'loud dog' });
  assert.deepEqual(verdictOf({ ...sheet, found: 'nobody' }, of), { ...of, found: 'nobody', return_on: '2020-02-21', note: 'loud dog' });
  assert.deepEqual(verdictOf({ ...sheet, found: 'empty', note: '' }, of), { ...of, found: 'empty' });
  for (const found of ['seen', 'nobody', 'refused', 'empty'] as const) {
    const verdict = verdictOf({ ...sheet, found }, of)!;
    assert.deepEqual(verdictOf(sheetOf(verdict), of), verdict);
  }
});

test('rooms are read again when the server counts others, when something is in doubt, and after a while; many pages not too often', () => {
  const count = (none: number, seen = 0) => ({ none, nobody: 0, refused: 0, seen, empty: 0, contested: 0, rooms: none + seen, differing: 0 });
  const round = (none: number, seen = 0) => ({ rooms: count(none, seen) }) as Round;
  const two = [room('101'), room('102', { state: 'seen' })];
  assert.ok(addsUp(two, count(1, 1)) && !addsUp(two, count(2)));
  const fresh = (value: Walk, of: Round, age: number) => isFresh({ at: 0, value }, of, age);
  assert.ok(fresh(walk(two), round(1, 1), 60_000));
  assert.ok(!fresh(walk(two), round(0, 2), 0), 'somebody was there');
  assert.ok(!fresh(walk(two, { doubt: true }), round(1, 1), 0));
  assert.ok(!fresh(walk(two), round(1, 1), 600_000));
  assert.ok(!fresh(walk(two), round(1, 1), -1), 'from a clock that was set');
  const many = walk(Array.from({ length: 1_001 }, (_, i) => room(String(i))), { cut: true });
  assert.ok(fresh(many, round(0, 5_000), 29_000) && fresh(many, round(0, 5_000), 60_000) && !fresh(many, round(0, 5_000), 600_000));
  assert.ok(!fresh({ ...many, cut: false }, round(0, 1_001), 31_000));
});

test('a room is told when every verdict that stands is here', () => {
  const story = [{ id: 'a' }] as Walk['stories'][string];
  assert.ok(isTold(room('1'), undefined) && isTold(room('1', { known: ['a'] }), story));
  assert.ok(!isTold(room('1', { known: ['a', 'b'] }), story) && !isTold(room('1', { known: ['a'] }), undefined));
});
