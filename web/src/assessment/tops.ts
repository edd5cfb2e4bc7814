// Where somebody begins to look at how units did: the topmost units for which they may.
import type { Step } from '../units/way';

export interface Top extends Step {
  path: string;
}

/** Of the units that they see and those that they are in the team of; `may` says for which of them, by its path. */
export function topsOf(units: readonly Top[], may: (path: string) => boolean): Top[] {
  const allowed = units.filter(({ path }, at) => may(path) && units.findIndex((one) => one.path === path) === at);
  return allowed.filter(({ path }) => !allowed.some((other) => other.path !== path && path.startsWith(other.path)));
}
