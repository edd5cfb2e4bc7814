// The way down the tree to a unit, for pages that walk it with numbers of each unit.
export interface Step {
  id: string; // "" leads to where the caller begins
  name: string;
}

/** The way from where the caller begins to a unit, without it. `tops`: where they begin; `above` the unit, from the root down. */
export function wayTo(unit: string, above: readonly Step[], tops: readonly Step[], several: string): Step[] {
  if (tops.length === 1 && tops[0]?.id === unit) return [];
  const from = above.findIndex((one) => tops.some((top) => top.id === one.id));
  const within = from < 0 ? [] : above.slice(from).map(({ id, name }) => ({ id, name }));
  return tops.length === 1 ? [{ id: '', name: tops[0]!.name }, ...within.slice(1)] : [{ id: '', name: several }, ...within];
}
