// What the rules say of whoever comes from there on that day: the same as src/city/declarations/rules.cpp and regions.cpp, so that
// rules can be tried before they are saved. The server decides.
import { addDays } from '../base/time';
import type { Stay } from './declaration';
import { ANYWHERE } from './places';

export interface Judged<R> {
  rule: R;
  place: string;
}
interface RuleLike {
  regions: readonly string[];
  from: string;
  until?: string | null;
  days?: number;
}

const isCode = (text: string) => /^\d{6}$/.test(text);
/** How many of the six digits say something: 420000 two, 420100 four, 420106 six. */
const lengthOf = (code: string) => (code.endsWith('0000') ? 2 : code.endsWith('00') ? 4 : 6);

/** How exactly a region names a place, 0 for everywhere; null where the place does not lie in it. */
export function covers(region: string, place: string): number | null {
  if (region === ANYWHERE) return 0;
  const inChina = isCode(place);
  if (!isCode(region)) return region === place || (inChina && region === 'CHN') ? 1 : null;
  const length = lengthOf(region);
  return inChina && region.slice(0, length) === place.slice(0, length) ? length / 2 + 1 : null;
}

/** Of those that are for the place on that day, the one that names it most exactly. */
function ruleFor<R extends RuleLike>(rules: readonly R[], place: string, day: string): R | null {
  let best: R | null = null;
  let exact = -1;
  for (const rule of rules) {
    if (day < rule.from || (rule.until && day >= rule.until)) continue;
    for (const region of rule.regions) {
      const how = covers(region, place);
      if (how !== null && how >= exact) [best, exact] = [rule, how];
    }
  }
  return best;
}

/** Of several places the longest observation. */
export function judge<R extends RuleLike>(rules: readonly R[], lookBackDays: number, stays: readonly Stay[], day: string): Judged<R> | null {
  let strictest: Judged<R> | null = null;
  for (const { region, left_on } of stays) {
    if (left_on && left_on < addDays(day, -lookBackDays)) continue;
    const rule = ruleFor(rules, region, day);
    if (rule && (!strictest || (rule.days ?? 0) > (strictest.rule.days ?? 0))) strictest = { rule, place: region };
  }
  return strictest;
}
