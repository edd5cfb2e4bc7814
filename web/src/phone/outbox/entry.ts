// One write that waits on the phone until the server has it.
import type { paths } from '../../base/api/schema';
import type { Schemas } from '../../base/api/client';

export type Kind = 'file' | 'report' | 'action' | 'acknowledge' | 'receipt' | 'pass_on' | 'verdict' | 'declaration' | 'declaration_step' | 'visit' | 'measure' | StepKind | 'enterprise_day';
export type StepKind = 'enterprise_check' | 'enterprise_apply' | 'enterprise_withdraw';
export type Step = Schemas['OrderStep'];
export type Verdict = Schemas['VerdictInput'];
export type VisitSent = paths['/draws/{id}/visits/{item}']['put']['requestBody']['content']['application/json'];

/** Why it is still here. `status` and the rest are of the server's problem, in its words. */
export type Why =
  | { kind: 'network' }
  | { kind: 'session' } // somebody must log in again
  | { kind: 'busy'; status: number } // the server asks for patience
  | { kind: 'refused'; status: number; code: string; field: string; detail: string };

export interface Entry {
  /** UUIDv7: entries sort by it in the order they were written. Of a file, a report, a verdict, a declaration or a measure it is also the id of the thing. */
  id: string;
  kind: Kind;
  /** The report, incident, order, file, declaration, measure, enterprise, door (doorKey), visit (visitKey) or day (dayKey) that it is about. */
  subject: string;
  method: 'PUT' | 'POST';
  /** Below /api/v1. */
  path: string;
  json: Record<string, unknown> | null;
  /** Of a file. Not a Blob: those are lost by some browsers when their page ends. */
  bytes: ArrayBuffer | null;
  media_type: string;
  /** Ids of entries that the server must have first. */
  needs: string[];
  /** Server's time, ms since 1970. */
  written_at: number;
  /** What a person calls it: the type of a report, the headline of an order, the name of an action. */
  about: string;
  state: 'waiting' | 'refused';
  tries: number;
  /** Not sent by itself before this moment of this phone's clock, ms since 1970. */
  next_at: number;
  why: Why | null;
}

export type Report = Schemas['IncidentReport'];

type Written = Pick<Entry, 'id' | 'kind' | 'subject' | 'method' | 'path' | 'about'> & Partial<Entry>;

/** A new entry, with what all of them begin with. */
export const written = (what: Written, at: number): Entry => ({
  json: null, bytes: null, media_type: 'application/json', needs: [], written_at: at, state: 'waiting', tries: 0, next_at: 0, why: null, ...what,
});

export const fileEntry = (id: string, bytes: ArrayBuffer, media_type: string, about: string, at: number): Entry =>
  written({ id, kind: 'file', subject: id, method: 'PUT', path: `/files/${id}`, bytes, media_type, about }, at);

export const reportEntry = (id: string, report: Report, needs: string[], about: string, at: number): Entry =>
  written({ id, kind: 'report', subject: id, method: 'PUT', path: `/incidents/${id}`, json: { ...report }, needs, about }, at);

export const actionEntry = (incident: string, action: Schemas['IncidentAction'], needs: string[], about: string, at: number): Entry =>
  written({ id: action.id, kind: 'action', subject: incident, method: 'POST', path: `/incidents/${incident}/actions`, json: { ...action }, needs, about }, at);

export const acknowledgeEntry = (id: string, incident: string, about: string, at: number): Entry =>
  written({ id, kind: 'acknowledge', subject: incident, method: 'POST', path: `/incidents/${incident}/acknowledge`, about }, at);

export const receiptEntry = (id: string, order: string, step: Step, picture: string | null, about: string, at: number): Entry =>
  written(
    { id, kind: 'receipt', subject: order, method: 'POST', path: `/orders/${order}/receipt`, json: picture ? { step, picture } : { step }, needs: picture ? [picture] : [], about }, at,
  );

export const passOnEntry = (id: string, order: string, unit: string, text: string, about: string, at: number): Entry =>
  written({ id, kind: 'pass_on', subject: order, method: 'POST', path: `/orders/${order}/lines`, json: text ? { unit, text } : { unit }, about }, at);

/** A room in a round. */
export const doorKey = (round: string, room: string) => `${round}/${room}`;

export const verdictEntry = (round: string, verdict: Verdict, needs: string[], about: string, at: number): Entry =>
  written({ id: verdict.id, kind: 'verdict', subject: doorKey(round, verdict.room), method: 'POST', path: `/rounds/${round}/verdicts`, json: { ...verdict }, needs, about }, at);

export const declarationEntry = (id: string, said: Schemas['DeclarationInput'], about: string, at: number): Entry =>
  written({ id, kind: 'declaration', subject: id, method: 'PUT', path: `/declarations/${id}`, json: { ...said }, about }, at);

/** `by`: a step of the grid, or whoever declared them saying that they will not come. It waits for what was written of the declaration before. */
export const declarationStepEntry = (declaration: string, step: Schemas['DeclarationStep'], by: 'steps' | 'withdraw', needs: string[], about: string, at: number): Entry =>
  written({ id: step.id, kind: 'declaration_step', subject: declaration, method: 'POST', path: `/declarations/${declaration}/${by}`, json: { ...step }, needs, about }, at);

/** What was drawn, in its draw. */
export const visitKey = (draw: string, item: string) => `${draw}/${item}`;

export const visitEntry = (id: string, draw: string, item: string, found: VisitSent, needs: string[], about: string, at: number): Entry =>
  written({ id, kind: 'visit', subject: visitKey(draw, item), method: 'PUT', path: `/draws/${draw}/visits/${encodeURIComponent(item)}`, json: { ...found }, needs, about }, at);

/** It waits for its finding. */
export const measureEntry = (id: string, proposal: Schemas['MeasureInput'], needs: string[], about: string, at: number): Entry =>
  written({ id, kind: 'measure', subject: id, method: 'PUT', path: `/measures/${id}`, json: { ...proposal }, needs, about }, at);

/** What an enterprise does with its application, or the grid found there. */
export const enterpriseStepEntry = (kind: StepKind, enterprise: string, step: Schemas['EnterpriseStep'], about: string, at: number): Entry =>
  written({ id: step.id, kind, subject: enterprise, method: 'POST', path: `/enterprises/${enterprise}/steps`, json: { ...step }, about }, at);

/** A day of an enterprise. */
export const dayKey = (enterprise: string, day: string) => `${enterprise}/${day}`;

export const dayEntry = (id: string, enterprise: string, day: string, said: Schemas['EnterpriseDayInput'], about: string, at: number): Entry =>
  written({ id, kind: 'enterprise_day', subject: dayKey(enterprise, day), method: 'PUT', path: `/enterprises/${enterprise}/days/${day}`, json: { ...said }, about }, at);
