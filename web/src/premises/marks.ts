// Houses as marks of a map. None is more urgent than another, and all look the same.
import type { Schemas } from '../base/api/client';
import type { Mark } from '../map/marks';
import { t } from './texts';

type Placed = Pick<Schemas['PremisesSummary'], 'id' | 'code' | 'address' | 'kind' | 'place'>;

/** Null for a house without a place. */
export function markOf({ id, code, address, kind, place }: Placed): Mark | null {
  return place && { id, point: place, urge: 'none', sign: '', says: t('mark', { code, address, kind: t(`kind_${kind}`) }) };
}
