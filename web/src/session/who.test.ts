import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSeat, type Post } from './who';

const post = (path: string, duty: Post['duty']) => ({ path, duty }) as Post;

test('a seat in the team above comes with commanding a unit, and is no post of its own', () => {
  const [seat, command, elsewhere] = [post('/yw/g1/', 'member'), post('/yw/g1/e1/', 'commander'), post('/yw/g2/', 'member')];
  const all = [seat, command, elsewhere];
  assert.deepEqual(all.map((one) => isSeat(one, all)), [true, false, false]);
  assert.equal(isSeat(seat, [seat, post('/yw/g1/e1/w1/', 'commander')]), false, 'not of the unit right below');
});
