// What is in force, asked for again and again while somebody looks.
import { ref } from 'vue';
import { answer, api, Problem } from '../base/api/client';
import { codeIn } from './address';
import { forget, keep, recall, type News } from './kept';

const AGAIN_MS = 60_000;
const PATIENCE_MS = 45_000; // then nobody answers
const PAGE = 20;
const MOST = 500; // that the server gives at once

/** `unknown`: there is no such place; `away`: nobody could be asked; `server`: who was asked could not say. */
export type Trouble = '' | 'unknown' | 'away' | 'server';

export const code = codeIn(location.hash);
export const news = ref<News | null>(recall(code));
export const trouble = ref<Trouble>('');
export const asking = ref(false);
/** The server has answered since the page was opened. */
export const heard = ref(false);

function patience(): AbortSignal {
  const waiting = new AbortController();
  setTimeout(() => waiting.abort(), PATIENCE_MS);
  return waiting.signal;
}

function ask(query: { limit: number; after?: string }) {
  const about = { ...query, ...(code && { unit: code }) };
  return answer(api.GET('/public/notices', { params: { query: about }, credentials: 'omit', signal: patience() }));
}

function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Problem)) throw error;
  if (code && (error.status === 404 || (error.status === 400 && error.field === 'unit'))) return 'unknown';
  return error.status === 0 ? 'away' : 'server';
}

/** One question at a time: `found` says what is shown after it. */
async function learn(found: () => Promise<Omit<News, 'at'>>): Promise<void> {
  if (asking.value) return;
  asking.value = true;
  try {
    news.value = { ...(await found()), at: Date.now() };
    trouble.value = '';
    heard.value = true;
    keep(code, news.value);
  } catch (error) {
    trouble.value = troubleOf(error);
    if (trouble.value !== 'unknown') return;
    if (news.value) forget(); // what is kept of another place stays
    news.value = null;
  } finally {
    asking.value = false;
  }
}

/** As many as are shown, so that what is no longer in force goes from anywhere. */
export const look = () => learn(() => ask({ limit: Math.min(MOST, Math.max(PAGE, news.value?.items.length ?? 0)) }));

export const more = () =>
  learn(async () => {
    const before = news.value?.items ?? [];
    const page = await ask({ limit: PAGE, after: news.value?.next ?? undefined });
    const known = new Set(before.map(({ id }) => id));
    return { ...page, items: [...before, ...page.items.filter(({ id }) => !known.has(id))] };
  });

const lookIfSeen = () => void (document.hidden || look());

export function follow(): void {
  setInterval(lookIfSeen, AGAIN_MS);
  document.addEventListener('visibilitychange', lookIfSeen);
  addEventListener('online', lookIfSeen);
  void look();
}
