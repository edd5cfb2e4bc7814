// The one way to the server: typed by openapi.yaml, in the user's language, with what a write needs.
import createClient, { type Middleware } from 'openapi-fetch';
import { language } from '../i18n/i18n';
import { t } from './texts';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

/** What went wrong, in words for people. `code` and `field` are those of RFC 9457 problems of the server. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly field = '',
    readonly retryAfterS: number | null = null,
  ) {
    super(detail);
  }
}

const listeners: Array<() => void> = [];

/** Called when the server no longer knows the session. */
export function onSessionLost(listener: () => void): void {
  listeners.push(listener);
}

const carry: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language.value);
    if (request.method !== 'GET') request.headers.set('X-Ward-Csrf', '1');
    return request;
  },
  onResponse({ request, response }) {
    const loggingIn = request.method === 'POST' && request.url.endsWith('/session');
    if (response.status === 401 && !loggingIn) listeners.forEach((listener) => listener());
  },
};

export const api = createClient<paths>({ baseUrl: '/api/v1', credentials: 'same-origin' });
api.use(carry);

function problemOf(response: Response, body: unknown): Problem {
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  const retryAfterS = Number.isFinite(seconds) ? seconds : null;
  const problem = body as Partial<Schemas['Problem']> | undefined;
  if (problem && typeof problem === 'object' && typeof problem.detail === 'string') {
    return new Problem(response.status, problem.code ?? '', problem.detail, problem.field ?? '', retryAfterS);
  }
  return new Problem(response.status, '', t('strange_answer', { status: response.status }), '', retryAfterS);
}

/** The answer of a call, or a thrown Problem. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let result;
  try {
    result = await call;
  } catch {
    throw new Problem(0, 'unreachable', t('unreachable'));
  }
  if (!result.response.ok) throw problemOf(result.response, result.error);
  return result.data as T;
}
