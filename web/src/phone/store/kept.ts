// Pages as they were last seen, with the time they are of: shown at once, and when there is no network.
import { shallowReactive } from 'vue';
import { answer, api, type Schemas } from '../../base/api/client';
import type { Arrival, House } from '../arrivals/arrival';
import { readArrivals, readHouses } from '../arrivals/read';
import { serverNow } from '../clock';
import type { InFull, Known } from '../enterprises/enterprise';
import { readEnterprises } from '../enterprises/read';
import { readDraws } from '../inspections/read';
import type { Draw, Drawn } from '../inspections/visit';
import type { Measure, MeasureInFull, Offence } from '../measures/measure';
import { readMeasures, readOffences } from '../measures/read';
import { standing } from '../session';
import { store } from './db';

export interface Type {
  code: string;
  name: { en: string; zh: string };
  platform: string;
  urgency: string;
  form: Field[];
  retired?: boolean;
}
export interface Field {
  key: string;
  name: { en: string; zh: string };
  kind: 'text' | 'number' | 'temperature' | 'choice' | 'yes_no' | 'date' | 'picture';
  required: boolean;
  choices?: { value: string; name: { en: string; zh: string } }[];
}
/** What the server sends of an incident beyond what every screen needs. */
export type Incident = Schemas['Incident'] & { pictures?: string[]; place?: { address?: string; latitude_e6?: number; longitude_e6?: number }; reported_at?: string };
export type Detail = Schemas['IncidentDetail'];
export type MyOrder = Schemas['MyOrder'];
export type Notice = Schemas['Notice'];
export type Round = Omit<Schemas['Round'], 'form'> & { form: Field[] };
export type Room = Schemas['RoundRoom'];
export type Verdict = Schemas['Verdict'];
/** The rooms of a round, as a phone walks from one to the next. */
export interface Walk {
  /** In the order of the units, houses and numbers. */
  rooms: Room[];
  /** There are more than a phone keeps. */
  cut: boolean;
  /** Others were at one of the doors too: what stands there must be asked for. */
  doubt: boolean;
  /** Every verdict on a room, where they were asked for. */
  stories: Record<string, Verdict[]>;
}

export interface Lists {
  me: Schemas['Me'];
  types: Type[];
  tasks: Incident[];
  orders: MyOrder[];
  reports: Incident[];
  notices: Notice[]; // those that nobody has read
  rounds: Round[]; // those that are open
  arrivals: Arrival[]; // declarations with somebody about whom something is to be done
  houses: House[];
  draws: Draw[]; // those that were revealed
  measures: Measure[];
  offences: Offence[];
  enterprises: Known[];
}
export interface Seen<T> {
  at: number;
  value: T;
}

const MANY = 50;

const ask: { [K in keyof Lists]: () => Promise<Lists[K]> } = {
  me: () => answer(api.GET('/me')),
  types: async () => (await answer(api.GET('/incident-types'))).types as unknown as Type[],
  tasks: async () => (await answer(api.GET('/incidents', { params: { query: { open: true, order: 'deadline', limit: MANY } } }))).items,
  orders: async () => (await answer(api.GET('/my-orders', { params: { query: { limit: MANY } } }))).items,
  reports: async () => (await answer(api.GET('/incidents', { params: { query: { mine: true, limit: MANY } } }))).items,
  notices: async () => (await answer(api.GET('/notices', { params: { query: { unread: true, limit: MANY } } }))).items,
  rounds: async () => (await answer(api.GET('/rounds', { params: { query: { limit: MANY } } }))).items as unknown as Round[],
  arrivals: () => readArrivals(seen.arrivals?.value ?? []),
  houses: readHouses,
  draws: readDraws,
  measures: readMeasures,
  offences: readOffences,
  enterprises: () => readEnterprises(seen.me?.value),
};
export const LISTS = Object.keys(ask) as (keyof Lists)[];

export const seen = shallowReactive(Object.fromEntries(LISTS.map((key) => [key, null])) as { [K in keyof Lists]: Seen<Lists[K]> | null });
export const details = shallowReactive(new Map<string, Seen<Detail>>());
export const walks = shallowReactive(new Map<string, Seen<Walk>>());
export const drawn = shallowReactive(new Map<string, Seen<Drawn>>());
export const enterprises = shallowReactive(new Map<string, Seen<InFull>>());
export const measured = shallowReactive(new Map<string, Seen<MeasureInFull>>());

const incidentKey = (id: string) => `incident/${id}`;
export const walkKey = (round: string) => `round/${round}`;
export const drawnKey = (draw: string) => `draw/${draw}`;
export const inFullKey = (enterprise: string) => `enterprise/${enterprise}`;
export const measuredKey = (id: string) => `measure/${id}`;
/** What is kept one by one, by the beginning of its keys. */
const SINGLES: readonly [string, Map<string, Seen<unknown>>][] = [['incident/', details], ['round/', walks], ['draw/', drawn], ['measure/', measured], ['enterprise/', enterprises]];

/** Null when the person logged out while the answer was on its way: nothing is kept then. */
export async function keep<T>(key: string, value: T): Promise<Seen<T> | null> {
  if (standing.value !== 'in') return null;
  const kept = { at: serverNow(), value };
  await (await store()).put('kept', kept, key);
  return kept;
}

/** What is kept says something more, in one transaction: what is sent meanwhile changes it too. Null when it is not kept any more. */
export async function amend<T>(key: string, turn: (value: T) => T): Promise<Seen<T> | null> {
  const tx = (await store()).transaction('kept', 'readwrite');
  const before = (await tx.store.get(key)) as Seen<T> | undefined;
  const kept = before ? { ...before, value: turn(before.value) } : null;
  if (kept) await tx.store.put(kept, key);
  await tx.done;
  return kept;
}

/** What the phone has, without asking anybody. Also after another tab or the service worker changed it. */
export async function recall(): Promise<void> {
  const db = await store();
  for (const key of LISTS) Object.assign(seen, { [key]: (await db.get('kept', key)) ?? null });
  const keys = await db.getAllKeys('kept');
  for (const [beginning, map] of SINGLES) {
    for (const id of [...map.keys()]) if (!keys.includes(beginning + id)) map.delete(id);
    for (const key of keys.filter((one) => one.startsWith(beginning))) map.set(key.slice(beginning.length), (await db.get('kept', key)) as Seen<unknown>);
  }
}

export function forgetSeen(): void {
  for (const key of LISTS) seen[key] = null;
  for (const [, map] of SINGLES) map.clear();
}

/** Asks the server for a list anew unless it is younger than `age_ms`. */
export async function refresh<K extends keyof Lists>(key: K, age_ms = 0): Promise<void> {
  const before = seen[key];
  if (before && serverNow() - before.at < age_ms && serverNow() >= before.at) return;
  Object.assign(seen, { [key]: await keep(key, await ask[key]()) });
}

export async function refreshDetail(id: string): Promise<void> {
  const kept = await keep(incidentKey(id), await answer(api.GET('/incidents/{id}', { params: { path: { id } } })));
  if (kept) details.set(id, kept);
}

/** What pages show now, by id. */
export const opened = new Set<string>();

/** What is kept one by one is kept for what is listed or looked at; of the rest, nothing. */
export async function tidy(): Promise<void> {
  const lists = [seen.tasks, seen.reports, seen.rounds, seen.draws, seen.measures, seen.enterprises];
  const listed = new Set([...opened, ...lists.flatMap((list) => (list?.value ?? []).map(({ id }: { id: string }) => id))]);
  const db = await store();
  for (const [beginning, map] of SINGLES) {
    for (const id of [...map.keys()].filter((one) => !listed.has(one))) {
      map.delete(id);
      await db.delete('kept', beginning + id);
    }
  }
}

/** For the service worker, which has neither a language nor the server's time of its own. */
export async function rememberHow(how: { language: string; offset: number }): Promise<void> {
  await keep('how', how);
}

/** The first tasks can be read in full without a network. Those whose version the phone has are not asked for again. */
export async function refreshDetails(most: number): Promise<void> {
  for (const { id, version } of (seen.tasks?.value ?? []).slice(0, most)) {
    if (details.get(id)?.value.incident.version !== version) await refreshDetail(id);
  }
}
