// What the grid found last, as far as it still counts: since the last application or closing.
import type { Done } from './enterprise';

/** `done`: the last first. */
export function lastCheck(done: readonly Done[]): Done | null {
  const one = done.find(({ step }) => step === 'check' || step === 'apply' || step === 'close');
  return one?.step === 'check' ? one : null;
}
