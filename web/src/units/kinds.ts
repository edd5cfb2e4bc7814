// Which kind of unit may hang below which, as src/city/units says.
import type { Schemas } from '../base/api/client';

export type Kind = Schemas['UnitKind'];
const LEVEL_3: Kind[] = ['household_group', 'building', 'block', 'enterprise'];
const BELOW: Record<Kind, Kind[]> = {
  city: ['town', 'community'], town: ['community'], community: ['grid'], grid: LEVEL_3, household_group: ['tenants', 'workshop'], building: ['tenants', 'workshop'],
  block: ['tenants', 'workshop'], enterprise: ['tenants', 'workshop'], tenants: [], workshop: [],
};

/** What may be made below a unit of this kind; below nothing only the city. */
export const kindsBelow = (parent: Kind | null): Kind[] => (parent ? BELOW[parent] : ['city']);
