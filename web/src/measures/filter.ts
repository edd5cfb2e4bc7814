// What the list is narrowed to, as the address says it: a colleague who gets the link sees the same.
import type { LocationQuery } from 'vue-router';
import { STATES, type State } from './measure';

export interface Filter {
  unit: string;
  state: State | '';
  open: boolean;
}
const isState = (value: unknown): value is State => STATES.some((one) => one === value);

export const filterFrom = (query: LocationQuery): Filter => ({ unit: typeof query.unit === 'string' ? query.unit : '', state: isState(query.state) ? query.state : '', open: query.open !== 'false' });

/** Only what differs from the list as it opens. */
export const queryFrom = ({ unit, state, open }: Filter): Record<string, string> => ({ ...(unit && { unit }), ...(state && { state }), ...(!open && { open: 'false' }) });

/** As the server is asked. */
export const askedBy = ({ unit, state, open }: Filter) => ({ ...(unit && { unit }), ...(state && { state }), ...(open && { open }) });
