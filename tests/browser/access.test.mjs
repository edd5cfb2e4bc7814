// What people need who see or move otherwise: names of controls, contrast, focus. axe-core knows the rules of WCAG 2.1 AA.
import assert from 'node:assert/strict';
import test from 'node:test';
import { browserFor, cityPages, logIn, mockServer, openPage, PAGES, violations, visit } from './console.mjs';

const browser = browserFor(test);
for (const dark of [false, true]) {
  test(`every page keeps WCAG 2.1 AA in ${dark ? 'dark' : 'light'} colours`, async (t) => {
    const mock = await mockServer(t);
    const page = await openPage(t, browser(), { dark });
    await page.goto(`${mock.url}/login`);
    await page.waitForSelector('#login-name');
    assert.deepEqual(await violations(page), [], '/login');
    await logIn(page, mock);
    const found = [];
    for (const path of [...PAGES, `/people/${mock.state.people[0].id}`, `/passages?open=${mock.state.passages[0].id}`, ...cityPages(mock)]) {
      await visit(page, mock, path);
      await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'));
      found.push(...(await violations(page)).map((text) => `${path}: ${text}`));
    }
    assert.deepEqual([...new Set(found)], []);
  });
}

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
