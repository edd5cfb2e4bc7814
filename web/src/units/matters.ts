// What the picture of units is coloured and sized by.
import { showNumber } from '../base/numbers';
import type { Schemas } from '../base/api/client';
import { t } from './texts';
import type { Area } from './UnitMap.vue';

type Unit = Schemas['UnitSummary'];
export const MATTERS = ['posts', 'incidents'] as const;
export type Matter = (typeof MATTERS)[number];

/** What the server counted for these units. */
export const known = (units: readonly Unit[]): Matter[] => MATTERS.filter((one) => one === 'posts' || units.some((unit) => unit.incidents_open !== undefined));

/** Open incidents for each hundred people in the teams: from two on many, from .5 on some. */
function toneOf(unit: Unit): Area['tone'] {
  const open = unit.incidents_open ?? 0;
  if (open === 0) return 'good';
  const load = (100 * open) / Math.max(unit.posts, 1);
  return load >= 2 ? 'bad' : load >= 0.5 ? 'soon' : 'plain';
}

export function areaOf(unit: Unit, matter: Matter): Area {
  const posts = showNumber(unit.posts);
  if (matter === 'posts') {
    const says = t('picture_value', { name: unit.name, posts, units: showNumber(unit.units_below) });
    return { id: unit.id, size: unit.posts, label: unit.commander ? unit.name : t('picture_vacant', { name: unit.name }), says, tone: unit.commander ? 'plain' : 'soon' };
  }
  const open = showNumber(unit.incidents_open ?? 0);
  return { id: unit.id, size: unit.posts, label: t('picture_incidents', { name: unit.name, open }), says: t('picture_incidents_says', { name: unit.name, open, posts }), tone: toneOf(unit) };
}
