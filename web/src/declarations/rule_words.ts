// What a rule does, in words.
import type { Schemas } from '../base/api/client';
import { t } from './rule_texts';
import { t as words } from './texts';

type Rule = Schemas['ArrivalRule'];

/** What awaits somebody; without an observation they are registered, and that is all. */
export const ruleWords = ({ kind, days }: Pick<Rule, 'kind' | 'days'>): string => (kind ? t('observed_for', { kind: words(`observed_${kind}`), days: days ?? 0 }) : t('registered_only'));

/** Languages of reasons: the two of the console first. */
export const inOrder = (codes: readonly string[]): string[] => [...['zh', 'en'].filter((code) => codes.includes(code)), ...codes.filter((code) => code !== 'zh' && code !== 'en').sort()];
