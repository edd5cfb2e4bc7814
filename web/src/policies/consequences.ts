// What a policy means for people at the gate, in sentences; `grave` ones are shown as warnings.
import type { Schemas } from '../base/api/client';
import { degrees } from '../base/numbers';
import { t } from './texts';

export type PolicyInput = Schemas['PolicyInput'];
export interface Consequence {
  text: string;
  grave: boolean;
}

function aboutTemperature(p: PolicyInput): Consequence {
  if (p.temperature === 'off') return { text: t('says_temperature_off'), grave: true };
  const params = {
    threshold: degrees(p.threshold_cc),
    low: ((p.threshold_cc - p.grey_zone_cc) / 100).toFixed(2),
    high: ((p.threshold_cc + p.grey_zone_cc) / 100).toFixed(2),
    retests: p.max_retests,
  };
  return { text: t(`says_temperature_${p.temperature}`, params), grave: false };
}

function aboutRecognition(p: PolicyInput): Consequence[] {
  if (p.order === 'temperature_only') return [];
  return [
    { text: t(`says_strangers_${p.strangers}`), grave: p.strangers === 'admit' },
    { text: t(`says_masked_${p.masked_recognition}`), grave: p.masked_recognition === 'allow' },
    ...(p.accept_passes ? [{ text: t('says_passes'), grave: false }] : []),
    { text: t('says_false_accept', { times: Math.round(1 / p.false_accept_rate) }), grave: p.false_accept_rate > 0.01 },
  ];
}

export function consequences(p: PolicyInput, captureDays: number): Consequence[] {
  const list: Consequence[] = [
    { text: t(`says_order_${p.order}`), grave: false },
    aboutTemperature(p),
    { text: t(`says_mask_${p.mask}`), grave: false },
    { text: t(`says_liveness_${p.liveness}`), grave: p.liveness !== 'hard' },
    ...aboutRecognition(p),
    { text: t(`says_fail_${p.fail}`), grave: p.fail === 'safe' },
    { text: t('says_max_age', { hours: p.whitelist_max_age_h }), grave: false },
  ];
  if (p.keep_pictures === 'none') list.push({ text: t('says_keep_none'), grave: false });
  else if (captureDays === 0) list.push({ text: t('says_keep_zero'), grave: false });
  else list.push({ text: t(`says_keep_${p.keep_pictures}`, { days: captureDays }), grave: p.keep_pictures === 'all' });
  return p.open_all ? [{ text: t('says_open_all'), grave: true }, ...list] : list;
}
