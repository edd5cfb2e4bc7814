// A notice in a sentence, and where it leads.
import type { Schemas } from '../base/api/client';
import { isChinese } from '../base/i18n/i18n';
import { t } from './texts';

export type Notice = Schemas['Notice'];

export function sentence({ about, step, what: { en, zh }, place }: Notice): string {
  const what = isChinese.value ? zh : en;
  if (about === 'shift') return t('shift', { place });
  if (about === 'order') return what ? t('order', { what, place }) : t('order_plain');
  if (!what) return t('incident_plain'); // of before it had words
  return step === 0 ? t('incident_own', { what, place }) : t('incident_up', { what, place });
}

/** Orders are answered on the phone pages, which are an entry of their own. */
export const isOnPhone = ({ about }: Notice) => about === 'order';
export function leadsTo({ about, subject }: Notice): string {
  if (about === 'incident') return `/incidents/${subject}`;
  return about === 'shift' ? '/duty' : `/phone/#/orders/${subject}`;
}
