// The rules by region while they are written, and what is sent of them.
import type { Schemas } from '../base/api/client';
import { oneWay } from '../base/regions/one_way';
import { uuid7 } from '../base/uuid';
import type { Observed } from './declaration';

export type Rules = Schemas['ArrivalRules'];
export type Rule = Schemas['ArrivalRule'];

export const WRITTEN = ['zh', 'en'] as const; // the languages in which a reason is always given
export const FURTHER = ['ar', 'fr', 'ko', 'ru', 'es', 'ja', 'de', 'pt', 'hi', 'ur', 'fa', 'tr', 'vi', 'th', 'id'] as const;
export const MOST_DAYS = 60; // as the server takes

export interface DraftRule {
  key: string; // of the row; it is not sent
  regions: string[];
  from: string;
  until: string;
  kind: Observed | ''; // "": registered, and that is all
  days: number;
  why: Record<string, string>;
  basis: string;
}
export interface DraftRules {
  look_back_days: number;
  overdue_after_hours: number;
  rules: DraftRule[];
}

export const newRule = (from: string): DraftRule => ({ key: uuid7(), regions: [], from, until: '', kind: '', days: 0, why: { zh: '', en: '' }, basis: '' });

export const draftOf = (rules: Rules): DraftRules => ({
  look_back_days: rules.look_back_days ?? 14, overdue_after_hours: rules.overdue_after_hours ?? 12,
  rules: rules.rules.map(({ regions, from, until, kind, days, why, basis }) => ({ key: uuid7(), regions: [...new Set(regions.map(oneWay))], from, until: until ?? '', kind: kind ?? '', days: days ?? 0, why: { ...why }, basis: basis ?? '' })),
});

function ruleOf({ regions, from, until, kind, days, why, basis }: DraftRule): Rule {
  const reasons = Object.fromEntries(Object.entries(why).map(([language, text]) => [language, text.trim()]).filter(([, text]) => text));
  return { regions, from, until: until || null, kind: kind || null, days: kind ? days : 0, why: reasons, basis: basis.trim() };
}
export const rulesOf = (draft: DraftRules, version: number): Rules => ({ look_back_days: draft.look_back_days, overdue_after_hours: draft.overdue_after_hours, rules: draft.rules.map(ruleOf), version });

export interface Lack {
  index: number;
  what: 'regions' | 'from' | 'days' | 'why';
}
/** What is missing first. */
export function lackOf({ rules }: DraftRules): Lack | null {
  for (const [index, one] of rules.entries()) {
    if (one.regions.length === 0) return { index, what: 'regions' };
    if (!one.from) return { index, what: 'from' };
    if (one.kind && !(one.days > 0)) return { index, what: 'days' };
    if (WRITTEN.some((language) => !one.why[language]?.trim())) return { index, what: 'why' };
  }
  return null;
}

/** As texts, so that what was touched here can be told from what somebody else changed meanwhile; rules are one of them. */
export function partsOf(draft: DraftRules): Record<'look_back_days' | 'overdue_after_hours' | 'rules', string> {
  return { look_back_days: String(draft.look_back_days), overdue_after_hours: String(draft.overdue_after_hours), rules: JSON.stringify(draft.rules.map(ruleOf)) };
}
