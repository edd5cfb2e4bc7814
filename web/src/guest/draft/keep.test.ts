import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Schemas } from '../../base/api/client';
import { emptyDraft } from './draft';
import { forget, keep, recall } from './keep';

function withStore(stored: Map<string, string>, say: () => void): void {
  const store = { getItem: (key: string) => stored.get(key) ?? null, setItem: (key: string, value: string) => stored.set(key, value), removeItem: (key: string) => stored.delete(key) };
  const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
  Object.defineProperty(globalThis, 'localStorage', { value: store, configurable: true });
  try {
    say();
  } finally {
    if (before) Object.defineProperty(globalThis, 'localStorage', before);
    else Reflect.deleteProperty(globalThis, 'localStorage');
  }
}

const view = { address: 'x', room: null, unit_name: 'y', zone: 'Asia/Urumqi', expires_at: '', declaration: null } as Schemas['GuestView'];

test('what is kept is found again, under its own code', () => {
  withStore(new Map(), () => {
    const kept = { view, draft: { ...emptyDraft('p'), carrier: 'train' as const } };
    assert.ok(keep('a', kept));
    assert.deepEqual(recall('a'), kept);
    assert.equal(recall('b'), null);
    forget('a');
    assert.equal(recall('a'), null);
  });
});

test('what an older or a newer page wrote is not read and does not stay, nor what is broken', () => {
  const draft = emptyDraft('p');
  for (const text of [JSON.stringify({ view, draft }), JSON.stringify({ format: 1, view, draft }), JSON.stringify({ format: 99, view, draft }), '{"format":2,', 'null']) {
    const stored = new Map([['ward.guest.draft.a', text]]);
    withStore(stored, () => assert.equal(recall('a'), null, text));
    assert.equal(stored.size, 0, text);
  }
});
