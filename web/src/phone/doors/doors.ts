// How the doors of a round stand on this phone: as last seen, with what was written here and is not sent yet. Houses, floors, and
// which door comes next. Pure.
import { doorKey, type Entry, type Verdict } from '../outbox/entry';
import type { Room, Walk } from '../store/kept';
import { dayOf } from '../when';

export interface Door extends Pick<Room, 'id' | 'premises' | 'number' | 'floor' | 'code' | 'address' | 'unit_name' | 'state' | 'people' | 'day' | 'return_on' | 'known'> {
  /** It stands so by a verdict that waits on this phone. */
  unsent: boolean;
  /** The server refused a verdict on it. */
  refused: boolean;
}

export interface House {
  id: string;
  code: string;
  address: string;
  unit_name: string;
  doors: Door[];
}

/** `own`: what waits on this phone about the door, in the order it was written; each names all that were known, so the last one counts. */
export function doorOf(room: Room, own: readonly Entry[]): Door {
  const refused = own.some(({ state }) => state === 'refused');
  const last = own.filter(({ state }) => state === 'waiting').at(-1);
  if (!last) return { ...room, unsent: false, refused };
  const { found, people, return_on } = last.json as unknown as Verdict;
  return { ...room, state: found, people: people ?? null, return_on: return_on ?? null, day: dayOf(last.written_at), unsent: true, refused };
}

export function doorsOf(round: string, walk: Walk, waiting: readonly Entry[]): Door[] {
  const own = new Map<string, Entry[]>();
  for (const entry of waiting) if (entry.kind === 'verdict') own.set(entry.subject, [...(own.get(entry.subject) ?? []), entry]);
  return walk.rooms.map((room) => doorOf(room, own.get(doorKey(round, room.id)) ?? []));
}

/** The verdicts on a door that this phone knows of, with its `own` that wait: whoever gives another one names them. */
export const knownOf = (door: Door, own: readonly Entry[]): string[] => [...door.known, ...own.map(({ id }) => id)];

/** Somebody must come here, or come again. */
export const isLeft = ({ state }: Door) => state === 'none' || state === 'nobody' || state === 'contested';
/** Somebody promised to come again by now. Days are YYYY-MM-DD. */
export const isDue = ({ state, return_on }: Door, today: string) => state === 'nobody' && return_on !== null && return_on <= today;

/** In the order of the rooms, as the server walks the tree. */
export function housesOf(doors: readonly Door[]): House[] {
  const houses = new Map<string, House>();
  for (const door of doors) {
    const { premises, code, address, unit_name } = door;
    const house = houses.get(premises) ?? { id: premises, code, address, unit_name, doors: [] };
    house.doors.push(door);
    houses.set(premises, house);
  }
  return [...houses.values()];
}

const collator = new Intl.Collator(undefined, { numeric: true });
/** "B2", "-1" and the Chinese words for below (U+5730 U+4E0B, U+8D1F) lie under the ground. */
function levelOf(floor: string): number {
  const level = Number.parseInt(/\d+/.exec(floor)?.[0] ?? '0', 10);
  return /^(b|-|\u5730\u4e0b|\u8d1f)/i.test(floor) ? -level : level;
}

/** From the lowest up, the doors by number. */
export function floorsOf(doors: readonly Door[]): { floor: string; doors: Door[] }[] {
  const floors = new Map<string, Door[]>();
  for (const door of doors) floors.set(door.floor, [...(floors.get(door.floor) ?? []), door]);
  return [...floors]
    .map(([floor, there]) => ({ floor, doors: there.sort((a, b) => collator.compare(a.number, b.number)) }))
    .sort((a, b) => levelOf(a.floor) - levelOf(b.floor) || collator.compare(a.floor, b.floor));
}

/** The next one of the house on the way from `room`, floor by floor, where somebody must be today: not where nobody was a moment ago. */
export function nextOf(doors: readonly Door[], room: string, today: string): Door | undefined {
  const way = floorsOf(doors).flatMap((floor) => floor.doors);
  const here = way.findIndex(({ id }) => id === room);
  return [...way.slice(here + 1), ...way.slice(0, Math.max(0, here))].find((door) => isLeft(door) && !(door.state === 'nobody' && door.day === today));
}

/** Houses that have all words in their code or address; and doors of the others by their number besides. */
export function find(doors: readonly Door[], text: string): { houses: House[]; doors: Door[] } {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (where: string) => words.every((word) => where.toLowerCase().includes(word));
  const houses = housesOf(doors).filter(({ code, address }) => fits(`${code} ${address}`));
  const found = new Set(houses.map(({ id }) => id));
  return { houses, doors: doors.filter(({ premises, code, address, number }) => !found.has(premises) && fits(`${code} ${address} ${number}`)) };
}
