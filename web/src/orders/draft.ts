// An order while it is written.
import type { Schemas } from '../base/api/client';
import { instantOf, localOf } from '../base/time';
import { uuid7 } from '../base/uuid';
import { headOf, isForeign, languagesOf, type Warning } from '../warnings/standing';
import { isEmpty, isHalf, MOST_TEXTS, type OrderText } from './languages';
import type { Step } from './progress';

export interface Draft {
  id: string;
  unit: string[]; // one
  duties: ('commander' | 'member' | 'landlord' | 'workshop_head')[];
  texts: OrderText[];
  asks: Step;
  picture: boolean;
  due: string; // the wall clock of the city, YYYY-MM-DDTHH:mm; empty: none
  urgency: 'immediate' | 'expected' | 'future';
  tower: boolean;
  passMinutes: number;
  remindMinutes: number | null;
  public: boolean; // never together with tower
  supersedes: string[];
}

const blank = (language: string): OrderText => ({ language, headline: '', text: '' });

export const emptyDraft = (): Draft => ({
  id: uuid7(), unit: [], duties: [], texts: [blank('zh-CN'), blank('en')], asks: 'acknowledged', picture: false, due: '', urgency: 'expected', tower: false, passMinutes: 30,
  remindMinutes: null, public: false, supersedes: [],
});

/** A new order in the place of another one: the same, until it is changed. */
export function draftFrom(order: Schemas['Order'], zone: string): Draft {
  return {
    ...emptyDraft(), unit: [order.unit], duties: order.duties as Draft['duties'], texts: order.texts.map((one) => ({ ...one })), asks: order.asks, picture: order.picture,
    due: order.due_at ? localOf(new Date(order.due_at), zone).slice(0, 16) : '', urgency: order.urgency as Draft['urgency'], tower: order.tower, passMinutes: order.pass_minutes,
    remindMinutes: order.remind_minutes, public: order.public, supersedes: [order.id],
  };
}

const URGENCIES: Record<string, Draft['urgency']> = { Immediate: 'immediate', Expected: 'expected', Future: 'future' };

/** What a warning says, in each of its languages: those that the console asks for first. */
function textsOf(warning: Warning): OrderText[] {
  const said = languagesOf(warning).map((language): OrderText => {
    const parts = warning.infos.filter((one) => one.language === language);
    return { language, headline: headOf(parts[0]!), text: parts.flatMap(({ description, instruction }) => [description, instruction]).filter(Boolean).join('\n\n') };
  });
  const asked = emptyDraft().texts.map((blank) => said.find((one) => !isForeign(one.language, blank.language)) ?? blank);
  return [...asked, ...said.filter((one) => !asked.includes(one))].slice(0, MOST_TEXTS);
}

/** An order about a warning of another system: its words and its urgency, to be changed before it is given. */
export const draftAbout = (warning: Warning): Draft => ({ ...emptyDraft(), texts: textsOf(warning), urgency: URGENCIES[warning.infos[0]?.urgency ?? ''] ?? 'expected' });

export type Fault = 'need_unit' | 'need_text' | 'half_text' | 'due_past';

/** What is missing before it can be sent; `now` in milliseconds since 1970. */
export function faultOf(draft: Draft, zone: string, now: number): Fault | null {
  if (draft.unit.length === 0) return 'need_unit';
  if (draft.texts.every(isEmpty)) return 'need_text';
  if (draft.texts.some(isHalf)) return 'half_text';
  return draft.due && instantOf(draft.due, zone).getTime() <= now ? 'due_past' : null;
}

export function inputOf(draft: Draft, zone: string): Schemas['OrderInput'] {
  const texts = draft.texts.filter((one) => !isEmpty(one)).map(({ language, headline, text }) => ({ language, headline: headline.trim(), text: text.trim() }));
  return {
    unit: draft.unit[0]!, duties: draft.duties, texts, asks: draft.asks, picture: draft.asks === 'done' && draft.picture, due_at: draft.due ? instantOf(draft.due, zone).toISOString() : null,
    urgency: draft.urgency, tower: draft.tower, pass_minutes: draft.passMinutes, remind_minutes: draft.remindMinutes, public: draft.public, supersedes: draft.supersedes,
  };
}
