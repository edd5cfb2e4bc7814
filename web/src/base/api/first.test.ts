import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from './client';
import { untilFirst } from './first';

test('who was not first looks again; another refusal stays one, and nobody tries for ever', async () => {
  const refusing = (times: number, code = 'setting.version') => {
    let asked = 0;
    const attempt = async () => {
      if (++asked <= times) throw new Problem(409, code, 'Refused.');
      return asked;
    };
    return { attempt, asked: () => asked };
  };
  assert.equal(await untilFirst(refusing(2).attempt), 3);
  const other = refusing(1, 'offence.missing');
  await assert.rejects(untilFirst(other.attempt), { code: 'offence.missing' });
  assert.equal(other.asked(), 1);
  const never = refusing(100);
  await assert.rejects(untilFirst(never.attempt), { code: 'setting.version' });
  assert.equal(never.asked(), 5);
});
