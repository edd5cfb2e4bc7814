// A measure that is being proposed after a visit. It lies on the phone from the first touch on, and becomes an entry of the outbox, which
// waits for the finding that it is about. Pure.
import type { Schemas } from '../../base/api/client';
import { measureEntry, type Entry } from '../outbox/entry';
import type { Kind } from './measure';

type Input = Schemas['MeasureInput'];

export interface ProposalDraft {
  /** That of the measure it will be. */
  id: string;
  of: 'measure'; // beside the drafts of reports
  /** Server's time, ms since 1970. */
  begun_at: number;
  draw: string;
  item: string;
  offence: string;
  kind: Kind | '';
  party: string;
  /** The others of the visit who found it too. */
  others: string[];
  /** Of a fine, in yuan, as it is typed. */
  amount: string;
}

export const emptyProposal = (id: string, draw: string, item: string, party: string, at: number): ProposalDraft => ({
  id, of: 'measure', begun_at: at, draw, item, offence: '', kind: '', party, others: [], amount: '',
});

/** 1/100 yuan of "500", "1,000.5" or "500.00"; null of anything else. */
export function fenOf(amount: string): number | null {
  const found = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(amount.trim().replaceAll(',', ''));
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null;
}
export const yuanOf = (fen: number) => (fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2));

export type Lacking = 'offence' | 'kind' | 'party' | 'second' | 'amount';

/** The first thing without which it cannot be proposed. `limits`: of the offence. */
export function lackingIn({ offence, kind, party, others, amount }: ProposalDraft, limits: Pick<Schemas['Offence'], 'least_fen' | 'most_fen'> | undefined): Lacking | null {
  if (!offence || !limits) return 'offence';
  if (!kind) return 'kind';
  if (!party.trim()) return 'party';
  if (kind !== 'fine') return null;
  if (others.length === 0) return 'second';
  const fen = fenOf(amount);
  return fen === null || fen < limits.least_fen || fen > limits.most_fen ? 'amount' : null;
}

/** `me`: the account that proposes, being one of those who found it. */
export function entryOf({ id, draw, item, offence, kind, party, others, amount }: ProposalDraft, me: string, needs: string[], about: string, at: number): Entry {
  const fen = kind === 'fine' && { fen: fenOf(amount) ?? 0 };
  const said: Input = { draw, item, kind: kind || 'instruction', offence, party: party.trim(), inspectors: [me, ...others], ...fen };
  return measureEntry(id, said, needs, about, at);
}

/** The way back: one that was refused is written again. Who proposes stands first. */
export function draftOf({ id, json, written_at }: Entry): ProposalDraft {
  const { draw, item, kind, offence, party, inspectors, fen } = json as unknown as Input;
  return { ...emptyProposal(id, draw, item, party, written_at), kind, offence, others: inspectors.slice(1), amount: fen === undefined ? '' : yuanOf(fen) };
}
