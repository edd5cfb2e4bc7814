import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedFor, FIGURES, hereOf, isFigure, type Numbers } from './figures';

const numbers = (more: Partial<Numbers>) => ({ ...(Object.fromEntries(FIGURES.map((one) => [one, 0])) as Numbers), ...more });
const unit = (id: string, more: Partial<Numbers>) => ({ id, code: id, name: id.toUpperCase(), kind: 'grid', numbers: numbers(more), children: [] });

test('who has several units sees them side by side, with their sum', () => {
  const [one, other] = [unit('g1', { approved: 2, silent: 1 }), unit('g2', { approved: 1, closed: 3 })];
  assert.equal(hereOf([one], 'Your units'), one);
  assert.deepEqual(hereOf([one, other], 'Your units'), { id: '', name: 'Your units', numbers: numbers({ approved: 3, silent: 1, closed: 3 }), children: [one, other] });
});

test('a number is a state, or a trouble of those that work', () => {
  assert.deepEqual([askedFor('closed'), askedFor('fever'), askedFor(null)], [{ state: 'closed' }, { trouble: 'fever' }, {}]);
  assert.deepEqual(['silent', 'none', undefined].map(isFigure), [true, false, false]);
});
