// Marks that would cover each other are shown as one.
export interface Spot<T> {
  x: number;
  y: number;
  of: T;
}
export interface Group<T> {
  x: number;
  y: number;
  all: T[];
}

/** Spots nearer to the first of a group than `reach` are in it, and it lies in their middle. In pixels; the order of the spots is kept. */
export function grouped<T>(spots: readonly Spot<T>[], reach: number): Group<T>[] {
  const cells = new Map<string, { from: Spot<T>; all: Spot<T>[] }[]>();
  const groups: { from: Spot<T>; all: Spot<T>[] }[] = [];
  for (const spot of spots) {
    const [column, row] = [Math.floor(spot.x / reach), Math.floor(spot.y / reach)];
    const near = [-1, 0, 1].flatMap((dx) => [-1, 0, 1].flatMap((dy) => cells.get(`${column + dx} ${row + dy}`) ?? []));
    const group = near.find(({ from }) => Math.hypot(from.x - spot.x, from.y - spot.y) < reach);
    if (group) {
      group.all.push(spot);
      continue;
    }
    const made = { from: spot, all: [spot] };
    groups.push(made);
    const key = `${column} ${row}`;
    cells.set(key, [...(cells.get(key) ?? []), made]);
  }
  const middle = (all: readonly Spot<T>[], of: (spot: Spot<T>) => number) => all.reduce((sum, spot) => sum + of(spot), 0) / all.length;
  return groups.map(({ all }) => ({ x: middle(all, (spot) => spot.x), y: middle(all, (spot) => spot.y), all: all.map(({ of }) => of) }));
}
