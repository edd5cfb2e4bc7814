// Installs the service worker, and tells when a new version of the pages is there. Nothing that is written is lost by it: drafts
// and outbox lie in the database.
import { ref } from 'vue';

export const newVersion = ref(false);
let registration: ServiceWorkerRegistration | undefined;

function watch(found: ServiceWorkerRegistration): void {
  const installing = found.installing;
  installing?.addEventListener('statechange', () => {
    if (installing.state === 'installed' && navigator.serviceWorker.controller) newVersion.value = true;
  });
}

export async function installWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  try {
    registration = await navigator.serviceWorker.register('/phone/worker.js', { scope: '/phone/' });
  } catch {
    return; // a browser or an address (http) that allows none: the pages work, but not without a network
  }
  const found = registration;
  newVersion.value = found.waiting !== null && navigator.serviceWorker.controller !== null;
  found.addEventListener('updatefound', () => watch(found));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void found.update().catch(() => undefined));
}

/** The new version takes over, and the page is loaded again. */
export function takeNewVersion(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  registration?.waiting?.postMessage('take over');
}
