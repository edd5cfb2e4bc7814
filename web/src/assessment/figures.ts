// The numbers of an assessment: whose they are, what share each is, and in which order rows stand.
import type { LocationQuery } from 'vue-router';
import type { Schemas } from '../base/api/client';

export type Figure = Schemas['Figure'];
export interface Row {
  key: string; // as the address names it; "" of the whole
  name: string; // in its table
  title: string; // alone: whose cases they are
  walk: string | null; // the unit that it leads down to
  asks: { unit?: string; own?: true; type?: string }; // its cases
  figures: Figure[];
}

const ON_TIME = 'on_time.';
/** The stage of whose deadline a figure speaks; null of one that speaks of the whole way. */
export const stageOf = (name: string) => (name.startsWith(ON_TIME) ? name.slice(ON_TIME.length) : null);

/** Nothing where there was no case to count among: no share can be said. */
export const figureOf = ({ figures }: Pick<Row, 'figures'>, name: string) => figures.find((one) => one.name === name && one.of > 0);
export const shareOf = ({ value, of }: Pick<Figure, 'value' | 'of'>) => value / of;
export const isNothing = (figures: readonly Figure[]) => figures.every(({ of }) => of === 0);

export interface Order {
  figure: string;
  highest: boolean; // first
}

export function orderFrom({ order }: LocationQuery): Order | null {
  if (typeof order !== 'string' || order === '') return null;
  return order.startsWith('-') ? { figure: order.slice(1), highest: true } : { figure: order, highest: false };
}
export const orderWord = (order: Order | null) => order && `${order.highest ? '-' : ''}${order.figure}`;

/** What a heading orders by when it is pressed: the lowest share first, then the highest. */
export const pressed = (order: Order | null, figure: string): Order => ({ figure, highest: order?.figure === figure && !order.highest });

/** By a share; of equal ones that of more cases first; whoever has none is last. Without an order as they came. */
export function ordered(rows: readonly Row[], order: Order | null): Row[] {
  if (!order) return [...rows];
  const sign = order.highest ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [figureOf(one, order.figure), figureOf(other, order.figure)];
    if (!a || !b) return Number(!a) - Number(!b);
    return sign * (shareOf(a) - shareOf(b)) || b.of - a.of;
  });
}
