// The cards of a column, the nearest deadline first; those whose clock stands still come last.
import type { Incident } from './catalogue';

const deadlineOf = (incident: Incident) => (incident.stage?.deadline ? Date.parse(incident.stage.deadline) : Infinity);

function before(one: Incident, other: Incident): boolean {
  const [a, b] = [deadlineOf(one), deadlineOf(other)];
  return a === b ? one.id < other.id : a < b;
}

/** The cards after an incident changed: `now` is it, or null when it is not in this column. With `more` to be loaded, one that belongs behind the last is left to the next page. */
export function placed(cards: Incident[], id: string, now: Incident | null, more: boolean): Incident[] {
  const at = cards.findIndex((one) => one.id === id);
  if (!now) return at < 0 ? cards : cards.filter((one) => one.id !== id);
  const others = cards.filter((one) => one.id !== id);
  const place = others.findIndex((one) => before(now, one));
  if (place < 0) return more ? others : [...others, now];
  return [...others.slice(0, place), now, ...others.slice(place)];
}
