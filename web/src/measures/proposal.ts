// A measure while it is proposed: what the offence allows, and what is missing.
import type { Schemas } from '../base/api/client';
import { KINDS, type Kind, type Offence } from './measure';
import { fenOf } from './yuan';

export interface Form {
  offence: string; // code
  kind: Kind | '';
  party: string;
  inspectors: string[]; // accounts
  fen: string; // in yuan
}
type Lack = 'offence' | 'kind' | 'fen' | 'party' | 'inspectors' | 'two';
type Said = Omit<Schemas['MeasureInput'], 'draw' | 'item'>;
export type Read = { said: Said } | { lack: Lack };

/** In the order of how grave they are. */
export const kindsOf = (offence: Offence | undefined): Kind[] => KINDS.filter((kind) => offence?.kinds.includes(kind));

/** `me`: whoever proposes has found it, too. */
export function readForm({ kind, party, inspectors, fen: typed }: Form, offence: Offence | undefined, me: string): Read {
  if (!offence) return { lack: 'offence' };
  if (!kind || !offence.kinds.includes(kind)) return { lack: 'kind' };
  const fen = kind === 'fine' ? fenOf(typed) : 0;
  if (fen === null || (kind === 'fine' && (fen < offence.least_fen || fen > offence.most_fen))) return { lack: 'fen' };
  if (!party.trim()) return { lack: 'party' };
  if (!inspectors.includes(me)) return { lack: 'inspectors' };
  if (kind === 'fine' && inspectors.length < 2) return { lack: 'two' };
  return { said: { kind, offence: offence.code, party: party.trim(), inspectors: [...inspectors], ...(kind === 'fine' && { fen }) } };
}
