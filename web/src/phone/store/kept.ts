// Pages as they were last seen, with the time they are of: shown at once, and when there is no network.
import { shallowReactive } from 'vue';
import { answer, api, type Schemas } from '../../base/api/client';
import type { Arrival, House } from '../arrivals/arrival';
import { readArrivals, readHouses } from '../arrivals/read';
import { serverNow } from '../clock';
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

export interface Lists {
  me: Schemas['Me'];
  types: Type[];
  tasks: Incident[];
  orders: MyOrder[];
  reports: Incident[];
  notices: Notice[]; // those that nobody has read
  arrivals: Arrival[]; // declarations with somebody about whom something is to be done
  houses: House[];
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
  arrivals: () => readArrivals(seen.arrivals?.value ?? []),
  houses: readHouses,
};
export const LISTS = Object.keys(ask) as (keyof Lists)[];

export const seen = shallowReactive<{ [K in keyof Lists]: Seen<Lists[K]> | null }>({ me: null, types: null, tasks: null, orders: null, reports: null, notices: null, arrivals: null, houses: null });
export const details = shallowReactive(new Map<string, Seen<Detail>>());

const incidentKey = (id: string) => `incident/${id}`;

/** Null when the person logged out while the answer was on its way: nothing is kept then. */
export async function keep(key: string, value: unknown): Promise<Seen<unknown> | null> {
  if (standing.value !== 'in') return null;
  const kept = { at: serverNow(), value };
  await (await store()).put('kept', kept, key);
  return kept;
}

/** What the phone has, without asking anybody. Also after another tab or the service worker changed it. */
export async function recall(): Promise<void> {
  const db = await store();
  for (const key of LISTS) Object.assign(seen, { [key]: (await db.get('kept', key)) ?? null });
  const keys = await db.getAllKeys('kept');
  for (const id of [...details.keys()]) if (!keys.includes(incidentKey(id))) details.delete(id);
  for (const key of keys) {
    if (key.startsWith('incident/')) details.set(key.slice('incident/'.length), (await db.get('kept', key)) as Seen<Detail>);
  }
}

export function forgetSeen(): void {
  for (const key of LISTS) seen[key] = null;
  details.clear();
}

/** Asks the server for a list anew unless it is younger than `age_ms`. */
export async function refresh<K extends keyof Lists>(key: K, age_ms = 0): Promise<void> {
  const before = seen[key];
  if (before && serverNow() - before.at < age_ms && serverNow() >= before.at) return;
  Object.assign(seen, { [key]: await keep(key, await ask[key]()) });
}

export async function refreshDetail(id: string): Promise<void> {
  const detail = await answer(api.GET('/incidents/{id}', { params: { path: { id } } }));
  const kept = await keep(incidentKey(id), detail);
  if (kept) details.set(id, kept as Seen<Detail>);
}

/** Details are kept for what is listed; of the rest, nothing. */
export async function tidy(): Promise<void> {
  const listed = new Set([...(seen.tasks?.value ?? []), ...(seen.reports?.value ?? [])].map(({ id }) => id));
  const db = await store();
  for (const id of [...details.keys()].filter((one) => !listed.has(one))) {
    details.delete(id);
    await db.delete('kept', incidentKey(id));
  }
}

/** The first tasks can be read in full without a network. Those whose version the phone has are not asked for again. */
/** For the service worker, which has neither a language nor the server's time of its own. */
export async function rememberHow(how: { language: string; offset: number }): Promise<void> {
  await keep('how', how);
}

export async function refreshDetails(most: number): Promise<void> {
  for (const { id, version } of (seen.tasks?.value ?? []).slice(0, most)) {
    if (details.get(id)?.value.incident.version !== version) await refreshDetail(id);
  }
}
