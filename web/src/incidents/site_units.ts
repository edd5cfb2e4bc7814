// The units that an office may report for: those that its sites belong to. It does not see units, and knows them by its sites.
import type { Schemas } from '../base/api/client';

export interface SiteUnit {
  unit: string;
  sites: string[]; // their names
}

export function unitsOfSites(sites: readonly Pick<Schemas['Site'], 'name' | 'unit'>[]): SiteUnit[] {
  const byUnit = new Map<string, string[]>();
  for (const { name, unit } of sites) if (unit) byUnit.set(unit, [...(byUnit.get(unit) ?? []), name]);
  return [...byUnit].map(([unit, names]) => ({ unit, sites: names }));
}
