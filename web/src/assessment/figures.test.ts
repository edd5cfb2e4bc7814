import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figureOf, isNothing, ordered, orderFrom, orderWord, pressed, stageOf, type Row } from './figures';

const figure = (name: string, value: number, of: number) => ({ name, rule: { en: '', zh: '' }, value, of });
const row = (key: string, ...figures: Row['figures']): Row => ({ key, name: key, title: key, walk: null, asks: {}, figures });
const keys = (rows: Row[]) => rows.map(({ key }) => key).join(' ');

test('rows are ordered by a share, equal ones by their cases, and whoever has none is last', () => {
  const rows = [row('a', figure('returned', 1, 2)), row('b', figure('returned', 0, 0)), row('c', figure('returned', 4, 5)), row('d'), row('e', figure('returned', 20, 40)), row('f', figure('returned', 0, 9))];
  assert.equal(keys(ordered(rows, null)), 'a b c d e f');
  assert.equal(keys(ordered(rows, { figure: 'returned', highest: false })), 'f e a c b d');
  assert.equal(keys(ordered(rows, { figure: 'returned', highest: true })), 'c e a f b d');
  assert.equal(keys(ordered(rows, { figure: 'odd', highest: true })), 'a b c d e f');
});

test('an order is the same after it went through the address, and turns round when pressed again', () => {
  for (const order of [{ figure: 'on_time.handling', highest: false }, { figure: 'exempt', highest: true }]) assert.deepEqual(orderFrom({ order: orderWord(order) }), order);
  assert.deepEqual([orderFrom({}), orderFrom({ order: '' }), orderFrom({ order: ['a'] }), orderWord(null)], [null, null, null, null]);
  const first = pressed(null, 'returned');
  const again = pressed(first, 'returned');
  assert.deepEqual([first.highest, again.highest, pressed(again, 'returned').highest, pressed(again, 'exempt').highest], [false, true, false, false]);
});

test('a figure speaks of a stage or of the whole way, and of nothing says nothing', () => {
  assert.deepEqual(['on_time.handling', 'returned'].map(stageOf), ['handling', null]);
  assert.equal(figureOf(row('a', figure('returned', 0, 0)), 'returned'), undefined);
  assert.deepEqual([isNothing([figure('returned', 0, 0)]), isNothing([figure('returned', 0, 1)])], [true, false]);
});
