// Incidents as marks of a map: shape and colour say the time left, the digit the stage.
import type { WorkCalendar } from '../calendar/work_time';
import type { Mark } from '../map/marks';
import type { Point } from '../map/place';
import { typeName, type Incident } from './catalogue';
import { usedBy } from './clock';
import { t } from './map_texts';
import { STAGES } from './way';
import { stateWord } from './words';

export function pointOf({ place }: Pick<Incident, 'place'>): Point | null {
  if (place?.latitude_e6 === undefined || place.longitude_e6 === undefined) return null;
  return { latitude_e6: place.latitude_e6, longitude_e6: place.longitude_e6 };
}

/** Of the way, from 1; '' beside it. */
export function signOf(state: string): string {
  const at = STAGES.findIndex((one) => one === state);
  return at < 0 ? '' : String(at + 1);
}

/** Null for one without a position. `now` in milliseconds since 1970. */
export function markOf(incident: Incident, calendar: WorkCalendar, now: number): Mark | null {
  const point = pointOf(incident);
  if (!point) return null;
  const { urge } = usedBy(incident.stage, calendar, now);
  const sign = signOf(incident.state);
  // Whoever hears the mark or says its name hears the digit that is seen, too (WCAG 2.5.3).
  const says = t(sign ? 'mark_staged' : 'mark', { type: typeName(incident), unit: incident.unit_name ?? '', state: stateWord(incident.state), stage: sign, time: t(`urge_${urge}`) });
  return { id: incident.id, point, urge, sign, says };
}
