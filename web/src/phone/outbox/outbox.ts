// The outbox: every write lies here first, and leaves only when the server has it or the person drops it. Each step is one
// transaction, so that a page that dies between any two of them loses nothing; a write that arrived while its answer was lost is
// sent again and counts once, by its id. Knows neither pages nor the network: the service worker sends with it too.
import type { AnyDraft, Kept, Store } from '../store/db';
import type { Entry, Why } from './entry';
import { land, type Pages } from './landing';
import { lotOf, outcomesOf } from './lot';

/** What came of sending. `later` with `stop`: nothing else would get through now either. */
export type Outcome =
  | { kind: 'sent'; answer: unknown }
  | { kind: 'refused'; why: Why }
  | { kind: 'later'; why: Why; stop: boolean; after_ms?: number };
/** Sends `first`, with the rest of its lot in the same request. */
export type Post = (first: Entry, lot: readonly Entry[]) => Promise<Outcome>;

const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 10 * 60_000;

/** How long an entry rests after it failed `tries` times. */
export const restMs = (tries: number) => Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, tries - 1), LONGEST_WAIT_MS);

/** In the order they were written. */
export const entries = (db: Store): Promise<Entry[]> => db.getAll('outbox');

interface Whole {
  abort(): void;
  done: Promise<void>;
}

/** All of `work` or nothing of it: a phone whose memory is full keeps no halves. */
async function whole<T>(tx: Whole, work: () => Promise<T>): Promise<T> {
  try {
    const out = await work();
    await tx.done;
    return out;
  } catch (error) {
    tx.done.catch(() => undefined); // that it is aborted is no news
    try {
      tx.abort();
    } catch {
      // it was over already
    }
    throw error;
  }
}

/** Lays entries into the outbox, all or none; with `draft`, the draft that they were made of goes. */
export async function add(db: Store, wanted: readonly Entry[], draft?: string): Promise<void> {
  const tx = db.transaction(['outbox', 'drafts'], 'readwrite');
  await whole(tx, async () => {
    for (const entry of wanted) await tx.objectStore('outbox').put(entry);
    if (draft) await tx.objectStore('drafts').delete(draft);
  });
}

/** The person drops it. What named a dropped file goes without it. */
export async function drop(db: Store, id: string): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite');
  await whole(tx, async () => {
    await tx.store.delete(id);
    for (const other of await tx.store.getAll()) if (other.needs.includes(id)) await tx.store.put(without(other, id));
  });
}

function without(entry: Entry, file: string): Entry {
  const json = { ...entry.json };
  if (json.picture === file) delete json.picture;
  if (Array.isArray(json.pictures)) json.pictures = json.pictures.filter((one) => one !== file);
  if (json.answers && typeof json.answers === 'object') json.answers = Object.fromEntries(Object.entries(json.answers).filter(([, value]) => value !== file));
  return { ...entry, json, needs: entry.needs.filter((one) => one !== file) };
}

/** The person wants it sent again as it is. */
export async function again(db: Store, id: string): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite');
  const entry = await tx.store.get(id);
  if (entry) await tx.store.put({ ...entry, state: 'waiting', next_at: 0, why: null });
  await tx.done;
}

/** Puts `next` in the place of an entry, as when a refused action is corrected. */
export async function replace(db: Store, id: string, next: Entry): Promise<void> {
  const tx = db.transaction('outbox', 'readwrite');
  await whole(tx, async () => {
    await tx.store.delete(id);
    await tx.store.put(next);
  });
}

/** What is written as a draft, and can be again. */
const DRAFTED: readonly Entry['kind'][] = ['report', 'declaration', 'visit', 'measure', 'enterprise_check', 'enterprise_apply', 'enterprise_day'];

/** Takes one of them back out, with those of its files that still wait, and puts down the draft that is made of it. */
export async function takeBack(db: Store, id: string, draftOf: (written: Entry, files: Entry[]) => AnyDraft): Promise<boolean> {
  const tx = db.transaction(['outbox', 'drafts'], 'readwrite');
  const box = tx.objectStore('outbox');
  return whole(tx, async () => {
    const entry = await box.get(id);
    if (!entry || !DRAFTED.includes(entry.kind)) return false;
    const files = (await box.getAll()).filter((one) => entry.needs.includes(one.id));
    await tx.objectStore('drafts').put(draftOf(entry, files));
    for (const gone of [entry, ...files]) await box.delete(gone.id);
    return true;
  });
}

/** Kept pages that are read once and written once, however many entries of a lot change them: a round has thousands of rooms. */
function readOnce(pages: Pages): Pages & { write(): Promise<void> } {
  const read = new Map<string, Kept | undefined>();
  const changed = new Set<string>();
  return {
    async get(key) {
      if (!read.has(key)) read.set(key, await pages.get(key));
      return read.get(key);
    },
    async put(kept, key) {
      read.set(key, kept);
      changed.add(key);
    },
    async write() {
      for (const key of changed) await pages.put(read.get(key)!, key);
    },
  };
}

function turned(entry: Entry, outcome: Exclude<Outcome, { kind: 'sent' }>, now: number): Entry {
  const tried = { ...entry, tries: entry.tries + 1, why: outcome.why };
  if (outcome.kind === 'refused') return { ...tried, state: 'refused' };
  return { ...tried, next_at: now + (outcome.after_ms ?? restMs(tried.tries)) };
}

/** Writes down what came of each of a lot: all of it in one transaction, so that a page that dies sends the lot again. */
async function settle(db: Store, lot: readonly Entry[], outcomes: readonly Outcome[], { now, serverNow }: Sending): Promise<void> {
  const tx = db.transaction(['outbox', 'kept'], 'readwrite');
  await whole(tx, async () => {
    const box = tx.objectStore('outbox');
    const pages = readOnce(tx.objectStore('kept'));
    for (const [i, outcome] of outcomes.entries()) {
      const entry = await box.get(lot[i]!.id);
      if (!entry) continue; // dropped, or everything here was deleted: nothing is written for who is gone
      if (outcome.kind !== 'sent') {
        await box.put(turned(entry, outcome, now()));
        continue;
      }
      await land(pages, entry, outcome.answer, serverNow());
      await box.delete(entry.id);
    }
    await pages.write();
  });
}

export interface Sending {
  post: Post;
  /** This phone's clock, ms since 1970. */
  now: () => number;
  /** The server's time, ms since 1970. */
  serverNow: () => number;
  /** By hand: those that rest are sent too. */
  all?: boolean;
  /** Called with the ids of a lot before it is sent, and with none after it, for the screen. */
  onStep?: (sending: readonly string[]) => void;
}

/** The next lot. Each of it waits, has rested, was not tried in this round, and the server has all that it needs. */
function next(waiting: readonly Entry[], tried: ReadonlySet<string>, { now, all }: Sending): Entry[] {
  const here = new Set(waiting.map(({ id }) => id));
  const rested = (entry: Entry) => all === true || entry.next_at <= now();
  const ready = waiting.filter((entry) => entry.state === 'waiting' && !tried.has(entry.id) && rested(entry) && !entry.needs.some((need) => here.has(need)));
  return ready[0] ? lotOf(ready[0], ready) : [];
}

/** One round over the outbox: each entry that can go is tried once. Returns how many wait for another round. */
export async function sendAll(db: Store, how: Sending): Promise<number> {
  const tried = new Set<string>();
  for (;;) {
    const lot = next(await entries(db), tried, how);
    if (!lot[0]) break;
    const ids = lot.map(({ id }) => id);
    ids.forEach((id) => tried.add(id));
    how.onStep?.(ids);
    const outcome = await how.post(lot[0], lot);
    await settle(db, lot, outcomesOf(lot, outcome), how);
    how.onStep?.([]);
    if (outcome.kind === 'later' && outcome.stop) break;
  }
  return (await entries(db)).filter(({ state }) => state === 'waiting').length;
}
