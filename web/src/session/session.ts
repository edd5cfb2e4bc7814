// Who is logged in and what they may do. The server decides; the console only hides what it would refuse.
import { ref } from 'vue';
import { answer, api, Problem, type Schemas } from '../base/api/client';
import { patiently } from '../base/api/patience';
import { startLive, stopLive } from '../base/live/live';

type Role = Schemas['Role'];

const SITE = ['administrator', 'office', 'guard', 'auditor'] as const; // who works at a site with gates
const CITY = [
  'administrator', 'auditor', 'centre', 'public_safety', 'market_supervision', 'law_enforcement', 'public_services', 'police', 'inspector', 'health', 'member',
] as const;

const RIGHTS = {
  anybody: [...SITE, ...CITY],
  see_sites: SITE,
  see_units: CITY,
  see_teams: ['administrator', 'auditor', 'centre', 'police', 'member'],
  edit_units: ['administrator', 'centre'],
  export_units: ['administrator', 'auditor', 'centre'],
  acknowledge: ['administrator', 'office', 'guard'],
  open_all: ['administrator', 'office', 'guard'],
  edit_people: ['administrator', 'office'],
  see_captures: ['administrator', 'office'],
  edit_devices: ['administrator'],
  edit_sites: ['administrator'],
  edit_users: ['administrator'],
  see_users: ['administrator', 'auditor'],
  see_journal: ['administrator', 'auditor'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof RIGHTS;

export const user = ref<Schemas['User'] | null>(null);
const known = ref(false);

/** Where the console begins for who is logged in. */
export const home = () => (may('see_sites') ? '/wall' : '/units');

export const may = (right: Right) => (RIGHTS[right] as readonly Role[]).includes(user.value?.role as Role);

const isOver = (error: unknown) => error instanceof Problem && error.status === 401;

/** Asks the server once who we are, however long it takes to answer. */
export async function restore(): Promise<boolean> {
  if (known.value) return user.value !== null;
  try {
    user.value = await patiently(() => answer(api.GET('/session')));
    startLive();
  } catch (error) {
    if (!isOver(error)) throw error;
    user.value = null;
  }
  known.value = true;
  return user.value !== null;
}

export async function logIn(name: string, password: string): Promise<void> {
  user.value = await answer(api.POST('/session', { body: { name, password } }));
  known.value = true;
  startLive();
}

/** The session is over here, whatever the server thinks. */
export function forget(): void {
  user.value = null;
  known.value = true;
  stopLive();
}

export async function logOut(): Promise<void> {
  try {
    await answer(api.DELETE('/session'));
  } catch (error) {
    if (!isOver(error)) throw error; // the server did not hear it: the session goes on
  }
  forget();
}
