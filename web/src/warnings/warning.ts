// Warnings at the server.
import { answer, api } from '../base/api/client';
import type { Warning } from './standing';

const PAGE = 100;
const MOST_PAGES = 10;

/** Among the newest thousand: the server gives no single one. */
export async function findWarning(id: string): Promise<Warning | null> {
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; ++page) {
    const { items, next } = await answer(api.GET('/warnings', { params: { query: { limit: PAGE, after } } }));
    const found = items.find((one) => one.id === id);
    if (found || !next) return found ?? null;
    after = next;
  }
  return null;
}

/** A document in CAP: a file as it is, or what somebody pasted. */
export function takeWarning(document: ArrayBuffer | string): Promise<Warning> {
  return answer(api.POST('/warnings', {
    body: document as string, bodySerializer: (body: unknown) => body as BodyInit, headers: { 'Content-Type': 'application/cap+xml' },
  }));
}

/** Pasted text is no bytes any more: what it declares of its encoding is not so, and no blank may stand before a declaration. Lines keep their numbers. */
export const pasted = (text: string) => text.replace(/^(\s*)<\?xml[^>]*\?>/, '$1');
