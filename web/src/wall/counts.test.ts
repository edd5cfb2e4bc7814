import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DayCounts } from './counts';

test('a passage counts once, at its gate, on its day', () => {
  const day = new DayCounts('2026-03-01T16:00:00Z', '2026-03-02T16:00:00Z');
  const passage = { id: '1', device: 'a', at: '2026-03-01T16:00:00Z', outcome: 'admit' } as const;
  day.add(passage);
  day.add(passage);
  day.add({ ...passage, id: '2', outcome: 'refuse' });
  day.add({ ...passage, id: '3', outcome: 'retest' });
  day.add({ ...passage, id: '4', at: '2026-03-02T16:00:00Z' });
  day.add({ ...passage, id: '5', at: '2026-03-01T15:59:59Z' });
  assert.deepEqual(day.of('a'), { admitted: 1, refused: 1 });
  assert.deepEqual(day.of('b'), { admitted: 0, refused: 0 });
});
