// What of an incident is shown, and what may be done to it on a phone.
import type { Detail, Incident } from '../store/kept';
import { about } from '../outbox/waiting';
import { either } from '../words';

/** Steps that name another unit or another incident are the console's. */
const DESK = ['dispatch', 'mark_duplicate'];
/** The table of docs/design/incidents.md. */
const WORDS = ['verify', 'return', 'void', 'suspend', 'feedback', 'ask_extension', 'refuse_extension', 'check', 'reopen', 'appeal', 'refuse_appeal', 'separate'];
const ENDED = ['closed', 'assessed', 'void', 'duplicate'];

export type Action = Detail['actions'][number];

export const nameOf = (incident: Incident) => (incident.type_name ? either(incident.type_name) : incident.type);
const capital = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1);

/** With their names as they stand on a button. */
export const actionsOf = (detail: Detail): Action[] => detail.actions.filter(({ action }) => !DESK.includes(action)).map(({ action, name }) => ({ action, name: capital(name) }));
export const hasDeskActions = (detail: Detail) => detail.actions.some(({ action }) => DESK.includes(action));
export const needsWords = (action: string) => WORDS.includes(action);
export const isOpen = (incident: Incident) => !ENDED.includes(incident.state);

/** In what an extension is asked for: days of a term of days, else minutes. */
export function extensionUnit(incident: Incident): 'days' | 'minutes' {
  const stage = incident.stage as { term?: { clock?: string } | null } | undefined;
  return stage?.term?.clock === 'working_days' ? 'days' : 'minutes';
}

/** Whether somebody here has seen it, as the server knows or as it waits on this phone. */
export const isAcknowledged = (incident: Incident, detail: Detail | undefined) =>
  (incident.acknowledged_at ?? detail?.acknowledged_at ?? null) !== null || about(incident.id).some(({ kind, state }) => kind === 'acknowledge' && state === 'waiting');

/** Whether that is known at all: a list need not say it. */
export const knowsAcknowledged = (incident: Incident, detail: Detail | undefined) => incident.acknowledged_at !== undefined || detail !== undefined;
