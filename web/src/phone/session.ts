// Who this phone is. Without a network it stays who it was; what lies here belongs to one account and is shown to no other.
import { ref } from 'vue';
import { answer, api, onSessionLost, Problem } from '../base/api/client';
import { store, wipe, type Owner } from './store/db';

const LOGGING_OUT = 'ward.phone.logging_out';

/** `other`: the server knows somebody else than whose writes lie here. */
export type Standing = 'unknown' | 'in' | 'out' | 'other';
export const standing = ref<Standing>('unknown');
export const owner = ref<Owner | null>(null);
/** Who is logged in at the server while `standing` is `other`. */
export const newcomer = ref<Owner | null>(null);

export const isAway = (error: unknown) => error instanceof Problem && (error.status === 0 || error.status >= 502);
const isOver = (error: unknown) => error instanceof Problem && error.status === 401;

async function take(user: Owner): Promise<void> {
  const db = await store();
  const who: Owner = { id: user.id, name: user.name, role: user.role };
  if (owner.value && owner.value.id !== who.id) {
    if ((await db.count('outbox')) + (await db.count('drafts')) > 0) {
      newcomer.value = who;
      standing.value = 'other';
      return;
    }
    await wipe(db);
  }
  await db.put('owner', who, 'owner');
  owner.value = who;
  newcomer.value = null;
  standing.value = 'in';
}

/** Whoever it was stays logged in as far as this phone knows; `check` asks the server. */
export async function begin(): Promise<void> {
  owner.value = (await (await store()).get('owner', 'owner')) ?? null;
  if (owner.value && localStorage.getItem(LOGGING_OUT) === null) standing.value = 'in';
}

/** Another tab of this phone may have logged out. */
export async function stillHere(): Promise<void> {
  if (standing.value !== 'in' || (await (await store()).get('owner', 'owner'))) return;
  owner.value = null;
  standing.value = 'out';
}

/** Ends the session of who logged out while there was no network. */
async function finishLogOut(): Promise<void> {
  try {
    await answer(api.DELETE('/session'));
  } catch (error) {
    if (!isOver(error)) throw error;
  }
  localStorage.removeItem(LOGGING_OUT);
}

/** Asks the server who we are. Throws the Problem when it cannot be asked. */
export async function check(): Promise<void> {
  if (localStorage.getItem(LOGGING_OUT) !== null) await finishLogOut();
  try {
    await take(await answer(api.GET('/session')));
  } catch (error) {
    if (!isOver(error)) throw error;
    standing.value = 'out';
  }
}

export async function logIn(name: string, password: string): Promise<void> {
  localStorage.removeItem(LOGGING_OUT);
  await take(await answer(api.POST('/session', { body: { name, password } })));
}

/** Everything kept here goes, whether or not the server can be told now. */
export async function logOut(): Promise<void> {
  localStorage.setItem(LOGGING_OUT, '1');
  standing.value = 'out'; // first: an answer that is on its way is not kept
  await wipe(await store());
  owner.value = newcomer.value = null;
  try {
    await finishLogOut();
  } catch {
    return; // said again at the next start
  }
}

/** The newcomer takes the phone over: what the other one left goes. */
export async function takeOver(): Promise<void> {
  const who = newcomer.value;
  if (!who) return;
  await wipe(await store());
  owner.value = null;
  await take(who);
}

/** Who is not the owner goes, and leaves the phone to the owner. */
export async function logOutNewcomer(): Promise<void> {
  await answer(api.DELETE('/session')).catch(() => undefined);
  newcomer.value = null;
  standing.value = 'out';
}

onSessionLost(() => {
  if (standing.value === 'in') standing.value = 'out';
});
