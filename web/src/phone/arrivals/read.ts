// Asks the server for what is kept of arrivals: the open declarations, the first of them with what was done, and the houses.
import { answer, api, Problem } from '../../base/api/client';
import type { Arrival, House } from './arrival';

export const MOST_ARRIVALS = 200;
const IN_FULL = 20;
const MOST_HOUSES = 1_000;
const PAGE = 500;

/** Whoever has nothing to do with arrivals is refused, and has none. */
async function orNone<T>(asked: Promise<T[]>): Promise<T[]> {
  return asked.catch((error: unknown) => {
    if (error instanceof Problem && error.status === 403) return [];
    throw error;
  });
}

export const readArrival = (id: string): Promise<Arrival> => answer(api.GET('/declarations/{id}', { params: { path: { id } } }));

/** What was done stays with a declaration that nobody has changed since. */
export async function readArrivals(before: readonly Arrival[]): Promise<Arrival[]> {
  const listed = await orNone(answer(api.GET('/declarations', { params: { query: { open: true, limit: MOST_ARRIVALS } } })).then(({ items }) => items));
  const all: Arrival[] = [];
  for (const [i, one] of listed.entries()) {
    const known = before.find(({ id, version, done }) => id === one.id && version === one.version && done);
    all.push(known ? { ...one, done: known.done } : i < IN_FULL ? await readArrival(one.id) : one);
  }
  return all;
}

/** Those of somebody's units, then those whose landlord they are besides; each once. */
export function together(ofUnits: readonly House[], asLandlord: readonly House[]): House[] {
  const known = new Set(ofUnits.map(({ id }) => id));
  return [...ofUnits, ...asLandlord.filter(({ id }) => !known.has(id)).map((one) => ({ ...one, own: true }))];
}

export const readHouses = (): Promise<House[]> => orNone(pages({}).then(async (ofUnits) => together(ofUnits, await pages({ mine: true }))));

async function pages(query: { mine?: true }): Promise<House[]> {
  const all: House[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await answer(api.GET('/premises', { params: { query: { ...query, limit: PAGE, ...(after && { after }) } } }));
    all.push(...items.filter(({ closed_at }) => closed_at === null));
    after = next ?? undefined;
  } while (after && all.length < MOST_HOUSES);
  return all;
}
