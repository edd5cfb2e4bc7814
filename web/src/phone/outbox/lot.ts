// What goes to the server in one request. Most writes go alone; verdicts of a round go together, and are judged each for itself.
import type { Schemas } from '../../base/api/client';
import type { Entry } from './entry';
import type { Outcome } from './outbox';

/** What POST /rounds/{id}/verdicts takes at once. */
export const MOST = 200;

type Receipt = Schemas['VerdictReceipt'];

/** `first`, with those of `others` that go in the same request; in the order they were written. */
export function lotOf(first: Entry, others: readonly Entry[]): Entry[] {
  if (first.kind !== 'verdict') return [first];
  return [first, ...others.filter((one) => one !== first && one.kind === 'verdict' && one.path === first.path)].slice(0, MOST);
}

/** `now`: this phone's clock, ms since 1970: by the same clock as the times of the visits. */
export function bodyOf(lot: readonly Entry[], now: number): BodyInit | undefined {
  const [first] = lot;
  if (first!.kind === 'verdict') return JSON.stringify({ sent_at: new Date(now).toISOString(), verdicts: lot.map(({ json }) => json) });
  return first!.bytes ?? (first!.json ? JSON.stringify(first!.json) : undefined);
}

const receiptsIn = (answer: unknown): Receipt[] => (answer as { items?: Receipt[] } | null)?.items ?? [];

function judged(receipt: Receipt | undefined): Outcome {
  if (!receipt) return { kind: 'later', why: { kind: 'network' }, stop: false };
  if (receipt.stored) return { kind: 'sent', answer: receipt };
  return { kind: 'refused', why: { kind: 'refused', status: 200, code: receipt.code ?? '', field: receipt.field ?? '', detail: receipt.message ?? '' } };
}

/** What became of each, when `outcome` became of the request. */
export function outcomesOf(lot: readonly Entry[], outcome: Outcome): Outcome[] {
  if (outcome.kind !== 'sent' || lot[0]!.kind !== 'verdict') return lot.map(() => outcome);
  const receipts = new Map(receiptsIn(outcome.answer).map((one) => [one.id, one]));
  return lot.map(({ id }) => judged(receipts.get(id)));
}
