// How far it is on the way from visit to visit. Pure.
import { metresBetween } from '../../map/distance';
import type { Drawn, Visit } from './visit';

/** Of each visit how far the one after it is, as the crow flies, in metres; null after the last, and where one of the two has no place. */
export function legsOf(visits: readonly Pick<Visit, 'place'>[]): (number | null)[] {
  return visits.map(({ place }, i) => {
    const next = visits[i + 1]?.place;
    return place && next ? metresBetween(place, next) : null;
  });
}

/** The length of the way as the server says it, in metres. 0 when it is not known, or no more that of what is `left`. */
export function lengthOf({ way, metres }: Pick<Drawn, 'way' | 'metres'>, left: readonly Pick<Visit, 'item'>[]): number {
  return way.length === left.length && left.every(({ item }) => way.includes(item)) ? (metres ?? 0) : 0;
}
