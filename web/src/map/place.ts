// A place as people write it: "29.306512, 120.075058".
export interface Point {
  latitude_e6: number;
  longitude_e6: number;
}

/** Null when it is no position. Degrees, north and east positive. */
export function pointFrom(written: string): Point | null {
  const found = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,，\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(written);
  if (!found) return null;
  const latitude = Math.round(Number(found[1]) * 1e6);
  const longitude = Math.round(Number(found[2]) * 1e6);
  return Math.abs(latitude) <= 90e6 && Math.abs(longitude) <= 180e6 ? { latitude_e6: latitude, longitude_e6: longitude } : null;
}

export const pointText = (point: Point) => `${(point.latitude_e6 / 1e6).toFixed(6)}, ${(point.longitude_e6 / 1e6).toFixed(6)}`;

/** A link by which the device's own map opens there (RFC 5870). */
export const geoLink = (point: Point) => `geo:${point.latitude_e6 / 1e6},${point.longitude_e6 / 1e6}`;
