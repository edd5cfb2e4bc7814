import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usePages } from './paging';

test('pages are joined, and a row that moved between pages is shown once', async () => {
  const answers = [{ items: [{ id: 'a' }, { id: 'b' }], next: 'x' }, { items: [{ id: 'b' }, { id: 'c' }], next: null }];
  const asked: (string | undefined)[] = [];
  const pages = usePages(async (after) => (asked.push(after), answers.shift()!));
  await pages.load();
  await pages.more();
  assert.deepEqual(pages.items.value.map((item) => item.id), ['a', 'b', 'c']);
  assert.deepEqual(asked, [undefined, 'x']);
  assert.equal(pages.next.value, null);
});

test('an answer that comes too late is not shown', async () => {
  const waiting: ((page: { items: { id: string }[]; next: null }) => void)[] = [];
  const pages = usePages(() => new Promise<{ items: { id: string }[]; next: null }>((answer) => waiting.push(answer)));
  const first = pages.load();
  const second = pages.load();
  waiting[1]!({ items: [{ id: 'new' }], next: null });
  waiting[0]!({ items: [{ id: 'old' }], next: null });
  await Promise.all([first, second]);
  assert.deepEqual(pages.items.value, [{ id: 'new' }]);
});

test('what went wrong is said and what was there stays', async () => {
  let fail = false;
  const pages = usePages(async () => {
    if (fail) throw new Error('away');
    return { items: [{ id: 'a' }], next: null };
  });
  await pages.load();
  fail = true;
  await pages.load();
  assert.equal(pages.problem.value, 'away');
  assert.equal(pages.items.value.length, 1);
  assert.equal(pages.loading.value, false);
});
