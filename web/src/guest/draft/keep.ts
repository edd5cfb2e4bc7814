// What is being written stays on this phone under the code of its link, until it was sent.
import type { Schemas } from '../../base/api/client';
import type { Draft } from './draft';

/** With where it leads, so that it can be shown without a network. */
export interface Kept {
  view: Schemas['GuestView'];
  draft: Draft;
}

const keyOf = (code: string) => `ward.guest.draft.${code}`;

/** False where the browser keeps nothing (a private window that is full). */
export function keep(code: string, kept: Kept): boolean {
  try {
    localStorage.setItem(keyOf(code), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

export function recall(code: string): Kept | null {
  const text = localStorage.getItem(keyOf(code));
  return text === null ? null : (JSON.parse(text) as Kept);
}

export const forget = (code: string) => localStorage.removeItem(keyOf(code));
