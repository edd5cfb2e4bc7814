// How far it is between places, as the crow flies, and how people say that.
import type { Point } from './place';

const RADIUS = 6_371_008.8; // metres; the mean radius of WGS 84, as src/city/inspections/route.h has it
const radians = (degrees_e6: number) => (degrees_e6 * Math.PI) / 180e6;

/** In metres, by the haversine formula. */
export function metresBetween(a: Point, b: Point): number {
  const [north, east] = [radians(b.latitude_e6 - a.latitude_e6), radians(b.longitude_e6 - a.longitude_e6)];
  const h = Math.sin(north / 2) ** 2 + Math.cos(radians(a.latitude_e6)) * Math.cos(radians(b.latitude_e6)) * Math.sin(east / 2) ** 2;
  return Math.round(2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(h))));
}

/** "350 m", "1.2 km" as the language writes it; to 10 m from 100 m on, for nobody walks as the crow flies. */
export function distanceText(metres: number, language: string): string {
  const near = metres < 100 ? metres : Math.round(metres / 10) * 10;
  const [value, unit] = near < 1_000 ? [near, 'meter'] : [metres / 1_000, 'kilometer'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(value);
}
