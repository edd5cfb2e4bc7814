import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Schemas } from '../../base/api/client';
import type { House } from './arrival';
import { together } from './read';
import { actsIn, sourceIn } from './who';

type Me = Schemas['Me'];
const post = (unit: string, kind: string, duty: 'commander' | 'member', path: string, above?: string) => ({ unit, kind, duty, path, name: unit, until: null, commander: null, above: above ? { unit: above } : null });
const me = (...posts: ReturnType<typeof post>[]) => ({ member: null, posts }) as unknown as Me;
const house = (unit: string) => ({ unit }) as House;

const landlord = post('l1', 'tenants', 'commander', '/c/g1/b1/l1/', 'b1');
const seat = post('b1', 'building', 'member', '/c/g1/b1/');
const workshop = post('w1', 'workshop', 'commander', '/c/e1/w1/', 'e1');
const grid = post('g1', 'grid', 'member', '/c/g1/');
const elsewhere = post('g2', 'grid', 'member', '/c/g2/');

test('a landlord speaks as one, and the seat in the team above brings nothing', () => {
  assert.equal(actsIn(house('l1'), me(landlord, seat), 'member'), false);
  assert.equal(sourceIn(house('l1'), me(landlord, seat), 'member'), 'landlord');
  assert.equal(actsIn(undefined, me(landlord, seat), 'member'), false);
  assert.equal(sourceIn(house('w1'), me(workshop), 'member'), 'enterprise');
});

test('members and commanders take the steps of the grid, also a landlord who is one', () => {
  assert.equal(actsIn(house('x'), me(grid), 'member'), true);
  assert.equal(sourceIn(house('x'), me(grid), 'member'), 'grid');
  assert.equal(actsIn(house('l1'), me(landlord, grid), 'member'), true, 'the house lies in the grid');
  assert.equal(actsIn(house('l1'), me(landlord, elsewhere), 'member'), false, 'it lies in another one');
  assert.equal(actsIn(house('x'), me(landlord, elsewhere), 'member'), true);
  assert.equal(actsIn(undefined, undefined, 'administrator'), true);
  assert.equal(actsIn(undefined, undefined, 'member'), false);
});

test('who is named at a house alone speaks as its landlord there, whatever posts they hold elsewhere', () => {
  const own = { unit: 'x', own: true } as House;
  assert.deepEqual([actsIn(own, undefined, 'member'), sourceIn(own, undefined, 'member')], [false, 'landlord']);
  assert.deepEqual([actsIn(own, me(elsewhere), 'member'), sourceIn(own, me(elsewhere, workshop), 'member')], [false, 'landlord']);
  assert.equal(actsIn(own, me(), 'centre'), true);
});

test('houses of the units and those whose landlord somebody is stand there together, each once', () => {
  const at = (id: string) => ({ id }) as House;
  assert.deepEqual(together([at('a'), at('b')], [at('b'), at('c')]), [{ id: 'a' }, { id: 'b' }, { id: 'c', own: true }]);
  assert.deepEqual(together([], [at('c')]), [{ id: 'c', own: true }]);
});
