// What the tests of the phone pages need: phones with a storage and a network of their own, before the mock or the real server.
import assert from 'node:assert/strict';
import { password as ofMock } from './console.mjs';

const NETWORK = /Failed to load resource/; // a phone without a network, and what the server refuses, are told to the person

/** Remembers what the scripts of a page complain of. */
export function watch(page, complaints) {
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !NETWORK.test(message.text()) && complaints.push(message.text()));
}

/** Makes phones of a browser: each with its own storage and its own network. */
export const phoneIn = (browser) => async (t, { language = 'en', large = false, width = 390, height = 844, dark = false, withoutWorker = false } = {}) => {
  const context = await browser().newContext({
    viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', hasTouch: true,
    permissions: ['geolocation', 'microphone'], geolocation: { latitude: 29.306512, longitude: 120.075058, accuracy: 14 },
  });
  t.after(() => context.close());
  await context.addInitScript(([code, big, old]) => {
    localStorage.setItem('ward.phone.language', code);
    if (big) localStorage.setItem('ward.phone.large', 'yes');
    if (old) delete Navigator.prototype.serviceWorker; // then nothing is sent but by the page
  }, [language, large, withoutWorker]);
  const page = await context.newPage();
  page.complaints = [];
  watch(page, page.complaints);
  return page;
};

/** `server`: what has a `url`, the mock or the real one. */
export async function logIn(page, server, name = 'li', password = ofMock) {
  await page.goto(`${server.url}/phone/`);
  await page.fill('#p-name', name);
  await page.fill('#p-password', password);
  await page.keyboard.press('Enter');
  await page.locator('nav.tabs').waitFor();
}

export const tab = (page, name) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
export const button = (page, name) => page.getByRole('button', { name, exact: true });

/** The keys that lie on a shelf of the phone's database. */
export const kept = (page, shelf) =>
  page.evaluate(
    (name) =>
      new Promise((done) => {
        const opening = indexedDB.open('ward-phone');
        opening.onsuccess = () => {
          const asking = opening.result.transaction(name).objectStore(name).getAllKeys();
          asking.onsuccess = () => {
            opening.result.close();
            done(asking.result);
          };
        };
      }),
    shelf,
  );

/** Waits until it is so. */
export async function counted(check, what = 'it did not come') {
  for (const end = Date.now() + 30_000; !(await check()); ) {
    assert.ok(Date.now() < end, what);
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

/** Run in a page: what reaches past the edge of the screen or is cut off within its box. */
export const cutOff = () =>
  [...document.querySelectorAll('body *')]
    .filter((at) => at.getClientRects().length > 0 && !at.closest('.w-hidden, svg, audio'))
    .filter((at) => at.getBoundingClientRect().right > innerWidth + 1 || (getComputedStyle(at).overflowX !== 'visible' && at.scrollWidth > at.clientWidth + 1 && at.tagName !== 'TEXTAREA' && at.tagName !== 'INPUT'))
    .map((at) => at.outerHTML.slice(0, 120));

/** Run in a page: words in Latin letters that are broken within, as where a column is too narrow for them. */
export const brokenWords = () => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.getClientRects().length === 0 || text.parentElement.closest('.w-hidden, option, svg')) continue;
    for (const { 0: word, index } of text.data.matchAll(/[A-Za-z’]{2,}/g)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) found.push(`${word}: ${text.parentElement.outerHTML.slice(0, 100)}`);
    }
  }
  return found;
};
