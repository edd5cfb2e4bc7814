// The rooms of this person's open rounds, read page by page and kept, so that they can be walked without a network.
import { answer, api } from '../../base/api/client';
import { serverNow } from '../clock';
import { amend, keep, seen, walkKey, walks, type Room, type Round, type Seen, type Verdict, type Walk } from '../store/kept';

/** More than a grid has, and about 1.5 MB; who has to do with a whole town looks at it in the console. */
export const MOST_ROOMS = 3_000;
const MOST_ROUNDS = 10;
const MOST_STORIES = 20;
const PAGE = 500;
/** For each page but the first, a round rests so long after it was read, though others go on walking in it. */
const REST_MS = 15_000;
/** What does not change the numbers, as a day to come again, is seen after this. */
const OLDEST_MS = 10 * 60_000;

const STATES = ['none', 'nobody', 'refused', 'seen', 'empty', 'contested'] as const;

/** Whether the kept rooms add up to what the server counts. Pure. */
export function addsUp(rooms: readonly Room[], numbers: Round['rooms']): boolean {
  return STATES.every((state) => rooms.filter((room) => room.state === state).length === numbers[state]);
}

/** Whether the rooms need not be read again. `at`, `now`: server's time, ms since 1970. Pure. */
export function isFresh({ at, value }: Seen<Walk>, round: Round, now: number): boolean {
  const age = now - at;
  if (age < 0) return false;
  if (age < (Math.ceil(value.rooms.length / PAGE) - 1) * REST_MS) return true;
  return age < OLDEST_MS && !value.doubt && (value.cut || addsUp(value.rooms, round.rooms));
}

async function roomsOf(round: string): Promise<Pick<Walk, 'rooms' | 'cut'>> {
  const rooms: Room[] = [];
  let after: string | undefined;
  do {
    const page = await answer(api.GET('/rounds/{id}/rooms', { params: { path: { id: round }, query: { limit: PAGE, after } } }));
    rooms.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined && rooms.length < MOST_ROOMS);
  return { rooms, cut: after !== undefined };
}

/** Whether all that stands on the room can be told. */
export const isTold = ({ known }: Pick<Room, 'known'>, story: readonly Verdict[] | undefined) => known.every((id) => story?.some((one) => one.id === id));

/** Every verdict on a room, and how it stands by them. */
export async function refreshStory(round: string, room: string): Promise<void> {
  const { verdicts, ...finding } = await answer(api.GET('/rounds/{id}/rooms/{room}', { params: { path: { id: round, room } } }));
  const known = verdicts.filter(({ stands }) => stands).map(({ id }) => id);
  const kept = await amend<Walk>(walkKey(round), (walk) => ({
    ...walk,
    rooms: walk.rooms.map((one) => (one.id === room ? { ...one, ...finding, known } : one)),
    stories: { ...walk.stories, [room]: verdicts },
  }));
  if (kept) walks.set(round, kept);
}

async function refreshWalk(round: Round): Promise<void> {
  const { rooms, cut } = await roomsOf(round.id);
  const before = walks.get(round.id)?.value.stories ?? {};
  const stories = Object.fromEntries(rooms.filter(({ id }) => before[id]).map(({ id }) => [id, before[id]!]));
  const kept = await keep<Walk>(walkKey(round.id), { rooms, cut, doubt: false, stories });
  if (!kept) return;
  walks.set(round.id, kept);
  // Who stands before a door on which two differ must see what both found, also without a network.
  const untold = rooms.filter((room) => room.state === 'contested' && !isTold(room, stories[room.id]));
  for (const room of untold.slice(0, MOST_STORIES)) await refreshStory(round.id, room.id);
}

/** Reads the rooms of the open rounds again, as far as they may have changed. */
export async function refreshWalks(): Promise<void> {
  for (const round of (seen.rounds?.value ?? []).slice(0, MOST_ROUNDS)) {
    const kept = walks.get(round.id);
    if (!kept || !isFresh(kept, round, serverNow())) await refreshWalk(round);
  }
}
