// What is being written stays on this phone under the code of its link, until it was sent.
import type { Schemas } from '../../base/api/client';
import type { Draft } from './draft';

/** Of what is kept; one more with every change of it or of Draft, so that what an older page wrote is not misread. */
const FORMAT = 2;

/** With where it leads, so that it can be shown without a network. */
export interface Kept {
  view: Schemas['GuestView'];
  draft: Draft;
}

const keyOf = (code: string) => `ward.guest.draft.${code}`;

/** False where the browser keeps nothing (a private window that is full). */
export function keep(code: string, kept: Kept): boolean {
  try {
    localStorage.setItem(keyOf(code), JSON.stringify({ format: FORMAT, ...kept }));
    return true;
  } catch {
    return false;
  }
}

function read(text: string): Kept | null {
  try {
    const { format, ...kept } = JSON.parse(text) as Kept & { format?: number };
    return format === FORMAT ? kept : null;
  } catch {
    return null;
  }
}

export const forget = (code: string) => localStorage.removeItem(keyOf(code));

/** What is in another format goes: it is somebody's, and nobody can read it any more. */
export function recall(code: string): Kept | null {
  const text = localStorage.getItem(keyOf(code));
  const kept = text === null ? null : read(text);
  if (text !== null && !kept) forget(code);
  return kept;
}
