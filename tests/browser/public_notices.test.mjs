// The page of notices, for anybody: in the reader's language, for the whole city or a place, on a slow line and without one, on
// paper; and nothing about the reader is kept.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { publish } from '../../web/mock/public_notices.mjs';
import { repository } from '../flow/support/ward.mjs';
import { browserFor, cutOff, mockServer, violations } from './console.mjs';

const browser = browserFor(test);
const DIST = join(repository, 'web/dist');

/** Somebody whose browser speaks `locale`, somewhere else than the city is. Remembers what the page's scripts complained of. */
async function reader(t, { locale = 'en-GB', width = 390, height = 844, dark = false } = {}) {
  const context = await browser().newContext({ locale, timezoneId: 'America/Lima', viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', hasTouch: true });
  t.after(() => context.close());
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(`script: ${error.message}`));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !/Failed to load resource/.test(message.text()) && page.complaints.push(message.text()));
  return page;
}

const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);
const heading = (page, name) => page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const headlines = (page) => page.locator('article h2').allTextContents();
const speak = async (page, language) => {
  await page.locator(`nav button[lang=${language}]`).click();
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
};
/** A moment of the city as the page's reader writes it; by their browser, for others write otherwise. */
const words = (page, at) => page.evaluate((said) => new Intl.DateTimeFormat(navigator.language, { timeZone: 'Asia/Shanghai', dateStyle: 'full', timeStyle: 'short' }).format(new Date(said)), at);
const one = (language, headline, text = headline) => [{ language, headline, text }];
/** The page has stored its files for the time without a network. */
const settled = (page) => page.evaluate(async () => void (await navigator.serviceWorker.ready));

test('somebody reads in their own language what holds in the city, the newest first, what is urgent by more than colour', async (t) => {
  const mock = await mockServer(t);
  const page = await reader(t, { locale: 'ko-KR' });
  await page.goto(`${mock.url}/n/`);
  await heading(page, '공지');
  assert.equal(await page.title(), '공지: 义乌市');
  const [urgent, masks] = [page.locator('article').nth(0), page.locator('article').nth(1)];
  assert.deepEqual(await headlines(page), ['Everybody in Fotang is tested today and tomorrow', '공공장소에서는 마스크를 착용하세요']);
  await urgent.getByText('긴급', { exact: true }).waitFor();
  assert.equal(await masks.getByText('긴급').count(), 0);
  await urgent.getByText('이 공지는 선택하신 언어로 작성되지 않았습니다. 표시된 언어: 영어.').waitFor();
  assert.equal(await masks.getByText(/표시된 언어/).count(), 0);
  const { issued_at, due_at } = mock.state.orders.find((order) => order.urgency === 'immediate' && order.public);
  for (const at of [issued_at, due_at]) await urgent.getByText(await words(page, at), { exact: true }).waitFor();
  assert.equal(await masks.getByText('기한').count(), 0, 'no end was set');
  await page.getByText('날짜와 시각은 현지 시간입니다: 중국 표준시.').waitFor();

  const other = masks.getByRole('group', { name: '이 공지의 언어' });
  assert.deepEqual(await other.getByRole('button').allTextContents(), ['中文', 'English', 'العربية', '한국어']);
  await other.getByRole('button', { name: 'العربية' }).press('Enter');
  const said = masks.locator('.said');
  assert.deepEqual([await said.getAttribute('lang'), await said.getAttribute('dir')], ['ar', 'rtl']);
  assert.equal(await masks.locator('h2').textContent(), 'ضعوا الكمامة في الأماكن العامة');
  assert.equal(await other.getByRole('button', { name: 'العربية' }).getAttribute('aria-pressed'), 'true');
  await page.reload();
  await page.getByText('공공장소에서는 마스크를 착용하세요').first().waitFor();
  assert.deepEqual(page.complaints, []);
});

test('a text is written from the side of its language, whatever it begins with and whatever the page speaks', async (t) => {
  const mock = await mockServer(t);
  publish(mock.state, '330782', 1, one('ar', 'WHO: ارتدوا الكمامة'));
  publish(mock.state, '330782', 0, one('abcd-x', 'Tag of nobody'));
  const page = await reader(t, { locale: 'ar-EG' });
  await page.goto(`${mock.url}/n/`);
  await heading(page, 'إعلانات');
  assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
  const sides = () => page.locator('article .said').evaluateAll((all) => all.map(({ lang, dir }) => [lang, dir]));
  assert.deepEqual(await sides(), [['abcd-x', 'ltr'], ['ar', 'rtl'], ['en', 'ltr'], ['ar', 'rtl']]);
  await speak(page, 'zh');
  assert.equal(await page.getAttribute('html', 'dir'), 'ltr');
  assert.deepEqual(await sides(), [['abcd-x', 'ltr'], ['ar', 'rtl'], ['zh-CN', 'ltr'], ['zh-CN', 'ltr']]);
  await page.getByText('所示语言：abcd-x。').waitFor();
  assert.deepEqual(page.complaints, []);
});

test('a code in the address narrows it to what holds at that place; one that nobody knows is told', async (t) => {
  const mock = await mockServer(t);
  const page = await reader(t);
  const grid = mock.state.units.find((unit) => unit.code === 'G10011');
  publish(mock.state, grid.code, 5, one('en', 'The lift is cleaned'));
  publish(mock.state, 'C0011', 4, one('en', 'Somewhere else'));
  await page.goto(`${mock.url}/n/#${grid.code}`);
  await page.getByText('What holds at this place: G10011.').waitFor();
  await page.locator('article').first().waitFor();
  assert.deepEqual(await headlines(page), ['The lift is cleaned', 'Everybody in Fotang is tested today and tomorrow', 'Wear a mask in public places']);
  await page.getByRole('link', { name: 'All notices of the city' }).click();
  await page.getByRole('heading', { name: 'Somewhere else' }).waitFor();
  assert.equal((await headlines(page)).length, 4);
  for (const [hash, shown] of [['G9', 'G9'], ['%E7%AC%AC', '第'], ['100%', '100%'], ['x'.repeat(61), 'x'.repeat(61)]]) {
    await page.goto(`${mock.url}/n/#${hash}`); // another place in the same window
    await heading(page, 'This place is not known here.');
    await page.getByText(`The address says ${shown}.`).waitFor();
    await page.getByRole('link', { name: 'All notices of the city' }).click();
    await heading(page, 'Notices');
  }
  assert.deepEqual(page.complaints, []);
});

test('more come when they are asked for; what is no longer in force goes, from anywhere', async (t) => {
  const mock = await mockServer(t);
  const made = Array.from({ length: 43 }, (_, i) => publish(mock.state, '330782', 100 + i, one('en', `Notice ${i}`)));
  const page = await reader(t);
  await page.clock.install();
  await page.goto(`${mock.url}/n/`);
  await page.locator('article').nth(19).waitFor();
  assert.equal(await page.locator('article').count(), 20);
  await press(page, 'Show more');
  await page.locator('article').nth(39).waitFor();
  await press(page, 'Show more');
  await page.getByRole('heading', { name: 'Wear a mask in public places' }).waitFor();
  assert.equal(await page.locator('article').count(), 45);
  assert.equal(await page.getByRole('button', { name: 'Show more' }).count(), 0);
  made[30].state = 'cancelled';
  await page.clock.fastForward(61_000);
  await page.getByRole('heading', { name: 'Notice 30', exact: true }).waitFor({ state: 'detached' });
  assert.equal(await page.locator('article').count(), 44);
  for (const order of mock.state.orders) order.state = 'cancelled';
  await page.clock.fastForward(61_000);
  await page.getByText('No notice is in force now.').waitFor();
  assert.deepEqual(page.complaints, []);
});

test('it is asked again every minute while somebody looks, and at once when they come back', async (t) => {
  const mock = await mockServer(t);
  const page = await reader(t);
  const asked = [];
  page.on('request', (request) => request.url().includes('/public/notices') && asked.push(request));
  const show = (hidden) =>
    page.evaluate((wanted) => {
      Object.defineProperty(document, 'hidden', { value: wanted, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await page.clock.install();
  await page.goto(`${mock.url}/n/`);
  await page.locator('article').first().waitFor();
  assert.equal(asked.length, 1);
  publish(mock.state, '330782', 0, one('en', 'First new one'));
  await page.clock.fastForward(61_000);
  await page.getByRole('heading', { name: 'First new one' }).waitFor();
  assert.equal(asked.length, 2);
  await show(true);
  publish(mock.state, '330782', 0, one('en', 'Second new one'));
  await page.clock.fastForward(600_000);
  assert.equal(asked.length, 2, 'nobody looks');
  await show(false);
  await page.getByRole('heading', { name: 'Second new one' }).waitFor();
  assert.equal(asked.length, 3);
  assert.deepEqual(page.complaints, []);
});

test('without a network it shows what it had and says of when that is, also when it is opened anew', async (t) => {
  const mock = await mockServer(t);
  const page = await reader(t);
  await page.goto(`${mock.url}/n/`);
  await page.locator('article').first().waitFor();
  await page.getByText(/^In force on .+\. The page looks again every minute\.$/).waitFor();
  await settled(page);
  await page.context().setOffline(true);
  await page.reload();
  await page.getByText(/^There is no connection now\. This was in force on .+ 20\d\d .+\.$/).waitFor();
  assert.equal((await headlines(page)).length, 2);
  await speak(page, 'fr');
  await page.getByText('Il n’y a pas de connexion actuellement.').waitFor();
  await picture(page, 'notices-offline');
  publish(mock.state, '330782', 0, one('fr', 'Enfin'));
  await page.context().setOffline(false); // the browser tells it, and it asks
  await page.getByRole('heading', { name: 'Enfin' }).waitFor();
  assert.equal(await page.getByText('pas de connexion').count(), 0);

  await page.context().setOffline(true);
  await page.goto(`${mock.url}/n/#G10011`);
  await page.getByText('Il n’y a pas de connexion actuellement.', { exact: true }).waitFor();
  assert.equal(await page.locator('article').count(), 0, 'what was kept is of another place');
  await page.context().setOffline(false);
  await press(page, 'Réessayer').catch(() => undefined); // it may have asked by itself
  await page.locator('article').first().waitFor();
  assert.deepEqual(page.complaints, []);
});

test('on a slow line what it had is there at once; a server that cannot say is told from a line that is away', async (t) => {
  const mock = await mockServer(t);
  const page = await reader(t);
  await page.goto(`${mock.url}/n/`);
  await page.locator('article').first().waitFor();
  let answer;
  await page.route('**/public/notices*', async (route) => {
    await new Promise((resume) => (answer = resume));
    await route.continue();
  }, { times: 1 });
  publish(mock.state, '330782', 0, one('en', 'Just now'));
  await page.reload();
  await page.getByText(/^In force on .+\. Looking for what is new…$/).waitFor();
  assert.equal((await headlines(page)).length, 2);
  answer();
  await page.getByRole('heading', { name: 'Just now' }).waitFor();
  assert.equal(await page.getByText('Looking for what is new').count(), 0);

  mock.refuse('GET /public/notices', 429, 'http.too_many', 'Too many.', '过多。');
  await page.reload();
  await page.getByText(/^The service does not answer now\. This was in force on/).waitFor();
  await page.evaluate(() => localStorage.removeItem('ward.notices.kept'));
  await page.reload();
  await page.getByText('The service does not answer now. Please try again in a few minutes.').waitFor();
  mock.refuse('GET /public/notices');
  await press(page, 'Try again');
  await page.getByRole('heading', { name: 'Just now' }).waitFor();
  await page.evaluate(() => localStorage.setItem('ward.notices.kept', '{"format":0}'));
  await page.reload();
  await page.getByRole('heading', { name: 'Just now' }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('it wants no account and keeps nothing of the reader but the language', async (t) => {
  const mock = await mockServer(t);
  const page = await reader(t, { locale: 'es-ES' });
  await page.context().addCookies([{ name: 'ward_session', value: 'admin', url: mock.url }]);
  const sent = [];
  page.on('request', async (request) => request.url().includes('/api/') && sent.push([new URL(request.url()).pathname, (await request.allHeaders()).cookie]));
  await page.goto(`${mock.url}/n/#G10011`);
  await heading(page, 'Avisos');
  await page.locator('article').first().waitFor();
  await speak(page, 'ru');
  await heading(page, 'Объявления');
  await page.reload();
  await heading(page, 'Объявления');
  await page.locator('article').first().waitFor();
  assert.deepEqual([...new Set(sent.map(([path, cookie]) => `${path} ${cookie}`))], ['/api/v1/public/notices undefined'], 'who is logged in is not told who they are');
  const kept = await page.evaluate(() => ({ ...localStorage }));
  assert.deepEqual(Object.keys(kept).sort(), ['ward.guest.language', 'ward.language', 'ward.notices.kept']);
  assert.deepEqual(Object.keys(JSON.parse(kept['ward.notices.kept'])).sort(), ['code', 'format', 'news']);
  assert.deepEqual((await page.context().cookies()).map(({ name }) => name), ['ward_session']);
  assert.deepEqual(page.complaints, []);
});

test('on paper a notice is a poster: in all its languages, with the way to the page', async (t) => {
  const mock = await mockServer(t);
  const page = await reader(t, { locale: 'ar', dark: true });
  await page.addInitScript(() => (window.print = () => (window.printed = [...document.querySelectorAll('.n-paper h1')].map(({ textContent }) => textContent))));
  await page.goto(`${mock.url}/n/#330782100`);
  await page.locator('article').nth(1).waitFor();
  await page.locator('.n-paper img').nth(1).waitFor({ state: 'attached' });
  await page.locator('article').nth(1).getByRole('button', { name: 'طباعة كملصق' }).click();
  const wanted = ['ضعوا الكمامة في الأماكن العامة', '进入公共场所请佩戴口罩', 'Wear a mask in public places', '공공장소에서는 마스크를 착용하세요'];
  assert.deepEqual(await page.waitForFunction(() => window.printed).then((found) => found.jsonValue()), wanted, 'this one alone, the reader’s language first');
  await page.emulateMedia({ media: 'print' });
  const sheet = page.locator('.n-paper');
  for (const text of ['义乌市', ...wanted, '义乌市疫情防控指挥部', `${mock.url}/n/#330782100`]) assert.ok(await sheet.getByText(text, { exact: true }).first().isVisible(), text);
  assert.equal(await page.locator('article, nav').filter({ visible: true }).count(), 0);
  assert.match(await sheet.locator('img').getAttribute('src'), /^data:image\/svg\+xml,/);
  assert.ok(await sheet.locator('img').evaluate((image) => image.naturalWidth > 0));
  const [ink, ground] = await sheet.evaluate((one) => [getComputedStyle(one).color, getComputedStyle(document.body).backgroundColor]);
  assert.deepEqual([ink, ground], ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'], 'black on white, whatever the colours of the screen');
  await page.setViewportSize({ width: 680, height: 980 });
  await picture(page, 'notices-poster-ar');
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.locator('.n-paper').nth(1).waitFor({ state: 'attached' });
  assert.deepEqual(page.complaints, []);
});

test('what it loads is small, and nothing of the console is in it', async (t) => {
  const mock = await mockServer(t);
  const page = await reader(t, { locale: 'ar' });
  const loaded = [];
  page.on('response', (response) => loaded.push(new URL(response.url()).pathname));
  await page.goto(`${mock.url}/n/`);
  await page.locator('article').first().waitFor();
  const first = [...new Set(loaded)].filter((path) => path.startsWith('/assets/'));
  const bytes = first.reduce((sum, path) => sum + gzipSync(readFileSync(DIST + path)).length, 0);
  t.diagnostic(`${first.length} files, ${Math.round(bytes / 1024)} KB gzipped`);
  assert.ok(bytes < 70 * 1024, `${bytes} bytes gzipped`);
  const kept = [...readFileSync(`${DIST}/n/worker.js`, 'utf8').matchAll(/\/assets\/[^,"'`]+/g)].map(([path]) => path);
  for (const path of first) assert.ok(kept.includes(path), `${path} is not there without a network`);
  for (const path of kept) {
    assert.ok(existsSync(DIST + path), path);
    assert.doesNotMatch(readFileSync(DIST + path, 'utf8'), /ElButton|login-password/, path);
  }
});

test('nothing is cut off in any language at 320 px, in the reader’s own size of letters; long words neither', async (t) => {
  const mock = await mockServer(t);
  publish(mock.state, '330782', 0, [{ language: 'en', headline: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft', text: `https://example.org/${'a'.repeat(200)}` }, ...['ug', 'th', 'vi', 'hi'].map((language) => ({ language, headline: language, text: language }))]);
  const page = await reader(t, { width: 320, height: 640 });
  await page.goto(`${mock.url}/n/#330782100`);
  await page.locator('article').first().waitFor();
  for (const language of await page.locator('nav button').evaluateAll((all) => all.map(({ lang }) => lang))) {
    await speak(page, language);
    for (const size of ['', '200%']) {
      await page.evaluate((wanted) => (document.documentElement.style.fontSize = wanted), size);
      assert.deepEqual(await page.evaluate(cutOff), [], `${language} ${size}`);
      await picture(page, `notices-${language}-320${size && '-large'}`);
    }
    await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  }
  assert.deepEqual(page.complaints, []);
});

test('what the city says is text, whatever it looks like', async (t) => {
  const mock = await mockServer(t, { hostile: true });
  const page = await reader(t);
  await page.goto(`${mock.url}/n/`);
  await page.locator('article').first().waitFor();
  await speak(page, 'zh');
  assert.ok((await page.locator('article').nth(1).textContent()).includes('<img src=x onerror='), 'the markup is shown as it was written');
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.equal(await page.locator('img[src="x"]').count(), 0);
});

for (const dark of [false, true]) {
  test(`the page keeps WCAG 2.1 AA in ${dark ? 'dark' : 'light'} colours`, async (t) => {
    const mock = await mockServer(t);
    const page = await reader(t, { dark });
    const shade = dark ? 'dark' : 'light';
    await page.goto(`${mock.url}/n/#330782100`);
    await page.locator('article').first().waitFor();
    for (const language of ['zh', 'en', 'ar', 'ko']) {
      await speak(page, language);
      for (const [width, height] of [[390, 844], [1440, 900]]) {
        await page.setViewportSize({ width, height });
        assert.deepEqual(await violations(page), [], `${language} ${width}`);
        await picture(page, `notices-${language}-${width}-${shade}`);
      }
    }
    await page.goto(`${mock.url}/n/#nowhere`);
    await page.locator('main a').waitFor();
    assert.deepEqual(await violations(page), [], 'unknown');
    await picture(page, `notices-unknown-${shade}`);
    assert.deepEqual(page.complaints, []);
  });
}
