// Every page opens in both languages, on a phone and on a screen, without a complaint of the browser, and can be used
// by people who see or move otherwise: names of controls, contrast. axe-core knows the rules of WCAG 2.1 AA.
import assert from 'node:assert/strict';
import test from 'node:test';
import { browserFor, cityPages, logIn, mockServer, openPage, PAGES, violations, visit } from './console.mjs';

const browser = browserFor(test);

const everywhere = (mock) => [...PAGES, `/people/${mock.state.people[0].id}`, `/passages?open=${mock.state.passages[0].id}`, ...cityPages(mock)];
const sizes = { screen: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };

/** What axe-core finds once nothing moves any more. */
async function unusable(page) {
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'));
  return violations(page);
}
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

// Opening is what takes the time, so each page is opened once in each language: in one in light colours on a phone, and
// then made a screen; in the other in dark colours on a screen, and then made a phone.
for (const [language, first, then, dark] of [['zh-CN', 'phone', 'screen', false], ['en', 'screen', 'phone', true]]) {
  test(`every page in ${language} opens on a ${first}, says so, keeps WCAG 2.1 AA in ${dark ? 'dark' : 'light'} colours and scrolls over no side`, async (t) => {
    const mock = await mockServer(t);
    const page = await openPage(t, browser(), { language, dark, ...sizes[first] });
    await page.goto(`${mock.url}/login`);
    await page.waitForSelector('#login-name');
    assert.deepEqual(await violations(page), [], '/login');
    await logIn(page, mock);
    const found = new Set();
    for (const path of everywhere(mock)) {
      await visit(page, mock, path);
      assert.equal(await page.getAttribute('html', 'lang'), language);
      const heading = await page.textContent('main h1');
      if (!/^\/(units\?|rounds\/|enterprises\/|draws\/)/.test(path)) assert.equal(/[\u4e00-\u9fff]/.test(heading.replaceAll(mock.state.site.name, '').replaceAll(mock.state.people[0].name, '')), language === 'zh-CN', `${path}: ${heading}`);
      assert.doesNotMatch(await page.textContent('body'), /\{\w+\}|undefined|NaN/, path);
      assert.equal(await sideways(page), 0, `${path} on a ${first}`);
      for (const text of await unusable(page)) found.add(`${path}: ${text}`);
      await page.setViewportSize(sizes[then]);
      assert.equal(await sideways(page), 0, `${path} made a ${then}`);
      await page.setViewportSize(sizes[first]);
    }
    assert.deepEqual([...found], []);
    assert.deepEqual(page.complaints, []);
  });
}

test('strings from outside are text, wherever they stand', async (t) => {
  const mock = await mockServer(t, { hostile: true });
  const page = await openPage(t, browser());
  await logIn(page, mock);
  for (const path of everywhere(mock)) {
    await visit(page, mock, path);
    assert.equal(await page.evaluate(() => window.hacked), undefined, path);
    assert.equal(await page.locator('img[src="x"]').count(), 0, path);
  }
  await visit(page, mock, '/people');
  assert.ok((await page.textContent('main')).includes('<img src=x onerror='), 'the markup is shown as it was written');
});

test('whoever may not see a page does not find it', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock, 'guard');
  await page.goto(mock.url);
  assert.equal(await page.locator('nav a[href="/users"]').count(), 0);
  await page.goto(`${mock.url}/users`);
  await page.waitForURL(/\/wall/);
  await visit(page, mock, '/people');
  assert.equal(await page.getByRole('button', { name: 'Add a person' }).count(), 0);
});

test('the focus is seen on whatever the keyboard reaches', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await visit(page, mock, '/people');
  for (let i = 0; i < 25; ++i) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const at = document.activeElement;
      const box = at.closest('.el-input__wrapper, .el-select__wrapper') ?? at;
      const style = getComputedStyle(box);
      return { what: at.outerHTML.slice(0, 120), seen: (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || /inset/.test(style.boxShadow) };
    });
    assert.ok(focus.seen, `no focus shown on ${focus.what}`);
  }
});
