// A mark as it stands on the map: its shape and its colour say how urgent it is, so that neither is needed alone.
import { divIcon, marker, type Marker } from 'leaflet';
import type { Group } from './grouping';
import type { Point } from './place';
import { SHAPES, URGES, type Urge } from './shapes';
import { t } from './texts';

/** `sign` stands in the mark (one letter or digit), `says` is told to pointers and read aloud. */
export interface Mark {
  id: string;
  point: Point;
  urge: Urge;
  sign: string;
  says: string;
}

const SVG = 'http://www.w3.org/2000/svg';
const NAMED = 5; // of a group, by their own words

export function urgeOf(all: readonly Mark[]): Urge {
  return URGES[Math.max(...all.map(({ urge }) => URGES.indexOf(urge)))] ?? 'none';
}

function wordsOf(all: readonly Mark[]): string {
  if (all.length === 1) return all[0]!.says;
  const named = [...all].sort((a, b) => URGES.indexOf(b.urge) - URGES.indexOf(a.urge)).slice(0, NAMED);
  return t('group', { count: all.length, what: named.map(({ says }) => says).join('; ') + (all.length > NAMED ? ' …' : '') });
}

function drawn(all: readonly Mark[]): HTMLElement {
  const urge = urgeOf(all);
  const box = document.createElement('div');
  box.className = `mark ${urge}${all.length > 1 ? ' many' : ''}`;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 32 32');
  svg.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(SVG, 'path');
  shape.setAttribute('d', SHAPES[urge]);
  svg.append(shape);
  const sign = document.createElement('b');
  sign.textContent = all.length > 1 ? String(all.length) : all[0]!.sign;
  sign.setAttribute('aria-hidden', 'true');
  box.append(svg, sign);
  return box;
}

/** What must be the same for a mark to stay on the map as it is. */
export const keyOf = ({ all }: Group<Mark>) => all.map(({ id, urge, sign, says }) => `${id} ${urge} ${sign} ${says}`).join('\n');

export function markerOf({ all }: Group<Mark>, at: [number, number]): Marker {
  const size = all.length > 1 ? 42 : 32;
  const title = wordsOf(all);
  const made = marker(at, { icon: divIcon({ html: drawn(all), className: 'mark-box', iconSize: [size, size] }), title, riseOnHover: true, zIndexOffset: 1_000 * URGES.indexOf(urgeOf(all)) });
  made.on('add', () => made.getElement()?.setAttribute('aria-label', title));
  return made;
}
