// What an enterprise applies with, while it is written.
import { addDays } from '../base/time';
import type { Plan } from './enterprise';

export interface Row {
  region: string; // "" until one is chosen
  count: number | undefined;
}
export interface PlanForm extends Omit<Plan, 'workers' | 'disinfection' | 'note'> {
  workers: Row[];
  disinfection: string;
  note: string;
}

/** Of the plan before, where there is one; a day that is over becomes tomorrow. */
export function formOf(plan: Plan | null, today: string): PlanForm {
  const blank = { masks: 0, masks_a_day: 0, thermometers: 0, isolation_rooms: 0, canteen: 'none', responsible: '', phone: '', workers: [] } as const;
  const { workers, ...rest } = plan ?? { ...blank, resume_on: '' };
  const resume_on = rest.resume_on > today ? rest.resume_on : addDays(today, 1);
  return { disinfection: '', note: '', ...rest, resume_on, workers: workers.length > 0 ? workers.map((one) => ({ ...one })) : [{ region: '', count: undefined }] };
}

export type Missing = 'resume_on' | 'workers' | 'region_twice' | 'responsible' | 'phone';

/** The first thing without which nobody can decide. */
export function missingIn(form: PlanForm): Missing | null {
  if (!form.resume_on) return 'resume_on';
  if (form.workers.length === 0 || !form.workers.every((one) => one.region && one.count)) return 'workers';
  if (new Set(form.workers.map(({ region }) => region)).size < form.workers.length) return 'region_twice';
  if (!form.responsible.trim()) return 'responsible';
  return form.phone.trim() ? null : 'phone';
}

export const planOf = (form: PlanForm): Plan => ({
  ...form, workers: form.workers.map(({ region, count }) => ({ region, count: count ?? 0 })),
  disinfection: form.disinfection.trim(), responsible: form.responsible.trim(), phone: form.phone.trim(), note: form.note.trim(),
});
