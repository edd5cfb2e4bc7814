// What is being written of an enterprise: the report of a day, what the grid found, an application. It lies on the phone from the first touch on,
// and becomes an entry of the outbox when it is sent. Pure.
import type { Schemas } from '../../base/api/client';
import { formOf, planOf, type PlanForm } from '../../enterprises/plan_form';
import { fieldsOf, type Form, type Said } from '../../enterprises/reports';
import { dayEntry, dayKey, enterpriseStepEntry, type Entry } from '../outbox/entry';
import type { InFull } from './enterprise';

type Day = InFull['days'][number];
type Input = Schemas['EnterpriseDayInput'];
type Step = Schemas['EnterpriseStep'];

export interface DayDraft {
  /** dayKey. */
  id: string;
  of: 'day'; // beside the drafts of reports
  /** Of the report as it was seen; 0 where there was none. */
  version: number;
  form: Form;
}

export const draftOfDay = (enterprise: string, day: string, stored: Day | undefined): DayDraft => ({ id: dayKey(enterprise, day), of: 'day', version: stored?.version ?? 0, form: fieldsOf(stored ?? null) });

/** `version`: of the report that was looked at last. */
export function dayEntryOf({ id }: DayDraft, entry: string, said: Said, version: number, about: string, at: number): Entry {
  const [enterprise, day] = id.split('/') as [string, string];
  return dayEntry(entry, enterprise, day, { ...said, version }, about, at);
}

export function dayDraftOf({ subject, json }: Entry): DayDraft {
  const { present, absent = 0, fevers, isolated = 0, highest_cc = null, masks = 0, note = '', version } = json as unknown as Input;
  return { id: subject, of: 'day', version, form: fieldsOf({ day: '', present, absent, fevers, isolated, highest_cc, masks, note, trouble: 'none', gates: null, version }) };
}

export interface CheckDraft {
  id: string; // checkId
  of: 'check';
  /** Of the step that it will be. */
  step: string;
  passed: boolean | undefined;
  note: string;
}
export const checkId = (enterprise: string) => `check/${enterprise}`;
export const emptyCheck = (enterprise: string, step: string): CheckDraft => ({ id: checkId(enterprise), of: 'check', step, passed: undefined, note: '' });

/** What is lacking before it can be sent; null when nothing is. */
export const lackingIn = ({ passed, note }: CheckDraft): 'passed' | 'note' | null => (passed === undefined ? 'passed' : !passed && !note.trim() ? 'note' : null);

export const checkEntryOf = (enterprise: string, { step, passed, note }: CheckDraft, about: string, at: number): Entry =>
  enterpriseStepEntry('enterprise_check', enterprise, { id: step, step: 'check', passed: passed === true, note: note.trim() }, about, at);

export function checkDraftOf({ subject, json }: Entry): CheckDraft {
  const { id, passed, note } = json as unknown as Step;
  return { ...emptyCheck(subject, id), passed: passed ?? undefined, note: note ?? '' };
}

export interface PlanDraft {
  id: string; // planId
  of: 'plan';
  step: string;
  form: PlanForm;
}
export const planId = (enterprise: string) => `plan/${enterprise}`;
export const draftOfPlan = (enterprise: string, step: string, plan: InFull['plan'], today: string): PlanDraft => ({ id: planId(enterprise), of: 'plan', step, form: formOf(plan, today) });

export const planEntryOf = (enterprise: string, { step, form }: PlanDraft, about: string, at: number): Entry =>
  enterpriseStepEntry('enterprise_apply', enterprise, { id: step, step: 'apply', plan: planOf(form) }, about, at);

/** The day stays as it was written, also when it is over by now: the server says so. */
export function planDraftOf({ subject, json }: Entry): PlanDraft {
  const { id, plan } = json as unknown as Step;
  return { id: planId(subject), of: 'plan', step: id, form: { ...formOf(plan ?? null, ''), ...(plan && { resume_on: plan.resume_on }) } };
}
