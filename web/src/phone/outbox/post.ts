// Sends a lot over the network and reads the answer: is it there, was it refused, or must it be tried again?
import type { Entry, Why } from './entry';
import { bodyOf } from './lot';
import type { Outcome } from './outbox';

const PATIENCE_MS = 120_000; // a picture over a slow line
const LATER = [408, 425, 429];

const network: Outcome = { kind: 'later', why: { kind: 'network' }, stop: true };

/** A timeout as old browsers know it. */
function patience(): { signal: AbortSignal; done: () => void } {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), PATIENCE_MS);
  return { signal: control.signal, done: () => clearTimeout(timer) };
}

function refusal(status: number, body: unknown): Why {
  const problem = (body ?? {}) as { code?: unknown; field?: unknown; detail?: unknown };
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return { kind: 'refused', status, code: text(problem.code), field: text(problem.field), detail: text(problem.detail) };
}

/** Pure: what an answer means. `json` is its body, undefined when it had none that is JSON. */
export function outcomeOf(status: number, json: unknown, retryAfterS: number | null): Outcome {
  if (status === 204) return { kind: 'sent', answer: null };
  if (status >= 200 && status < 300) return json === undefined ? network : { kind: 'sent', answer: json }; // the page of a hotspot is no answer of ours
  if (status === 401) return { kind: 'later', why: { kind: 'session' }, stop: true, after_ms: 0 };
  if (LATER.includes(status)) return { kind: 'later', why: { kind: 'busy', status }, stop: true, ...(retryAfterS !== null && { after_ms: retryAfterS * 1_000 }) };
  if (status >= 500) return { kind: 'later', why: { kind: 'busy', status }, stop: status !== 500 };
  return status >= 400 && json !== undefined ? { kind: 'refused', why: refusal(status, json) } : network;
}

async function jsonOf(response: Response): Promise<unknown> {
  if (response.status === 204 || !/\bjson\b/.test(response.headers.get('Content-Type') ?? '')) return undefined;
  return response.json();
}

export async function post(lot: readonly Entry[], language: string): Promise<Outcome> {
  const { signal, done } = patience();
  try {
    const { path, method, media_type } = lot[0]!;
    const body = bodyOf(lot, Date.now());
    const response = await fetch(`/api/v1${path}`, {
      method, body, signal, credentials: 'same-origin', redirect: 'error',
      headers: { 'Accept-Language': language, 'X-Ward-Csrf': '1', ...(body !== undefined && { 'Content-Type': media_type }) },
    });
    const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
    return outcomeOf(response.status, await jsonOf(response), Number.isFinite(seconds) ? seconds : null);
  } catch {
    return network;
  } finally {
    done();
  }
}
