// What the page showed last stays in this browser, so that it is there at once on a slow line and without a network. It is
// what the city said to everybody, for one place; the next one takes its room.
import type { Notice } from './reading';

const AT = 'ward.notices.kept';
const FORMAT = 1;

export interface News {
  /** When it was so, ms since 1970. */
  at: number;
  items: Notice[];
  next: string | null;
  zone: string;
  city: string | null;
}

export function keep(code: string, news: News): void {
  try {
    localStorage.setItem(AT, JSON.stringify({ format: FORMAT, code, news }));
  } catch {
    forget(); // there is no room for it: rather nothing than what was in force before
  }
}

export function forget(): void {
  localStorage.removeItem(AT);
}

/** What is in another format, or broken, is nothing. */
export function recall(code: string): News | null {
  try {
    const kept = JSON.parse(localStorage.getItem(AT) ?? 'null') as { format: number; code: string; news: News } | null;
    return kept?.format === FORMAT && kept.code === code ? kept.news : null;
  } catch {
    return null;
  }
}
