// Every page opens in both languages, on a phone and on a wall screen, without a complaint of the browser.
import assert from 'node:assert/strict';
import test from 'node:test';
import { browserFor, cityPages, logIn, mockServer, openPage, PAGES, visit } from './console.mjs';

const browser = browserFor(test);

for (const language of ['zh-CN', 'en']) {
  test(`every page opens in ${language} and says so`, async (t) => {
    const mock = await mockServer(t);
    const page = await openPage(t, browser(), { language });
    await logIn(page, mock);
    const person = `/people/${mock.state.people[0].id}`;
    const passage = `/passages?open=${mock.state.passages[0].id}`;
    for (const path of [...PAGES, person, passage, ...cityPages(mock)]) {
      await visit(page, mock, path);
      assert.equal(await page.getAttribute('html', 'lang'), language);
      const heading = await page.textContent('main h1');
      if (!path.startsWith('/units?')) assert.equal(/[\u4e00-\u9fff]/.test(heading.replaceAll(mock.state.site.name, '').replaceAll(mock.state.people[0].name, '')), language === 'zh-CN', `${path}: ${heading}`);
      assert.doesNotMatch(await page.textContent('body'), /\{\w+\}|undefined|NaN/, path);
    }
    assert.deepEqual(page.complaints, []);
  });
}

test('no page scrolls sideways on a phone, in either language', async (t) => {
  const mock = await mockServer(t);
  for (const language of ['zh-CN', 'en']) {
    const page = await openPage(t, browser(), { language, width: 390, height: 844 });
    await logIn(page, mock);
    for (const path of [...PAGES, `/people/${mock.state.people[0].id}`, ...cityPages(mock)]) {
      await visit(page, mock, path);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, `${language} ${path}`);
    }
  }
});

test('strings from outside are text, wherever they stand', async (t) => {
  const mock = await mockServer(t, { hostile: true });
  const page = await openPage(t, browser());
  await logIn(page, mock);
  const person = `/people/${mock.state.people[0].id}`;
  for (const path of [...PAGES, person, `/passages?open=${mock.state.passages[0].id}`, ...cityPages(mock)]) {
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
  assert.equal(await page.locator('nav a[href="/users"]').count(), 0);
  await page.goto(`${mock.url}/users`);
  await page.waitForURL(/\/wall/);
  await visit(page, mock, '/people');
  assert.equal(await page.getByRole('button', { name: 'Add a person' }).count(), 0);
});
