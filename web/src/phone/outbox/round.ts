// A round of sending, as pages and service worker start it: one at a time on this phone, and only for the account whose writes
// they are. A browser without Web Locks may send twice; the ids make that count once.
import { store, type Store } from '../store/db';
import { entries, sendAll, type Sending } from './outbox';
import { post } from './post';

const LOCK = 'ward.phone.outbox';

export interface Round {
  language: string;
  /** The server's time minus this phone's, ms. */
  offset: number;
  all?: boolean;
  onStep?: Sending['onStep'];
}

/** Whether the server knows this phone as the account that wrote what lies here. */
async function isOwner(db: Store): Promise<boolean> {
  const owner = await db.get('owner', 'owner');
  try {
    const response = await fetch('/api/v1/session', { credentials: 'same-origin', redirect: 'error' });
    if (!owner || !response.ok) return false;
    return ((await response.json()) as { id?: string }).id === owner.id;
  } catch {
    return false;
  }
}

async function round(how: Round): Promise<number> {
  const db = await store();
  const waiting = (await entries(db)).filter(({ state }) => state === 'waiting');
  if (waiting.length === 0 || !(await isOwner(db))) return waiting.length;
  return sendAll(db, {
    post: (_first, lot) => post(lot, how.language),
    now: Date.now,
    serverNow: () => Date.now() + how.offset,
    all: how.all,
    onStep: how.onStep,
  });
}

/** How many wait for another round; null when another tab sends now. */
export async function send(how: Round): Promise<number | null> {
  if (!navigator.locks) return round(how);
  return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? round(how) : null));
}
