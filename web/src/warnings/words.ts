// Words for the terms of the standard; one that it does not know stays as it came.
import { listed } from '../base/listed';
import type { Info, Warning } from './standing';
import { headOf, infosFor } from './standing';
import { t } from './texts';

const known = <T extends string>(all: readonly T[], word: string): word is T => (all as readonly string[]).includes(word);
const URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const;
const SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const;
const CERTAINTIES = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const;
const STATUSES = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const;
const MESSAGES = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const;
const MANY = 3; // areas in a line of the list

export const urgencyWord = (word: string) => (known(URGENCIES, word) ? t(`urgency_${word}`) : word);
export const severityWord = (word: string) => (known(SEVERITIES, word) ? t(`severity_${word}`) : word);
export const certaintyWord = (word: string) => (known(CERTAINTIES, word) ? t(`certainty_${word}`) : word);
export const statusWord = (word: string) => (known(STATUSES, word) ? t(`status_${word}`) : word);
export const messageWord = (word: string) => (known(MESSAGES, word) ? t(`message_${word}`) : word);

/** How urgent, how severe and how sure a part of it is. */
export const ratings = ({ urgency, severity, certainty }: Info) => [
  { name: t('urgency'), value: urgencyWord(urgency) },
  { name: t('severity'), value: severityWord(severity) },
  { name: t('certainty'), value: certaintyWord(certainty) },
];

/** What a list calls it: a message without words by its kind and its number. */
export function titleOf(warning: Warning, language: string): string {
  const [first] = infosFor(warning, language);
  return first ? headOf(first) : t('untitled', { message: messageWord(warning.message_type), identifier: warning.identifier });
}

/** The areas of all parts in a line, or the first of many. */
export function areaWords(infos: readonly Info[]): string {
  const areas = [...new Set(infos.flatMap((one) => one.areas))];
  if (areas.length <= MANY) return listed(areas);
  return t('areas_more', { areas: areas.slice(0, MANY).join(t('areas_between')), count: areas.length - MANY });
}
