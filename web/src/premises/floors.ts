// The rooms of a house floor above floor, and where the arrow keys lead from one door to the next.

interface Door {
  id: string;
  number: string;
  floor: string;
}
/** `name` is "" for the rooms of which nobody says the floor. */
export interface Floor<R> {
  name: string;
  rooms: R[];
}

const inOrder = new Intl.Collator('en', { numeric: true }).compare;

/** "3" and "3F" lie above "1", "-1" and "B1" below; a name tells nothing. */
function heightOf(floor: string): number | null {
  const [, below, digits] = /^(B|-)?(\d+)/i.exec(floor.trim()) ?? [];
  return digits ? Number(digits) * (below ? -1 : 1) : null;
}

function higherFirst(a: string, b: string): number {
  const [one, other] = [heightOf(a), heightOf(b)];
  if (one !== null && other !== null && one !== other) return other - one;
  if ((one === null) !== (other === null)) return one === null ? 1 : -1;
  return (a === '' ? 1 : 0) - (b === '' ? 1 : 0) || inOrder(a, b);
}

/** The top floor first, then those with a name only, then the rooms without a floor; each by number. */
export function floorsOf<R extends Pick<Door, 'number' | 'floor'>>(rooms: readonly R[]): Floor<R>[] {
  const names = [...new Set(rooms.map((room) => room.floor))].sort(higherFirst);
  return names.map((name) => ({ name, rooms: rooms.filter((room) => room.floor === name).sort((a, b) => inOrder(a.number, b.number)) }));
}

/** The door that a key leads to from another one; null where it leads nowhere. */
export function doorTowards(floors: readonly Floor<Door>[], from: string, key: string): string | null {
  const doors = floors.flatMap((floor) => floor.rooms);
  const at = doors.findIndex((door) => door.id === from);
  const level = floors.findIndex((floor) => floor.rooms.some((door) => door.id === from));
  const place = floors[level]?.rooms.findIndex((door) => door.id === from) ?? 0;
  const onFloor = (other: number) => floors[other]?.rooms.at(Math.min(place, floors[other].rooms.length - 1));
  const steps: Record<string, () => Door | undefined> = {
    ArrowLeft: () => doors[at - 1], ArrowRight: () => doors[at + 1], ArrowUp: () => onFloor(level - 1), ArrowDown: () => onFloor(level + 1), Home: () => doors[0], End: () => doors.at(-1),
  };
  return steps[key]?.()?.id ?? null;
}
