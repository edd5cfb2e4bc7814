// The service worker of the phone pages: keeps the files they consist of, so that they open without a network, and sends the
// outbox when the browser wakes it. It never touches /api and never keeps an answer of it. A new version waits until a page
// says so, and takes nothing away but the older files.
import { isOwn, keepFiles, worker, type Fetching } from '../../base/worker/files';
import { send } from '../outbox/round';
import { store } from '../store/db';

declare const __SHELL__: readonly string[]; // by scripts/worker.ts
declare const __VERSION__: string;

const PAGE = '/phone/';
const kept = keepFiles('ward-phone-', __VERSION__, __SHELL__);

function answer(event: Fetching): void {
  if (!isOwn(event.request)) return;
  const { pathname } = new URL(event.request.url);
  if (event.request.mode === 'navigate' && pathname.startsWith(PAGE.slice(0, -1))) event.respondWith(kept(PAGE, event.request));
  else if (__SHELL__.includes(pathname)) event.respondWith(kept(pathname, event.request));
}

async function sync(): Promise<void> {
  const how = (await (await store()).get('kept', 'how'))?.value as { language: string; offset: number } | undefined;
  const left = await send(how ?? { language: 'en', offset: 0 });
  new BroadcastChannel('ward.phone').postMessage('changed');
  if (left) throw new Error('some of the outbox waits'); // the browser tries again
}

worker.addEventListener('fetch', answer);
worker.addEventListener('sync', (event) => {
  if (event.tag === 'outbox') event.waitUntil(sync());
});
worker.addEventListener('message', (event) => {
  if (event.data === 'take over') void worker.skipWaiting();
});
