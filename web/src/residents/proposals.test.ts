import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../base/api/client';
import { useProposals, type Decision, type Proposal } from './proposals';

const pair = (id: string, person = `${id}1`, other = `${id}2`) => ({ id, person: { id: person, name: person }, other: { id: other, name: other } }) as Proposal;

/** A server with these pairs, `size` in a page; `refuse` answers for the pairs it names. */
function server(pairs: Proposal[], { size = 20, refuse = {} as Record<string, Problem> } = {}) {
  const open = [...pairs];
  const reads: (string | undefined)[] = [];
  const said: [string, Decision][] = [];
  const read = async (after?: string) => {
    reads.push(after);
    const from = after ? pairs.findIndex((one) => one.id === after) + 1 : 0;
    const items = pairs.slice(from).filter((one) => open.includes(one)).slice(0, size);
    return { items, next: items.length === size ? items.at(-1)!.id : null };
  };
  const put = async (id: string, decision: Decision) => {
    const at = open.findIndex((one) => one.id === id);
    const [one] = open.splice(at, 1);
    if (refuse[id]) throw refuse[id];
    said.push([id, decision]);
    return { id, decision, decided_by: 'admin', decided_at: '2020-02-01T00:00:00Z', person: one!.other.id, other: one!.other.id };
  };
  return { read, put, reads, said };
}

test('the next one follows a decision, and what was put off comes again', async () => {
  const { read, put, said } = server([pair('a'), pair('b'), pair('c')]);
  const { current, last, load, step, decide } = useProposals(read, put);
  await load();
  await step(1);
  await decide('different');
  assert.equal(current.value?.id, 'c');
  await decide('merged');
  assert.deepEqual([current.value?.id, last.value], ['a', { decision: 'merged', name: 'c1', other: 'c2', person: 'c2' }]);
  await decide('merged');
  assert.equal(current.value, null);
  assert.deepEqual(said, [['b', 'different'], ['c', 'merged'], ['a', 'merged']]);
});

test('another page comes before the last one is reached, and none is asked for twice at once', async () => {
  const { read, put, reads } = server(Array.from({ length: 9 }, (_, i) => pair(`p${i}`)), { size: 6 });
  const { items, next, load, decide } = useProposals(read, put);
  await load();
  assert.deepEqual([items.value.length, next.value], [6, 'p5']);
  await decide('different');
  assert.deepEqual([items.value.map((one) => one.id), next.value, reads], [['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8'], null, [undefined, 'p5']]);
});

test('somebody was first: it is told, and the next one follows; what fails otherwise stays', async () => {
  const refuse = { a: new Problem(409, 'proposal.decided', 'Somebody decided otherwise before.'), b: new Problem(0, 'unreachable', 'No connection.') };
  const { read, put, said } = server([pair('a'), pair('b')], { refuse });
  const { current, overtaken, problem, last, load, decide } = useProposals(read, put);
  await load();
  await decide('merged');
  assert.deepEqual([current.value?.id, overtaken.value, last.value], ['b', 'Somebody decided otherwise before.', null]);
  await decide('different');
  assert.deepEqual([current.value?.id, overtaken.value, problem.value, said], ['b', '', 'No connection.', []]);
});

test('who became one person is read anew in the other pairs', async () => {
  const { read, put, reads } = server([pair('a', 'x', 'y'), pair('b', 'x', 'z'), pair('c')]);
  const { current, load, decide } = useProposals(read, put);
  await load();
  await decide('merged');
  assert.deepEqual([reads, current.value?.id], [[undefined, undefined], 'b']);
  await decide('different');
  assert.equal(reads.length, 2);
});

test('a decision on its way is not taken twice', async () => {
  const { read, put, said } = server([pair('a'), pair('b')]);
  const { load, decide } = useProposals(read, put);
  await load();
  await Promise.all([decide('merged'), decide('merged')]);
  assert.deepEqual(said, [['a', 'merged']]);
});
