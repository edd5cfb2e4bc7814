// What the phone knows better once the server has a write: the kept pages say so in the same transaction that ends the entry,
// so that nothing vanishes from the screen between "sent" and the next look at the server.
import type { Schemas } from '../../base/api/client';
import type { Kept } from '../store/db';
import type { Known } from '../enterprises/enterprise';
import { drawOf, ownOf, type Drawn } from '../inspections/visit';
import type { Walk } from '../store/kept';
import type { Entry, Step, Verdict } from './entry';

type Incident = Schemas['Incident'];
type Detail = Schemas['IncidentDetail'];
type MyOrder = Schemas['MyOrder'];
type Receipt = Schemas['VerdictReceipt'];
type Declaration = Schemas['DeclarationInFull'];
type DrawInFull = Schemas['DrawInFull'];
type Measure = Schemas['MeasureInFull'];
type Enterprise = Schemas['EnterpriseInFull'];

/** The kept pages as landing reads and writes them, all within one transaction. */
export interface Pages {
  get(key: string): Promise<Kept | undefined>;
  put(kept: Kept, key: string): Promise<unknown>;
}

const STEPS = ['delivered', 'read', 'acknowledged', 'done'] as const;

async function change<T>(pages: Pages, key: string, turn: (value: T) => T): Promise<void> {
  const kept = await pages.get(key);
  if (kept) await pages.put({ ...kept, value: turn(kept.value as T) }, key);
}

const isIncident = (answer: unknown): answer is Incident => typeof answer === 'object' && answer !== null && 'id' in answer && 'version' in answer;
const isDeclaration = (answer: unknown): answer is Declaration => typeof answer === 'object' && answer !== null && 'awaits' in answer;
const isDrawInFull = (answer: unknown): answer is DrawInFull => typeof answer === 'object' && answer !== null && 'visits' in answer;
const isMeasure = (answer: unknown): answer is Measure => typeof answer === 'object' && answer !== null && 'can' in answer;
const isEnterprise = (answer: unknown): answer is Enterprise => typeof answer === 'object' && answer !== null && 'credit_code' in answer;
const isDetail = (answer: unknown): answer is Detail => typeof answer === 'object' && answer !== null && 'incident' in answer;

async function reported(pages: Pages, answer: unknown, at: number): Promise<void> {
  if (!isIncident(answer)) return;
  const kept = await pages.get('reports');
  const others = ((kept?.value as Incident[] | undefined) ?? []).filter((one) => one.id !== answer.id);
  await pages.put({ at: kept?.at ?? at, value: [answer, ...others] }, 'reports');
}

async function moved(pages: Pages, answer: unknown, at: number): Promise<void> {
  if (!isDetail(answer)) return;
  const { incident } = answer;
  await pages.put({ at, value: answer }, `incident/${incident.id}`);
  for (const list of ['tasks', 'reports']) {
    await change<Incident[]>(pages, list, (items) => items.map((one) => (one.id === incident.id ? { ...incident, acknowledged_at: answer.acknowledged_at } : one)));
  }
}

async function declared(pages: Pages, answer: unknown, at: number): Promise<void> {
  if (!isDeclaration(answer)) return;
  const kept = await pages.get('arrivals');
  const others = ((kept?.value as Declaration[] | undefined) ?? []).filter((one) => one.id !== answer.id);
  await pages.put({ at: kept?.at ?? at, value: [...others, answer] }, 'arrivals');
}

/** A step counts with all before it. */
export function stepped(mine: MyOrder['mine'], step: Step, at: string): MyOrder['mine'] {
  const out = { ...mine };
  for (const one of STEPS.slice(0, STEPS.indexOf(step) + 1)) out[`${one}_at`] ??= at;
  return out;
}

const orders = (pages: Pages, id: string, turn: (one: MyOrder) => MyOrder) =>
  change<MyOrder[]>(pages, 'orders', (items) => items.map((one) => (one.order.id === id ? turn(one) : one)));

/** How the room stands now. What stands there besides is in doubt when it had come before, or says something else together with what others found. */
async function visited(pages: Pages, { subject, json }: Entry, { finding, again }: Receipt): Promise<void> {
  const [round] = subject.split('/');
  const verdict = json as unknown as Verdict;
  const standing = (known: string[]) => [...new Set([...known.filter((id) => !verdict.after?.includes(id)), verdict.id])];
  await change<Walk>(pages, `round/${round}`, (walk) => ({
    ...walk,
    doubt: walk.doubt || again === true || finding?.state !== verdict.found,
    rooms: walk.rooms.map((room) => (room.id === verdict.room ? { ...room, ...finding, known: standing(room.known) } : room)),
  }));
}

/** The draw as the visit left it: what does not exist may have brought another one. */
async function inspected(pages: Pages, answer: unknown): Promise<void> {
  if (!isDrawInFull(answer)) return;
  await change<Drawn>(pages, `draw/${answer.id}`, (one) => ({ ...one, draw: drawOf(answer), visits: ownOf(answer, one.inspector) }));
}

async function proposed(pages: Pages, answer: unknown, at: number): Promise<void> {
  if (!isMeasure(answer)) return;
  await pages.put({ at, value: answer }, `measure/${answer.id}`);
  const kept = await pages.get('measures');
  const others = ((kept?.value as { id: string }[] | undefined) ?? []).filter(({ id }) => id !== answer.id);
  await pages.put({ at: kept?.at ?? at, value: [answer, ...others] }, 'measures');
}

/** In the list as far as it says there. */
async function looked(pages: Pages, answer: unknown, at: number): Promise<void> {
  if (!isEnterprise(answer)) return;
  await pages.put({ at, value: answer }, `enterprise/${answer.id}`);
  const { state, trouble, passed, cap, caps, conditions, open_since, last_report, steps, version } = answer;
  const now = { state, trouble, passed, cap, caps, conditions, open_since, last_report, steps, version };
  await change<Known[]>(pages, 'enterprises', (all) => all.map((one) => (one.id === answer.id ? { ...one, ...now } : one)));
}

/** `at` is the server's time, in ms since 1970. */
export async function land(pages: Pages, entry: Entry, answer: unknown, at: number): Promise<void> {
  if (entry.kind === 'report') await reported(pages, answer, at);
  if (entry.kind === 'action' || entry.kind === 'acknowledge') await moved(pages, answer, at);
  if (entry.kind === 'verdict') await visited(pages, entry, answer as Receipt);
  if (entry.kind === 'declaration' || entry.kind === 'declaration_step') await declared(pages, answer, at);
  if (entry.kind === 'visit') await inspected(pages, answer);
  if (entry.kind === 'measure') await proposed(pages, answer, at);
  if (entry.kind.startsWith('enterprise_')) await looked(pages, answer, at);
  if (entry.kind === 'receipt') {
    const step = entry.json?.step as Step;
    await orders(pages, entry.subject, (one) => ({ ...one, mine: stepped(one.mine, step, new Date(at).toISOString()) }));
  }
  if (entry.kind === 'pass_on') {
    await orders(pages, entry.subject, (one) => ({ ...one, pass_on: one.pass_on.filter(({ unit }) => unit !== entry.json?.unit) }));
  }
}
