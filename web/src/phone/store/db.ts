// What the phone keeps: one database for the pages and the service worker. docs/design/phone.md says what is kept when.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Schemas } from '../../base/api/client';
import type { Entry } from '../outbox/entry';
import type { ArrivalDraft } from '../arrivals/draft';
import type { CheckDraft, DayDraft, PlanDraft } from '../enterprises/draft';
import type { VisitDraft } from '../inspections/draft';
import type { ProposalDraft } from '../measures/draft';
import type { Draft } from '../reports/draft';

/** A page as the server last answered it. `at` is the server's time, in ms since 1970. */
export interface Kept {
  at: number;
  value: unknown;
}

export interface Owner {
  id: string;
  name: string;
  role?: Schemas['Role']; // absent where it was kept before roles were
}

/** What is being written, of any kind. */
export type AnyDraft = Draft | ArrivalDraft | VisitDraft | ProposalDraft | DayDraft | CheckDraft | PlanDraft;

export interface Shelves extends DBSchema {
  outbox: { key: string; value: Entry };
  drafts: { key: string; value: AnyDraft };
  kept: { key: string; value: Kept };
  owner: { key: 'owner'; value: Owner };
}
export type Store = IDBPDatabase<Shelves>;

export const SHELVES = ['outbox', 'drafts', 'kept', 'owner'] as const;
const VERSION = 1;

export function openStore(name = 'ward-phone'): Promise<Store> {
  return openDB<Shelves>(name, VERSION, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'id' });
      db.createObjectStore('drafts', { keyPath: 'id' });
      db.createObjectStore('kept');
      db.createObjectStore('owner');
    },
    blocking: (_now, _next, event) => (event.target as IDBDatabase).close(), // a newer version of the pages must open it
  });
}

let opened: Promise<Store> | null = null;

/** The database of this phone. */
export const store = () => (opened ??= openStore());

/** Everything goes: the account that logged out leaves nothing here. */
export async function wipe(db: Store): Promise<void> {
  const tx = db.transaction(SHELVES, 'readwrite');
  await Promise.all([...SHELVES.map((shelf) => tx.objectStore(shelf).clear()), tx.done]);
}
