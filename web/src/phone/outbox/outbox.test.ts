import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOf as draftOfArrival, emptyDraft as emptyArrival, entryOf } from '../arrivals/draft';
import { emptyDraft, entriesOf, draftOf, type Draft } from '../reports/draft';
import { openStore, wipe, type Store } from '../store/db';
import { actionEntry, declarationStepEntry, receiptEntry, type Entry } from './entry';
import { add, again, drop, entries, replace, restMs, sendAll, takeBack, type Outcome, type Post } from './outbox';
import { outcomeOf } from './post';

let stores = 0;
const fresh = (): Promise<Store> => openStore(`test-${++stores}`);
const quiet = { now: () => 0, serverNow: () => 1_000 };
const sent = (answer: unknown = null): Outcome => ({ kind: 'sent', answer });
const away: Outcome = { kind: 'later', why: { kind: 'network' }, stop: true };
const busy: Outcome = { kind: 'later', why: { kind: 'busy', status: 500 }, stop: false };
const refusal: Outcome = { kind: 'refused', why: { kind: 'refused', status: 400, code: 'x', field: '', detail: 'No.' } };

/** A generator of numbers in [0, 1) that says the same for a seed. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A report with pictures, as the form makes it. */
function report(name: string, pictures: number): Entry[] {
  const draft = { ...emptyDraft(name, 'unit', 1), type: 'gathering' };
  draft.files = Array.from({ length: pictures }, (_, i) => ({ id: `${name}-p${i}`, bytes: new ArrayBuffer(4), media_type: 'image/jpeg' }));
  return entriesOf(draft, name, 1);
}

/** A server that counts each id once and refuses a report whose pictures it lacks. */
function server() {
  const has = new Map<string, number>();
  const early: string[] = [];
  return {
    has,
    early,
    take(entry: Entry) {
      for (const need of (entry.json?.pictures as string[] | undefined) ?? []) if (!has.has(need)) early.push(entry.id);
      has.set(entry.id, (has.get(entry.id) ?? 0) + 1);
    },
  };
}

test('whatever fails, in whatever order, everything arrives, and pictures before the report that names them', async () => {
  for (let seed = 1; seed <= 60; ++seed) {
    const db = await fresh();
    const random = numbers(seed);
    const at = server();
    const wanted: string[] = [];
    const post: Post = async (entry) => {
      const luck = random();
      if (luck < 0.25) return away;
      if (luck < 0.4) return busy;
      at.take(entry);
      return luck < 0.6 ? away : sent(); // it arrived, and its answer was lost
    };
    for (let round = 0; round < 12; ++round) {
      if (round < 5) {
        const made = report(`r${seed}-${round}`, Math.floor(random() * 4));
        wanted.push(...made.map(({ id }) => id));
        await add(db, made);
      }
      await sendAll(db, { ...quiet, post, all: true });
    }
    while ((await sendAll(db, { ...quiet, post, all: true })) > 0);
    assert.deepEqual([...at.has.keys()].sort(), wanted.sort(), `seed ${seed}: something was lost or made up`);
    assert.deepEqual(at.early, [], `seed ${seed}: a report came before its pictures`);
    db.close();
  }
});

class Died extends Error {}

/** The store of a page that dies before or after its n-th transaction. */
function mortal(db: Store, steps: { left: number }): Store {
  return new Proxy(db, {
    get(target, key) {
      const value = Reflect.get(target, key) as unknown;
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (key === 'transaction' || key === 'getAll') {
          if (steps.left-- <= 0) throw new Died();
        }
        return Reflect.apply(value as (...all: unknown[]) => unknown, target, args);
      };
    },
  });
}

test('a page that dies between any two steps loses nothing', async () => {
  for (let lifetime = 0; lifetime < 40; ++lifetime) {
    const db = await fresh();
    const at = server();
    const made = report('r', 3);
    await add(db, made);
    const steps = { left: lifetime };
    const dying = mortal(db, steps);
    const post: Post = async (entry) => {
      at.take(entry);
      if (steps.left-- <= 0) throw new Died(); // after it arrived, before it was noted
      return sent();
    };
    await sendAll(dying, { ...quiet, post }).catch((error: unknown) => assert.ok(error instanceof Died));
    const left = await entries(db);
    for (const { id } of made) assert.ok(at.has.has(id) || left.some((entry) => entry.id === id), `lifetime ${lifetime}: ${id} is nowhere`);
    await sendAll(db, { ...quiet, post: async (entry) => (at.take(entry), sent()) });
    assert.equal((await entries(db)).length, 0);
    assert.deepEqual([...at.has.keys()].sort(), made.map(({ id }) => id).sort());
    assert.deepEqual(at.early, []);
    db.close();
  }
});

test('entries go in all or none, and the draft they were made of goes with that', async () => {
  const db = await fresh();
  const draft = emptyDraft('d', 'unit', 1);
  await db.put('drafts', draft);
  const broken = { ...report('d', 0)[0]!, json: { cannot: () => undefined } } as unknown as Entry;
  await assert.rejects(add(db, [report('d', 1)[0]!, broken], 'd'));
  assert.equal((await entries(db)).length, 0);
  assert.ok(await db.get('drafts', 'd'), 'the draft is still there');
  await add(db, report('d', 1), 'd');
  assert.equal((await entries(db)).length, 2);
  assert.equal(await db.get('drafts', 'd'), undefined);
});

test('a refusal is kept with the sentence of the server, is not sent by itself again, and holds up nobody else', async () => {
  const db = await fresh();
  await add(db, [...report('a', 0), ...report('b', 0)]);
  const tried: string[] = [];
  const post: Post = async (entry) => (tried.push(entry.id), entry.id === 'a' ? refusal : sent());
  assert.equal(await sendAll(db, { ...quiet, post }), 0);
  await sendAll(db, { ...quiet, post, all: true });
  assert.deepEqual(tried, ['a', 'b']);
  const [kept] = await entries(db);
  assert.equal(kept?.state, 'refused');
  assert.deepEqual(kept?.why, { kind: 'refused', status: 400, code: 'x', field: '', detail: 'No.' });
  await again(db, 'a');
  await sendAll(db, { ...quiet, post: async () => sent() });
  assert.equal((await entries(db)).length, 0);
});

test('a report waits while a picture of it is refused, and goes without it when that is dropped', async () => {
  const db = await fresh();
  await add(db, report('r', 2));
  const sentBodies: unknown[] = [];
  const post: Post = async (entry) => {
    if (entry.id === 'r-p0') return refusal;
    if (entry.kind === 'report') sentBodies.push(entry.json?.pictures);
    return sent();
  };
  assert.equal(await sendAll(db, { ...quiet, post }), 1);
  assert.deepEqual(sentBodies, []);
  await drop(db, 'r-p0');
  await sendAll(db, { ...quiet, post });
  assert.deepEqual(sentBodies, [['r-p1']]);
});

test('what the person dropped while it was being sent does not come back', async () => {
  const db = await fresh();
  await add(db, report('r', 0));
  await sendAll(db, { ...quiet, post: async () => (await drop(db, 'r'), busy) });
  assert.equal((await entries(db)).length, 0);
});

test('what failed rests longer each time; by hand it is sent at once; a way out that is closed is not tried for the rest', async () => {
  const db = await fresh();
  await add(db, [...report('a', 0), ...report('b', 0)]);
  let now = 0;
  const tried: string[] = [];
  const how = { now: () => now, serverNow: () => 0, post: async (entry: Entry) => (tried.push(entry.id), away) };
  await sendAll(db, how);
  assert.deepEqual(tried, ['a']);
  await sendAll(db, how);
  assert.deepEqual(tried, ['a', 'b'], 'a rests');
  now = restMs(1) - 1;
  await sendAll(db, how);
  assert.equal(tried.length, 2);
  await sendAll(db, { ...how, all: true });
  assert.equal(tried.length, 3);
  assert.deepEqual([1, 2, 3, 20].map(restMs), [5_000, 10_000, 20_000, 600_000]);
});

test('a refused report becomes a draft again with the files it has, and is sent as the same report', async () => {
  const db = await fresh();
  await add(db, report('r', 2));
  await sendAll(db, { ...quiet, post: async (entry) => (entry.id === 'r-p1' ? busy : entry.kind === 'file' ? sent() : refusal) });
  await sendAll(db, { ...quiet, all: true, post: async (entry) => (entry.id === 'r-p1' ? busy : refusal) });
  assert.ok(await takeBack(db, 'r', draftOf));
  assert.equal((await entries(db)).length, 0);
  const draft = (await db.get('drafts', 'r')) as Draft;
  assert.deepEqual(draft.files.map(({ id, bytes }) => [id, bytes?.byteLength ?? null]), [['r-p0', null], ['r-p1', 4]]);
  const next = entriesOf({ ...draft, words: 'better' }, 'r', 2);
  assert.deepEqual(next.map(({ id }) => id), ['r-p1', 'r']);
  assert.deepEqual(next[1]!.json?.pictures, ['r-p0', 'r-p1']);
  assert.deepEqual(next[1]!.needs, ['r-p1']);
});

test('a refused declaration becomes a draft again, and what the server has of one replaces what was kept', async () => {
  const db = await fresh();
  const declared = entryOf({ ...emptyArrival('d', 'p', 1), time: '10:00', persons: [{ id: 'p', name: 'Wang' }] }, 'landlord', 'Wang', 1);
  await add(db, [declared]);
  await sendAll(db, { ...quiet, post: async () => refusal });
  assert.ok(await takeBack(db, 'd', draftOfArrival));
  assert.deepEqual([(await entries(db)).length, (await db.get('drafts', 'd'))?.id], [0, 'd']);
  await db.put('kept', { at: 5, value: [{ id: 'd', version: 1 }, { id: 'e', version: 1 }] }, 'arrivals');
  await add(db, [declarationStepEntry('d', { id: 's', step: 'prepare' }, 'steps', [], '', 1)]);
  await sendAll(db, { ...quiet, post: async () => sent({ id: 'd', version: 2, awaits: null, done: [] }) });
  assert.deepEqual((await db.get('kept', 'arrivals'))?.value, [{ id: 'e', version: 1 }, { id: 'd', version: 2, awaits: null, done: [] }]);
});

test('when the server has it, the kept pages say so in the same step', async () => {
  const db = await fresh();
  const mine = { unit: 'u', delivered_at: null, read_at: null, acknowledged_at: null, done_at: null, reminded: 0 };
  await db.put('kept', { at: 5, value: [{ order: { id: 'o' }, mine, lines: [], pass_on: [] }] }, 'orders');
  await db.put('kept', { at: 5, value: [{ id: 'i', version: 1, state: 'accepted' }] }, 'tasks');
  await add(db, [receiptEntry('1', 'o', 'acknowledged', null, '', 0), actionEntry('i', { id: '2', action: 'verify', version: 1 }, [], '', 0), ...report('3', 0)]);
  const answers: Record<string, unknown> = { 1: null, 2: { incident: { id: 'i', version: 2, state: 'verified' }, story: [], actions: [], acknowledged_at: null }, 3: { id: '3', version: 1 } };
  await sendAll(db, { ...quiet, post: async ({ id }) => sent(answers[id]) });
  const at = new Date(1_000).toISOString();
  assert.deepEqual(((await db.get('kept', 'orders'))!.value as { mine: unknown }[])[0]!.mine, { ...mine, delivered_at: at, read_at: at, acknowledged_at: at });
  assert.equal(((await db.get('kept', 'tasks'))!.value as { version: number }[])[0]!.version, 2);
  assert.deepEqual(((await db.get('kept', 'reports'))!.value as { id: string }[]).map(({ id }) => id), ['3']);
  assert.ok(await db.get('kept', 'incident/i'));
});

test('an action that came second is replaced by one that names the version that was looked at', async () => {
  const db = await fresh();
  const first = actionEntry('i', { id: '1', action: 'verify', version: 1 }, [], '', 0);
  await add(db, [first]);
  await replace(db, '1', actionEntry('i', { id: '2', action: 'verify', version: 2 }, [], '', 0));
  assert.deepEqual((await entries(db)).map(({ id, json }) => [id, json?.version]), [['2', 2]]);
});

test('an answer that comes after everything was deleted leaves nothing behind', async () => {
  const db = await fresh();
  await add(db, report('r', 0));
  await sendAll(db, { ...quiet, post: async () => (await wipe(db), sent({ id: 'r', version: 1 })) });
  assert.equal(await db.count('kept'), 0);
});

test('logging out leaves nothing', async () => {
  const db = await fresh();
  await add(db, report('r', 1));
  await db.put('owner', { id: 'u', name: 'li' }, 'owner');
  await db.put('kept', { at: 1, value: [] }, 'tasks');
  await wipe(db);
  for (const shelf of ['outbox', 'drafts', 'kept', 'owner'] as const) assert.equal(await db.count(shelf), 0, shelf);
});

test('what an answer means', () => {
  const kind = (status: number, json?: unknown, after: number | null = null) => {
    const outcome = outcomeOf(status, json, after);
    return outcome.kind === 'later' ? `${outcome.why.kind}${outcome.stop ? ' stop' : ''}${outcome.after_ms === undefined ? '' : ` ${outcome.after_ms}`}` : outcome.kind;
  };
  assert.equal(kind(204), 'sent');
  assert.equal(kind(200, { id: '1' }), 'sent');
  assert.equal(kind(200), 'network stop', 'the page of a hotspot');
  assert.equal(kind(404), 'network stop', 'the page of a proxy');
  assert.equal(kind(401, {}), 'session stop 0');
  assert.equal(kind(429, {}, 7), 'busy stop 7000');
  assert.equal(kind(500, {}), 'busy');
  assert.equal(kind(503), 'busy stop');
  for (const status of [400, 403, 404, 409, 413, 422]) assert.equal(kind(status, { detail: 'x' }), 'refused');
});
