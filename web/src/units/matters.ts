// What the picture of units is coloured by, and by which rule. The legend says the same rules in words (texts.ts).
import { showNumber } from '../base/numbers';
import type { Schemas } from '../base/api/client';
import type { Waiting } from './below';
import { t } from './texts';
import type { Tone } from './tones';
import type { Area } from './UnitMap.vue';

type Unit = Pick<Schemas['UnitSummary'], 'id' | 'name' | 'posts' | 'units_below' | 'commander'>;
export const MATTERS = ['posts', 'open', 'overdue', 'unacknowledged'] as const;
export type Matter = (typeof MATTERS)[number];
export const isMatter = (value: unknown): value is Matter => MATTERS.some((one) => one === value);

const SOME_OPEN = 0.5; // for each hundred people in the teams
const MANY_OPEN = 2;
const MANY_OF_OPEN = 0.1; // overdue, or nobody answers

/** The tones that a matter may have, from nothing to at once, each with its rule in words. */
export const LEGEND = {
  posts: [['plain', 'legend_posts_plain'], ['soon', 'legend_posts_soon']],
  open: [['good', 'legend_open_good'], ['plain', 'legend_open_plain'], ['soon', 'legend_open_soon'], ['bad', 'legend_open_bad']],
  overdue: [['good', 'legend_overdue_good'], ['soon', 'legend_some_of_open'], ['bad', 'legend_many_of_open']],
  unacknowledged: [['good', 'legend_unacknowledged_good'], ['soon', 'legend_some_of_open'], ['bad', 'legend_many_of_open']],
} as const satisfies Record<Matter, readonly (readonly [Tone, string])[]>;

export function toneOf(unit: Unit, waiting: Waiting, matter: Matter): Tone {
  if (matter === 'posts') return unit.commander ? 'plain' : 'soon';
  const count = waiting[matter];
  if (count === 0) return 'good';
  if (matter !== 'open') return count > MANY_OF_OPEN * waiting.open ? 'bad' : 'soon';
  const load = (100 * count) / Math.max(unit.posts, 1);
  return load >= MANY_OPEN ? 'bad' : load >= SOME_OPEN ? 'soon' : 'plain';
}

const NOTHING: Waiting = { open: 0, overdue: 0, unacknowledged: 0 };

export function areaOf(unit: Unit, waiting: Waiting = NOTHING, matter: Matter): Area {
  const { id, name } = unit;
  const posts = showNumber(unit.posts);
  const area = { id, size: unit.posts, tone: toneOf(unit, waiting, matter) };
  if (matter === 'posts') {
    const commander = unit.commander ?? t('nobody');
    return { ...area, label: unit.commander ? t('picture_people', { name, posts }) : t('picture_vacant', { name }), says: t('picture_value', { name, posts, units: showNumber(unit.units_below), commander }) };
  }
  const [open, overdue, unacknowledged] = [waiting.open, waiting.overdue, waiting.unacknowledged].map(showNumber) as [string, string, string];
  const counts = { name, open, overdue, unacknowledged };
  return { ...area, label: t(`picture_label_${matter}`, counts), says: t('picture_says', { ...counts, posts }) };
}
