// Where the phone is.
import type { Point } from '../reports/draft';

const PATIENCE_MS = 20_000;

/** `denied`: the person or the phone says no; `none`: it cannot be found now. */
export type Failure = 'denied' | 'none';

export function whereAmI(): Promise<Point | Failure> {
  return new Promise((done) => {
    if (!navigator.geolocation) return done('none');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ latitude_e6: Math.round(coords.latitude * 1e6), longitude_e6: Math.round(coords.longitude * 1e6), accuracy_m: Math.round(coords.accuracy) }),
      (error) => done(error.code === error.PERMISSION_DENIED ? 'denied' : 'none'),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 60_000 },
    );
  });
}
