// Server-sent events: one stream for the whole console. When it breaks, everyone is told and it is tried again. Whenever
// it begins to stand, the first time too, whoever listens already catches up over the API: what happened between their
// last look and now is not repeated here.
import { ref, watch } from 'vue';
import { api, type Schemas } from '../api/client';
import { language } from '../i18n/i18n';

export interface LiveEvents {
  passage: Schemas['PassageRow'];
  alarm: Schemas['Alarm'];
  device: Schemas['Device'];
  unit: Schemas['UnitEvent'];
  incident: Schemas['IncidentEvent'];
  order: Schemas['OrderEvent'];
  receipts: Schemas['OrderEvent']; // its recipients came further; once a second at most
  duty: Schemas['DutyEvent'];
  notice: Schemas['NoticeEvent']; // there is one more for who listens
  round: Schemas['RoundEvent'];
  declaration: Schemas['DeclarationEvent'];
}
type Kind = keyof LiveEvents;
type Handlers = { [K in Kind]?: (row: LiveEvents[K]) => void } & { catchUp?: () => void };

export type Connection = 'off' | 'connecting' | 'open' | 'lost';
export const connection = ref<Connection>('off');

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
const handlers = new Set<Handlers>();
let source: EventSource | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let waitMs = FIRST_WAIT_MS;

function dispatch<K extends Kind>(kind: K, text: string): void {
  let row: LiveEvents[K];
  try {
    row = JSON.parse(text) as LiveEvents[K];
  } catch {
    return; // a torn event; the row comes with the next catch-up
  }
  for (const handler of handlers) (handler[kind] as ((row: LiveEvents[K]) => void) | undefined)?.(row);
}

function opened(): void {
  connection.value = 'open';
  waitMs = FIRST_WAIT_MS;
  for (const handler of handlers) handler.catchUp?.();
}

function broken(): void {
  source?.close();
  source = null;
  if (connection.value === 'off') return;
  connection.value = 'lost';
  api.GET('/session').catch(() => undefined); // a session that ended shows itself here as 401
  clearTimeout(timer);
  timer = setTimeout(connect, waitMs);
  waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
}

function connect(): void {
  source = new EventSource(`/api/v1/live?language=${language.value}`);
  source.onopen = opened;
  source.onerror = broken;
  for (const kind of ['passage', 'alarm', 'device', 'unit', 'incident', 'order', 'receipts', 'duty', 'notice', 'round', 'declaration'] as const) {
    source.addEventListener(kind, (event) => dispatch(kind, (event as MessageEvent<string>).data));
  }
}

export function startLive(): void {
  if (connection.value !== 'off') return;
  connection.value = 'connecting';
  connect();
}

export function stopLive(): void {
  connection.value = 'off';
  clearTimeout(timer);
  source?.close();
  source = null;
}

// An EventSource cannot send Accept-Language: the stream begins anew in the other language, and everyone catches up.
watch(language, () => {
  if (connection.value === 'off') return;
  source?.close();
  clearTimeout(timer);
  connection.value = 'lost';
  connect();
});

/** Listens until the returned function is called. */
export function listen(wanted: Handlers): () => void {
  handlers.add(wanted);
  return () => handlers.delete(wanted);
}
