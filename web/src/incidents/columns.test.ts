import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Incident } from './catalogue';
import { placed } from './columns';

const card = (id: string, deadline: string | null) => ({ id, stage: { deadline } }) as Incident;
const a = card('a', '2026-03-02T08:00:00Z');
const b = card('b', '2026-03-02T09:00:00Z');
const still = card('s', null);
const ids = (cards: Incident[]) => cards.map((one) => one.id).join('');

test('a card stands by its deadline, and leaves a column it is not in any more', () => {
  assert.equal(ids(placed([a, still], 'b', b, false)), 'abs');
  assert.equal(ids(placed([a, b], 'a', card('a', '2026-03-02T10:00:00Z'), false)), 'ba');
  assert.equal(ids(placed([a, b], 'a', null, false)), 'b');
  const cards = [a, b];
  assert.equal(placed(cards, 'x', null, false), cards, 'nothing is drawn again for nothing');
});

test('what belongs behind the last card is left to the next page', () => {
  assert.equal(ids(placed([a], 'b', b, true)), 'a');
  assert.equal(ids(placed([a], 'b', b, false)), 'ab');
});
