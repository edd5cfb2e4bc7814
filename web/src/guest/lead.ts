// To the field that is at fault, wherever it lies.
import { towards } from './fault';

/** The id of what says a fault of no field. */
export const AT_LARGE = 'fault';

/** The path of the nearest that the page shows; '' when it shows none. */
export const nearest = (field: string) => towards(field).find((path) => document.getElementById(path) !== null) ?? '';

export function leadTo(field: string): void {
  const at = document.getElementById(field || AT_LARGE);
  at?.closest('details')?.setAttribute('open', '');
  at?.scrollIntoView({ block: 'center' });
  at?.focus({ preventScroll: true });
}
