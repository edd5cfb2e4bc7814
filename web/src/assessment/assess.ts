// Asks how units did: a unit with each one right below it, or, for who begins in several, these side by side.
import { answer, api, type Schemas } from '../base/api/client';
import { inLanguage } from '../base/form/field';
import { may, me } from '../session/session';
import { wayTo, type Step } from '../units/way';
import type { Row } from './figures';
import { t } from './texts';
import { topsOf, type Top } from './tops';

type Assessment = Schemas['Assessment'];
interface Asked {
  from: string;
  to?: string;
}
export interface Here {
  from: string;
  to: string;
  way: Step[]; // walked down so far, without where we are
  whole: Row;
  units: Row[];
  types: Row[];
}

const assessed = (period: Asked, unit?: string): Promise<Assessment> => answer(api.GET('/incidents/assessment', { params: { query: { ...period, ...(unit && { unit }) } } }));

async function tops(): Promise<Top[]> {
  const { items } = await answer(api.GET('/units'));
  const posts = me.value.posts.map(({ unit, name, path }) => ({ id: unit, name, path }));
  return topsOf([...items, ...posts], (path) => may('see_assessment', path));
}

const below = (unit: string, name: string, figures: Row['figures']): Row => ({ key: `unit:${unit}`, name, title: name, walk: unit, asks: { unit }, figures });

/** What was the unit's own comes first. */
function unitRows({ by_unit }: Assessment): Row[] {
  const own = by_unit.filter((one) => one.own).map(({ unit, unit_name: name, figures }): Row => ({ key: 'own', name: t('own'), title: t('own_of', { unit: name }), walk: null, asks: { unit, own: true }, figures }));
  return [...own, ...by_unit.filter((one) => !one.own).map(({ unit, unit_name: name, figures }) => below(unit, name, figures))];
}

function typeRows({ by_type }: Assessment, unit: string | undefined, where: string): Row[] {
  return by_type.map(({ type, type_name, figures }): Row => {
    const name = type_name ? inLanguage(type_name) : type;
    return { key: `type:${type}`, name, title: t('type_in', { type: name, unit: where }), walk: null, asks: { ...(unit && { unit }), type }, figures };
  });
}

async function severalOf(all: readonly Top[], period: Asked): Promise<Here> {
  const [found, ...each] = await Promise.all([assessed(period), ...all.map(({ id }) => assessed(period, id))]);
  const name = t('your_units');
  const units = all.map((top, i) => below(top.id, top.name, each[i]!.all));
  return { from: found.from, to: found.to, way: [], whole: { key: '', name, title: name, walk: null, asks: {}, figures: found.all }, units, types: typeRows(found, undefined, name) };
}

/** `unit`: "" for where the reader begins. */
export async function assess(unit: string, period: Asked): Promise<Here> {
  const from = await tops();
  const id = unit || (from.length === 1 ? from[0]!.id : '');
  if (!id) return severalOf(from, period);
  const [found, { name, above }] = await Promise.all([assessed(period, id), answer(api.GET('/units/{id}', { params: { path: { id } } }))]);
  const way = unit ? wayTo(unit, above, from, t('your_units')) : [];
  return { from: found.from, to: found.to, way, whole: { key: '', name, title: name, walk: null, asks: { unit: id }, figures: found.all }, units: unitRows(found), types: typeRows(found, id, name) };
}
