// A type of incident while it is written: everything as text, so that what somebody else stored meanwhile can be held against it.
import type { Field } from '../../base/form/field';
import { formOf, questionOf, type Question } from '../../base/form/questions';
import type { IncidentType } from '../catalogue';
import { STAGES } from '../way';
import { termOf, typedTerm } from './terms';

export type Stage = (typeof STAGES)[number];
type Due = `due_${Stage}`;
export const dueOf = (stage: Stage): Due => `due_${stage}`;
export const PLAIN = ['code', 'name_zh', 'name_en', 'platform', 'urgency', 'openness', 'verify', 'check'] as const;
export const DUES = STAGES.map(dueOf);
export type Key = (typeof PLAIN)[number] | Due | 'questions';
/** `verify` and `check` are 'yes' or ''; terms as in terms.ts; questions are JSON. */
export type Form = Record<Key, string>;

/** What an urgent type is given, and a stage that had no term before. */
const USUAL: Record<Due, string> = {
  due_reported: '30 urgent_minutes', due_accepted: '2 urgent_hours', due_verified: '30 urgent_minutes', due_filed: '30 urgent_minutes',
  due_dispatched: '1 urgent_hours', due_handling: '12 urgent_hours', due_feedback: '4 urgent_hours', due_checked: '4 urgent_hours',
};
const NEW: IncidentType = { code: '', name: { en: '', zh: '' }, platform: 'public_safety', urgency: 'normal', verify: false, check: false, retired: false, openness: 'none', form: [], deadlines: {} };

/** Which stages an incident passes through. */
export const passes = ({ verify, check }: Pick<IncidentType, 'verify' | 'check'>, stage: string) => (stage === 'verified' ? verify : stage === 'checked' ? check : true);
export const stagesOf = (type: Pick<IncidentType, 'verify' | 'check'>) => STAGES.filter((stage) => passes(type, stage));

export const questionsOf = (type: IncidentType | null): Question[] => (type?.form ?? []).map(questionOf);

/** Answers are stored under the names of questions and choices: a new one gets a name that no other one had, also none that was left out. */
export function keyed(questions: readonly Question[], mark: string): Question[] {
  return questions.map((one, i) => ({ ...one, key: one.key ?? `q_${mark}_${i + 1}`, choices: one.choices.map((choice, n) => ({ ...choice, value: choice.value ?? `c_${mark}_${n + 1}` })) }));
}
export const writtenForm = (questions: readonly Question[]): string => JSON.stringify(formOf(questions));

export function fieldsOf(stored: IncidentType | null): Form {
  const type = stored ?? NEW;
  const dues = STAGES.map((stage) => [dueOf(stage), type.deadlines[stage] ? typedTerm(type.deadlines[stage]) : USUAL[dueOf(stage)]]);
  return {
    code: type.code, name_zh: type.name.zh, name_en: type.name.en, platform: type.platform, urgency: type.urgency, openness: type.openness ?? 'none', verify: type.verify ? 'yes' : '', check: type.check ? 'yes' : '',
    ...(Object.fromEntries(dues) as Record<Due, string>), questions: writtenForm(questionsOf(stored)),
  };
}

/** What `stored` becomes: only what is typed otherwise than it was seen is put in its place. */
export function typeWith(stored: IncidentType | null, seen: Form, typed: Form): IncidentType {
  const base = stored ?? NEW;
  const said = <T>(key: Key, read: (text: string) => T, kept: T): T => (stored && typed[key] === seen[key] ? kept : read(typed[key]));
  const text = (word: string) => word.trim();
  const yes = (word: string) => word === 'yes';
  const asked = { verify: said('verify', yes, base.verify), check: said('check', yes, base.check) };
  const termIn = (stage: Stage) => said(dueOf(stage), termOf, base.deadlines[stage] ?? termOf(typed[dueOf(stage)]));
  return {
    ...base, ...asked, code: stored?.code ?? text(typed.code),
    name: { ...base.name, zh: said('name_zh', text, base.name.zh), en: said('name_en', text, base.name.en) },
    platform: said('platform', (word) => word as IncidentType['platform'], base.platform), urgency: said('urgency', (word) => word as IncidentType['urgency'], base.urgency),
    openness: said('openness', (word) => word as IncidentType['openness'], base.openness),
    form: said('questions', (json) => JSON.parse(json) as Field[], base.form),
    deadlines: Object.fromEntries(stagesOf(asked).map((stage) => [stage, termIn(stage)]).filter(([, term]) => term)) as IncidentType['deadlines'],
  };
}

export type Lack = 'code' | 'name_zh' | 'name_en' | 'term';
/** The first thing that is missing before anything can be stored; questions are looked at by themselves. */
export function lackIn(form: Form): { key: Key; why: Lack } | null {
  if (!/^[a-z0-9_]{1,40}$/.test(form.code.trim())) return { key: 'code', why: 'code' };
  for (const key of ['name_zh', 'name_en'] as const) if (!form[key].trim()) return { key, why: key };
  const stage = stagesOf({ verify: form.verify === 'yes', check: form.check === 'yes' }).find((one) => !termOf(form[dueOf(one)]));
  return stage ? { key: dueOf(stage), why: 'term' } : null;
}

/** Where in the form the field stands that the server names of the type at `index`: "types[3].deadlines.handling.days". `question` counts from 1. */
export function placeOf(field: string, index: number): { key: Key; question?: number } | null {
  const here = `types[${index}].`;
  if (!field.startsWith(here)) return null;
  const rest = field.slice(here.length);
  const question = /^form\[(\d+)\]/.exec(rest);
  if (question) return { key: 'questions', question: Number(question[1]) + 1 };
  const key = rest.startsWith('form') ? 'questions' : rest.replace(/^name\./, 'name_').replace(/^deadlines\.(\w+).*/, 'due_$1');
  return [...PLAIN, ...DUES, 'questions'].some((one) => one === key) ? { key: key as Key } : null;
}
