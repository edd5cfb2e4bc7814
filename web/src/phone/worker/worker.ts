// The service worker of the phone pages: keeps the files they consist of, so that they open without a network, and sends the
// outbox when the browser wakes it. It never touches /api and never keeps an answer of it. A new version waits until a page
// says so, and takes nothing away but the older files.
import { send } from '../outbox/round';
import { store } from '../store/db';

declare const __SHELL__: readonly string[]; // by scripts/worker.ts
declare const __VERSION__: string;

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Syncing extends Lasting {
  readonly tag: string;
}
interface Worker {
  addEventListener(type: 'install' | 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(type: 'sync', listener: (event: Syncing) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
  readonly location: Location;
}
const worker = self as unknown as Worker;

const PREFIX = 'ward-phone-';
const CACHE = PREFIX + __VERSION__;
const PAGE = '/phone/';

async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll(__SHELL__.map((path) => new Request(path, { cache: 'no-cache' })));
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  await worker.clients.claim();
}

async function kept(path: string, request: Request): Promise<Response> {
  return (await (await caches.open(CACHE)).match(path)) ?? fetch(request);
}

function answer(event: Fetching): void {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (event.request.mode === 'navigate' && url.pathname.startsWith(PAGE.slice(0, -1))) event.respondWith(kept(PAGE, event.request));
  else if (__SHELL__.includes(url.pathname)) event.respondWith(kept(url.pathname, event.request));
}

async function sync(): Promise<void> {
  const how = (await (await store()).get('kept', 'how'))?.value as { language: string; offset: number } | undefined;
  const left = await send(how ?? { language: 'en', offset: 0 });
  new BroadcastChannel('ward.phone').postMessage('changed');
  if (left) throw new Error('some of the outbox waits'); // the browser tries again
}

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(activate()));
worker.addEventListener('fetch', answer);
worker.addEventListener('sync', (event) => {
  if (event.tag === 'outbox') event.waitUntil(sync());
});
worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting();
});
