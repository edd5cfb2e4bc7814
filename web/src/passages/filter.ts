// What the table of passages shows. The filter lives in the address, so that it can be sent to a colleague; times in it
// are the wall clock of the site (YYYY-MM-DDTHH:mm), temperatures are °C as people write them.
import type { paths } from '../base/api/schema';
import { instantOf } from '../base/time';

export interface Filter {
  device: string;
  person: string;
  group: string;
  from: string;
  to: string;
  outcome: string;
  reason: string;
  mask: string;
  min: string;
  max: string;
  strangers: boolean;
}
export type PassagesQuery = NonNullable<paths['/passages']['get']['parameters']['query']>;

export const emptyFilter = (): Filter => ({
  device: '', person: '', group: '', from: '', to: '', outcome: '', reason: '', mask: '', min: '', max: '', strangers: false,
});
const TEXTS = ['device', 'person', 'group', 'from', 'to', 'outcome', 'reason', 'mask', 'min', 'max'] as const;

export function filterFromAddress(query: Record<string, unknown>): Filter {
  const filter = emptyFilter();
  for (const key of TEXTS) if (typeof query[key] === 'string') filter[key] = query[key];
  filter.strangers = query.strangers === 'true';
  return filter;
}

export function addressOf(filter: Filter): Record<string, string> {
  const query: Record<string, string> = {};
  for (const key of TEXTS) if (filter[key]) query[key] = filter[key];
  if (filter.strangers) query.strangers = 'true';
  return query;
}

/** 37.3 or 37,3 to 3730; nothing for what is no temperature. */
export function centidegrees(text: string): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(value) ? Math.round(value * 100) : undefined;
}

const instant = (local: string, zone: string) => (local ? instantOf(local, zone).toISOString() : undefined);

/** The question to the API; empty fields are left out. */
export function apiQuery(filter: Filter, site: string, zone: string): PassagesQuery {
  const query = {
    site,
    device: filter.device,
    person: filter.person,
    group: filter.group,
    from: instant(filter.from, zone),
    to: instant(filter.to, zone),
    outcome: filter.outcome,
    reason: filter.reason,
    mask: filter.mask,
    min_cc: centidegrees(filter.min),
    max_cc: centidegrees(filter.max),
    strangers: filter.strangers || undefined,
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== '')) as PassagesQuery;
}
