import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Arrival, State } from './arrival';
import { grouped, personsIn } from './groups';

const TODAY = '2020-02-28';
const arrival = (id: string, day: string, states: State[], until?: string) =>
  ({ id, day, arrives_at: `${day}T10:00:00Z`, persons: states.map((state, i) => ({ id: `${id}${i}`, state, observation: until ? { until } : null })) }) as unknown as Arrival;
const seen = (...arrivals: Arrival[]) => grouped(arrivals, TODAY).map(({ name, items }) => `${name}: ${items.map(({ arrival: { id }, persons }) => `${id}×${persons.length}`).join(' ')}`);

test('overdue before all, then who is there, today, tomorrow, later, and observations by the day they end', () => {
  assert.deepEqual(
    seen(
      arrival('observed late', '2020-02-10', ['observed'], '2020-03-20'), arrival('observed soon', '2020-02-20', ['observed'], '2020-03-01'), arrival('later', '2020-03-01', ['expected']),
      arrival('tomorrow', '2020-02-29', ['expected']), arrival('today', TODAY, ['expected']), arrival('this morning', '2020-02-27', ['expected']), arrival('there', TODAY, ['verified']), arrival('late', '2020-02-26', ['overdue']),
    ),
    ['overdue: late×1', 'here: there×1', 'today: this morning×1 today×1', 'tomorrow: tomorrow×1', 'later: later×1', 'observed: observed soon×1 observed late×1'],
  );
});

test('a family stands wherever somebody of it belongs, and who is done with stands nowhere', () => {
  const family = arrival('family', TODAY, ['expected', 'arrived', 'arrived', 'registered', 'withdrawn', 'released']);
  assert.deepEqual(seen(family), ['here: family×2', 'today: family×1']);
  assert.equal(personsIn(grouped([family], TODAY), 'here'), 2);
  assert.equal(personsIn(grouped([family], TODAY), 'overdue'), 0);
});
