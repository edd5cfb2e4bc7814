// What a warning of another system says to whom, and whether it stands now: CAP 1.2, as src/city/orders/warning.h keeps it.
import type { Schemas } from '../base/api/client';
import { bestOf } from '../base/i18n/best';

export type Warning = Schemas['Warning'];
export type Info = Warning['infos'][number];

/** stands: in force; message: of other warnings, a cancellation or a receipt, which warns of nothing itself. */
export type Standing = 'stands' | 'expired' | 'superseded' | 'cancelled' | 'message';

/** Whether it is meant; an exercise, a test, a draft and what systems tell each other are not. */
export const isMeant = ({ status }: Pick<Warning, 'status'>) => status === 'Actual';

/** When the last part of it ends; null when one has no end, or there is none. */
export function endOf({ infos }: Pick<Warning, 'infos'>): string | null {
  const ends = infos.map(({ expires }) => expires);
  if (ends.length === 0 || ends.includes(null)) return null;
  return ends.reduce((last, end) => (Date.parse(end!) > Date.parse(last!) ? end : last));
}

/** `now` in milliseconds since 1970: it ends while the page is open, too. */
export function standingOf(warning: Pick<Warning, 'message_type' | 'state' | 'infos'>, now: number): Standing {
  if (warning.message_type !== 'Alert' && warning.message_type !== 'Update') return 'message';
  if (warning.state !== 'active') return warning.state;
  const end = endOf(warning);
  return end !== null && Date.parse(end) <= now ? 'expired' : 'stands';
}

/** Whether anybody should act on it. */
export const isInForce = (warning: Warning, now: number) => isMeant(warning) && standingOf(warning, now) === 'stands';

/** The languages that it is written in, each once. */
export const languagesOf = ({ infos }: Pick<Warning, 'infos'>) => [...new Set(infos.map((one) => one.language))];

/** What it says to who reads `language`: in that one where it has it, else in the one nearest to it. A language may have several parts. */
export function infosFor({ infos }: Pick<Warning, 'infos'>, language: string): Info[] {
  const best = bestOf(languagesOf({ infos }), [language]);
  return infos.filter((one) => one.language === best);
}

const family = (tag: string) => tag.toLowerCase().split('-')[0];
export const isForeign = (tag: string, language: string) => family(tag) !== family(language);

/** Its headline, for which the standard asks nobody; else the event, for which it does. */
export const headOf = ({ headline, event }: Pick<Info, 'headline' | 'event'>) => headline || event;
