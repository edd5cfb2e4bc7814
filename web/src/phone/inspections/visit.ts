// The visits of an inspector in a draw, as this phone knows them: as last seen, with what was written here and is not sent yet; which are
// left, and which comes next on the way. Pure.
import type { Schemas } from '../../base/api/client';
import { visitKey, type Entry, type VisitSent } from '../outbox/entry';
import type { Field } from '../store/kept';

export type Draw = Schemas['Draw'];
type Planned = Schemas['DrawVisit'];
export type Outcome = Planned['outcome'];

/** A draw with somebody's own visits, as it is kept. */
export interface Drawn {
  draw: Omit<Draw, 'form'> & { form: Field[] };
  /** The account whose visits these are. */
  inspector: string;
  visits: Planned[];
  /** Items that are left, in the order of a walk. */
  way: string[];
  /** How long that walk is, as the crow flies. A phone that kept the draw before there were places does not say. */
  metres?: number;
}

export interface Visit extends Planned {
  /** It stands so by what waits on this phone. */
  unsent: boolean;
  /** The server refused what was written of it. */
  refused: boolean;
}

/** Of a draw in full, what is this person's: of the replacements those that are needed, or were. */
export function ownOf({ visits }: Schemas['DrawInFull'], inspector: string): Planned[] {
  return visits.filter((one) => one.inspectors.some(({ id }) => id === inspector) && (one.to_visit || one.outcome !== 'open'));
}

/** A draw as it is listed: in full it says more, which is not kept. */
export function drawOf({ visits: _visits, figures: _figures, ...draw }: Schemas['DrawInFull']): Drawn['draw'] {
  return { ...draw, form: draw.form as unknown as Field[] };
}

function visitOf(planned: Planned, own: readonly Entry[]): Visit {
  const refused = own.some(({ state }) => state === 'refused');
  const last = own.filter(({ state }) => state === 'waiting').at(-1);
  if (!last) return { ...planned, unsent: false, refused };
  const { outcome, declared, note, answers, pictures } = last.json as unknown as VisitSent;
  return { ...planned, outcome, declared: declared ?? null, note: note ?? '', answers: answers ?? {}, pictures: pictures ?? [], unsent: true, refused };
}

export const isLeft = ({ outcome }: Visit) => outcome === 'open';

/** Those that are left in the order of the walk, then the others. */
export function visitsOf({ draw, visits, way }: Drawn, waiting: readonly Entry[]): Visit[] {
  const own = new Map<string, Entry[]>();
  for (const entry of waiting) if (entry.kind === 'visit') own.set(entry.subject, [...(own.get(entry.subject) ?? []), entry]);
  const place = ({ item }: Visit) => (way.includes(item) ? way.indexOf(item) : way.length);
  const all = visits.map((one) => visitOf(one, own.get(visitKey(draw.id, one.item)) ?? []));
  return all.sort((a, b) => Number(isLeft(b)) - Number(isLeft(a)) || place(a) - place(b));
}

/** Where to go from `item`: the next one on the way that is left, round once. */
export function nextOf(visits: readonly Visit[], way: readonly string[], item: string): Visit | undefined {
  const here = way.indexOf(item);
  const ahead = (visit: Visit) => way.indexOf(visit.item) > here;
  const left = visits.filter((one) => isLeft(one) && one.item !== item);
  return left.find(ahead) ?? left[0];
}
