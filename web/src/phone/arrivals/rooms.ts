// The rooms of a house, for choosing one. Those of a few houses are kept, so that they can be chosen without a network: a landlord's
// own, and where somebody will arrive.
import { answer, api, Problem, type Schemas } from '../../base/api/client';
import { serverNow } from '../clock';
import { isAway } from '../session';
import { store } from '../store/db';
import { keep, seen, type Seen } from '../store/kept';

export type Room = Schemas['Room'];
const FEW = 30;
const AGE_MS = 6 * 60 * 60_000;

const keyOf = (house: string) => `rooms/${house}`;
const keptOf = async (house: string) => (await (await store()).get('kept', keyOf(house))) as Seen<Room[]> | undefined;

/** A house that this person may not look into has no rooms to choose from. */
function noneThere(error: unknown): Pick<Schemas['Premises'], 'rooms'> {
  if (error instanceof Problem && error.status === 404) return { rooms: [] };
  throw error;
}

async function read(house: string): Promise<Room[]> {
  const { rooms } = await answer(api.GET('/premises/{id}', { params: { path: { id: house } } })).catch(noneThere);
  const standing = rooms.filter(({ until }) => until === null);
  await keep(keyOf(house), standing);
  return standing;
}

/** As the server has them, or as they were when it was last asked; null when the phone never knew them. */
export async function roomsOf(house: string): Promise<Room[] | null> {
  try {
    return await read(house);
  } catch (error) {
    if (!isAway(error)) throw error;
    return (await keptOf(house))?.value ?? null;
  }
}

export async function keepRooms(): Promise<void> {
  const own = (seen.houses?.value ?? []).map(({ id }) => id);
  const wanted = new Set([...(own.length <= FEW ? own : []), ...(seen.arrivals?.value ?? []).map(({ premises }) => premises.id)]);
  for (const house of [...wanted].slice(0, FEW)) {
    const kept = await keptOf(house);
    if (!kept || serverNow() - kept.at > AGE_MS) await read(house);
  }
}
