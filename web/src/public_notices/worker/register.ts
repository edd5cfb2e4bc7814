// Installs the service worker, after the page stands.

export async function installWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  await navigator.serviceWorker.register('/n/worker.js', { scope: '/n/' }).catch(() => undefined); // who allows none reads the page with a network
}
