// The service worker of the page of notices: keeps the files it consists of, so that it opens without a network and shows what
// it had. It never touches /api. The page itself is asked for first, for who has a network shall have the newest.
import { isOwn, keepFiles, worker, type Fetching } from '../../base/worker/files';

declare const __SHELL__: readonly string[]; // by scripts/worker.ts
declare const __VERSION__: string;

const PAGE = '/n/';
const PATIENCE_MS = 4_000; // then what is kept is shown
const kept = keepFiles('ward-notices-', __VERSION__, __SHELL__);

async function page(request: Request): Promise<Response> {
  const late = new Promise<null>((resume) => setTimeout(() => resume(null), PATIENCE_MS));
  const first = await Promise.race([fetch(request).catch(() => null), late]);
  return first?.ok ? first : kept(PAGE, request);
}

function answer(event: Fetching): void {
  if (!isOwn(event.request)) return;
  const { pathname } = new URL(event.request.url);
  if (event.request.mode === 'navigate') event.respondWith(page(event.request));
  else if (__SHELL__.includes(pathname)) event.respondWith(kept(pathname, event.request));
}

worker.addEventListener('fetch', answer);
