// What the service workers of several pages share: they keep the files their pages consist of (scripts/worker.ts says which),
// so that those open without a network. The files of an older version go when no page uses them any more.

export interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
export interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
export interface Syncing extends Lasting {
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
export const worker = self as unknown as Worker;

/** Keeps `paths` in a cache of their own, PREFIX and version; the answer finds one of them, or asks for it. */
export function keepFiles(prefix: string, version: string, paths: readonly string[]) {
  const cache = () => caches.open(prefix + version);

  async function install(): Promise<void> {
    await (await cache()).addAll(paths.map((path) => new Request(path, { cache: 'no-cache' })));
  }
  async function activate(): Promise<void> {
    for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== prefix + version) await caches.delete(name);
    await worker.clients.claim();
  }
  worker.addEventListener('install', (event) => event.waitUntil(install()));
  worker.addEventListener('activate', (event) => event.waitUntil(activate()));

  return async (path: string, request: Request): Promise<Response> => (await (await cache()).match(path)) ?? fetch(request);
}

/** A question that a worker may answer from its files: to read, and of this very server. */
export const isOwn = ({ method, url }: Request) => method === 'GET' && new URL(url).origin === worker.location.origin;
