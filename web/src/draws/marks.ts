// Visits as marks of a map: shape and colour say what came of them.
import type { Mark } from '../map/marks';
import type { Urge } from '../map/shapes';
import type { Outcome, Visit } from './draw';
import { t } from './texts';
import { t as words } from './visit_texts';

export const LOOKS: Record<Outcome, Urge> = { nobody: 'warning', seen: 'fine', not_there: 'still', open: 'none' };
/** As a mark of several looks: like the first of these that is among them. */
export const LOOKED = ['nobody', 'seen', 'not_there', 'open'] as const satisfies readonly Outcome[];

/** Null for a visit without a place. */
export function markOf({ item, name, place, outcome }: Pick<Visit, 'item' | 'name' | 'place' | 'outcome'>): Mark | null {
  return place && { id: item, point: place, urge: LOOKS[outcome], sign: '', says: words('mark', { name: name || item, outcome: t(`outcome_${outcome}`) }) };
}
