// Who is logged in and what they may do. The server decides; the console only hides what it would refuse.
import { ref } from 'vue';
import { answer, api, Problem, type Schemas } from '../base/api/client';
import { patiently } from '../base/api/patience';
import { startLive, stopLive } from '../base/live/live';
import { isOnThePhone, isSeat, roleOf, type Role } from './who';

const SITE = ['administrator', 'office', 'guard', 'auditor'] as const; // who works at a site with gates
const PLATFORMS = ['public_safety', 'market_supervision', 'law_enforcement', 'public_services'] as const;
const TEAMS = ['member', 'commander', 'landlord', 'workshop_head'] as const;
const ACTING = ['administrator', 'centre', ...PLATFORMS, 'police', 'inspector', 'health', ...TEAMS] as const; // in the city
const CITY = ['auditor', ...ACTING] as const;
const COMMAND = ['administrator', 'centre', 'commander'] as const;
/** Whose accounts go where a draw sends them. */
const INSPECTING = ['administrator', 'centre', 'inspector', 'law_enforcement', 'market_supervision'] as const;

// The table of src/city/accounts/access.cpp, as far as the console asks.
const RIGHTS = {
  anybody: [...SITE, ...CITY],
  see_sites: SITE,
  see_units: CITY,
  see_teams: ['administrator', 'auditor', 'centre', 'police', 'member', 'commander'],
  edit_units: ['administrator', 'centre'],
  edit_teams: COMMAND,
  find_members: ['administrator', 'auditor', 'centre'],
  export_units: ['administrator', 'auditor', 'centre'],
  see_premises: CITY,
  edit_premises: [...COMMAND, 'member'], // and their rooms
  see_residents: [...COMMAND, 'auditor', 'member', 'landlord', 'police', 'health'], // who lives where
  edit_residents: [...COMMAND, 'member'],
  find_residents: ['administrator', 'centre', 'police', 'health'], // who may be the same person
  see_proposals: [...COMMAND, 'auditor'], // who may be one person, as imports found
  merge_residents: ['administrator', 'centre'], // and decide about proposals
  import_residents: COMMAND,
  see_incidents: [...CITY, 'office'], // an office: those of its sites
  see_board: CITY,
  see_assessment: [...COMMAND, 'auditor', ...PLATFORMS], // how units did
  see_calendar: [...CITY, 'office'],
  edit_calendar: ['administrator'],
  see_types: [...CITY, 'office'], // of incidents
  edit_types: ['administrator'],
  report_incidents: [...ACTING, 'office'], // an office: for the units of its sites
  see_duty: [...COMMAND, 'auditor', 'member', ...PLATFORMS, 'police'],
  edit_duty: COMMAND,
  hand_over: [...COMMAND, 'member'],
  see_orders: [...COMMAND, 'auditor', ...PLATFORMS, 'police', 'inspector', 'health'],
  give_orders: COMMAND,
  see_recipients: [...COMMAND, 'auditor'],
  see_warnings: ['administrator', 'auditor', 'centre'], // of other systems
  take_warnings: ['administrator', 'centre'],
  see_rounds: [...COMMAND, 'auditor', ...PLATFORMS, 'police', 'inspector', 'health', 'member'],
  see_round_rooms: [...COMMAND, 'auditor', 'member', 'police', 'health'], // and what was found there
  edit_rounds: COMMAND,
  see_arrivals: [...COMMAND, 'auditor', ...PLATFORMS, 'police', 'inspector', 'health', 'member'], // how many will come
  see_declarations: [...COMMAND, 'auditor', 'member', 'landlord', 'workshop_head', 'police', 'health'], // and who
  declare: [...COMMAND, 'member', 'landlord', 'workshop_head'],
  act_on_declarations: [...COMMAND, 'member'],
  import_declarations: [...COMMAND, 'landlord', 'workshop_head'],
  see_arrival_rules: CITY,
  edit_arrival_rules: ['administrator', 'centre'],
  see_enterprises: [...COMMAND, 'auditor', ...PLATFORMS, 'police', 'inspector', 'health', 'member', 'workshop_head'],
  count_enterprises: [...COMMAND, 'auditor', ...PLATFORMS, 'police', 'inspector', 'health', 'member'],
  edit_enterprises: [...COMMAND, 'market_supervision'], // one by one, and by lists
  act_on_enterprises: [...COMMAND, 'member', 'workshop_head', 'market_supervision'], // apply, and check
  decide_on_enterprises: ['administrator', 'centre', 'market_supervision'],
  report_for_enterprises: [...COMMAND, 'member', 'workshop_head'],
  see_draws: [...COMMAND, 'auditor', ...PLATFORMS, 'police', 'inspector', 'health'],
  edit_draws: ['administrator', 'centre'], // commit to one, and reveal it
  inspect: INSPECTING,
  see_measures: ['commander', 'auditor', ...INSPECTING],
  see_offences: CITY,
  edit_offences: ['administrator'],
  receive_orders: CITY,
  see_notices: CITY,
  acknowledge: ['administrator', 'office', 'guard'],
  open_all: ['administrator', 'office', 'guard'],
  edit_people: ['administrator', 'office'],
  see_captures: ['administrator', 'office'],
  edit_devices: ['administrator'],
  edit_sites: ['administrator'],
  edit_users: ['administrator'],
  see_users: ['administrator', 'auditor'],
  see_journal: ['administrator', 'auditor'],
  see_channels: ['administrator', 'auditor'], // and the keys of Open311
  edit_channels: ['administrator'],
} as const satisfies Record<string, readonly Role[]>;

export type Right = keyof typeof RIGHTS;

export const user = ref<Schemas['User'] | null>(null);
/** Who the account is in the teams: nobody, until it is known. */
export const me = ref<Schemas['Me']>({ member: null, posts: [], desks: [] });
const known = ref(false);

/** Where the console begins for who is logged in. */
export function home(): string {
  if (may('see_sites')) return '/wall';
  if (user.value && isOnThePhone(user.value.role, me.value.posts)) return '/phone';
  return user.value?.role === 'member' ? '/units' : '/incidents';
}

/** By the account, by a post, or by the desk that they keep; with the `path` of a unit, there or above it. */
export function may(right: Right, path?: string): boolean {
  const wanted = RIGHTS[right] as readonly Role[];
  const brings = (post: Schemas['Me']['posts'][number]) => wanted.includes(roleOf(post)) && !isSeat(post, me.value.posts) && (path === undefined || path.startsWith(post.path));
  // A member's account alone is for no unit: its posts are.
  const byAccount = user.value !== null && wanted.includes(user.value.role) && (path === undefined || user.value.role !== 'member');
  const watches = wanted.includes('member') && me.value.desks.some((desk) => path === undefined || path.startsWith(desk.path));
  return user.value !== null && (byAccount || watches || me.value.posts.some(brings));
}

const isOver = (error: unknown) => error instanceof Problem && error.status === 401;

/** Posts come before the first page, because they bring rights. */
async function begin(who: Schemas['User']): Promise<void> {
  me.value = await patiently(() => answer(api.GET('/me')));
  user.value = who;
  startLive();
}

/** Asks the server once who we are, however long it takes to answer. */
export async function restore(): Promise<boolean> {
  if (known.value) return user.value !== null;
  try {
    await begin(await patiently(() => answer(api.GET('/session'))));
  } catch (error) {
    if (!isOver(error)) throw error;
    user.value = null;
  }
  known.value = true;
  return user.value !== null;
}

export async function logIn(name: string, password: string): Promise<void> {
  await begin(await answer(api.POST('/session', { body: { name, password } })));
  known.value = true;
}

/** The session is over here, whatever the server thinks. */
export function forget(): void {
  user.value = null;
  me.value = { member: null, posts: [], desks: [] };
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
