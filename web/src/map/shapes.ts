/** How much of its time something has used, the most urgent last; each has a shape of its own, in a box of 32 by 32. */
export const URGES = ['none', 'still', 'fine', 'warning', 'overdue'] as const;
export type Urge = (typeof URGES)[number];

export const SHAPES: Record<Urge, string> = {
  none: 'M16 4 28 16 16 28 4 16z',
  still: 'M5 5h22v22H5z',
  fine: 'M4 16a12 12 0 1 1 24 0a12 12 0 1 1-24 0z',
  warning: 'M16 2 30.5 28h-29z',
  overdue: 'M11 3h10l8 8v10l-8 8H11l-8-8V11z',
};
