// What the list is narrowed to, as the address says it: a colleague who gets the link sees the same.
import type { LocationQuery } from 'vue-router';
import type { Incident } from './catalogue';
import { isOpen } from './way';

export interface Filter {
  unit: string;
  type: string;
  state: string;
  open: boolean;
  overdue: boolean;
  mine: boolean;
  order: 'newest' | 'deadline';
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');

export function filterFrom(query: LocationQuery): Filter {
  return {
    unit: text(query.unit), type: text(query.type), state: text(query.state), open: query.open !== 'false', overdue: query.overdue === 'true', mine: query.mine === 'true',
    order: query.order === 'deadline' ? 'deadline' : 'newest',
  };
}

/** Only what differs from the list as it opens. */
export function queryFrom(filter: Filter): Record<string, string> {
  const { unit, type, state, open, overdue, mine, order } = filter;
  return {
    ...(unit && { unit }), ...(type && { type }), ...(state && { state }), ...(!open && { open: 'false' }), ...(overdue && { overdue: 'true' }), ...(mine && { mine: 'true' }),
    ...(order === 'deadline' && { order }),
  };
}

/** As the server is asked. */
export function askedBy({ unit, type, state, open, overdue, mine, order }: Filter) {
  return { ...(unit && { unit }), ...(type && { type }), ...(state && { state }), open, overdue, mine, order };
}

/** As far as an incident itself tells: not where it is, and not who reported it. `now` in milliseconds since 1970. */
export function fits({ type, state, open, overdue }: Filter, incident: Pick<Incident, 'type' | 'state' | 'stage'>, now: number): boolean {
  const deadline = incident.stage?.deadline;
  const late = Boolean(deadline) && Date.parse(deadline!) < now;
  return (!type || incident.type === type) && (!state || incident.state === state) && ((!open && !overdue) || isOpen(incident.state)) && (!overdue || late);
}
