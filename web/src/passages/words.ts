// Words of a passage: outcomes, reasons, masks. Sentences, because a refusal always says why and what to do next.
import type { Schemas } from '../base/api/client';
import { t } from './texts';

export type Row = Schemas['PassageRow'];
export type Outcome = Schemas['Outcome'];
export type Reason = Schemas['Reason'];
export type Mask = NonNullable<Row['mask']>;

export const OUTCOMES: readonly Outcome[] = ['admit', 'refuse', 'retest', 'call_staff'];
export const MASKS: readonly Exclude<Mask, ''>[] = ['worn', 'none', 'badly_worn', 'unsure'];
export const REASONS: readonly Reason[] = [
  'fever',
  'grey_zone',
  'mask_missing',
  'mask_badly_worn',
  'mask_unsure',
  'unknown_person',
  'spoof_suspected',
  'face_too_small',
  'face_blurred',
  'face_turned',
  'face_cut_off',
  'face_dark',
  'glasses',
  'several_people',
  'sensor_fault',
  'black_body_lost',
  'out_of_room_limits',
  'whitelist_stale',
  'camera_fault',
  'storage_fault',
  'open_all',
];

export const outcomeWord = (outcome: Outcome) => t(`outcome_${outcome}`);
export const reasonWord = (reason: Reason) => t(`reason_${reason}`);
export const reasonSentence = (reason: Reason) => t(`why_${reason}`);
export const maskWord = (mask: Row['mask']) => (mask ? t(`mask_${mask}`) : t('mask_not_looked_at'));

/** Why it went as it did, in one sentence. */
export function why(row: Row): string {
  const first = row.reasons[0];
  if (first) return reasonSentence(first);
  return row.outcome === 'admit' ? t('why_admitted') : t('why_unsaid');
}

/** The person of a passage in words: a name, a stranger, or somebody deleted since. */
export function personWord(row: Row): string {
  if (row.person_name === null) return t('stranger');
  return row.person_name === '' ? t('deleted_person') : row.person_name;
}
