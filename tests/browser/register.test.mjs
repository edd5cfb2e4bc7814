// The register in the console, before a mock: a person is found by name, phone or document without a trace in the address or in the
// browser, what is asked for wrongly is said at its field; doors say how many live behind them, today and on another day.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { browserFor, logIn, mockServer, openPage, violations, visit } from './console.mjs';

const browser = browserFor(test);
const CARD = '11010519491231002x'; // the example of GB 11643
const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);

async function openAt(t, path, { as = 'admin', ...options } = {}) {
  const mock = await mockServer(t);
  const page = await openPage(t, browser(), options);
  await logIn(page, mock, as);
  await visit(page, mock, typeof path === 'function' ? path(mock) : path);
  return { mock, page };
}
const rows = (page) => page.locator('tbody tr');
const names = (page) => page.locator('tbody a').allTextContents();
const alert = (page) => page.locator('form [role=alert]');

test('a name is looked for while it is typed, arrows walk through the people, Enter opens one; nothing typed leaves a trace', async (t) => {
  const { mock, page } = await openAt(t, '/residents');
  await page.waitForFunction(() => document.activeElement?.id === 'find');
  await page.keyboard.type('王');
  await page.getByText('People found: 2', { exact: true }).waitFor();
  assert.deepEqual(await names(page), ['Wang Xiaoming', '王晓明']);
  const [wang] = await rows(page).allTextContents();
  for (const text of ['王小明', 'Feb 19, 1984', 'Female', 'China', '城中中路 12 号, room 101', '第 1 网格', 'Resident identity card, ending in 002X', 'Passport of Egypt, ending in 4567', '13900000001']) assert.ok(wang.includes(text), `${text} in ${wang}`);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  assert.equal(await focused(), '王晓明');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => document.activeElement?.id === 'find');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('wang x');
  await page.getByText('People found: 1', { exact: true }).waitFor();
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), 'Wang Xiaoming');
  assert.equal(new URL(page.url()).search, '');
  const kept = () => page.evaluate(async () => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, (await indexedDB.databases()).length]));
  assert.doesNotMatch(await kept(), /wang|王/i);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${mock.url}/residents/${mock.state.residents[0].id}`);
  await page.getByRole('heading', { level: 1, name: 'Resident: Wang Xiaoming' }).waitFor();
  await page.goBack();
  await page.waitForFunction(() => document.activeElement?.id === 'find');
  assert.equal(await page.inputValue('#find'), '', 'whoever comes after sees nothing of it');
  assert.doesNotMatch(await kept(), /wang|王/i);
  assert.deepEqual(page.complaints, []);
});

test('what is asked for wrongly is said at its field, and an answer that comes too late is not shown', async (t) => {
  const { mock, page } = await openAt(t, '/residents');
  await page.keyboard.press('Enter');
  await alert(page).getByText('Enter how the name begins.').waitFor();
  await page.keyboard.type('W');
  await alert(page).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await alert(page).getByText('Type at least one Chinese character or two letters of the name.').waitFor();
  await page.keyboard.type('ittgenstein');
  await page.getByText('Nobody whom you may see is written down like that.').waitFor();
  assert.equal(await page.locator('table').count(), 0);

  await page.getByText('Phone', { exact: true }).click();
  assert.equal(await page.getByText('Nobody whom you may see').count(), 0);
  await page.fill('#find', 'abc');
  await page.keyboard.press('Enter');
  await alert(page).getByText('Type the whole number.').waitFor();
  await page.fill('#find', '+86 139 0000 0001');
  await page.keyboard.press('Enter');
  await page.getByText('People found: 2', { exact: true }).waitFor();

  await page.getByText('Document', { exact: true }).click();
  const searches = () => mock.calls.filter(({ key }) => key === 'POST /residents/search').length;
  const before = searches();
  await page.fill('#find', '110105194912310021');
  await page.keyboard.press('Enter');
  await alert(page).getByText('The last character does not fit the others').waitFor();
  await page.fill('#find', CARD);
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.getByText('People found: 1', { exact: true }).waitFor();
  assert.equal(searches() - before, 2, 'a number is asked for when it is whole');

  await page.locator('.el-select:has(#find-kind)').click();
  await page.getByRole('option', { name: 'Passport' }).click();
  assert.equal(await rows(page).count(), 0, 'what was found was for another question');
  await page.locator('#find-country').fill('EGY');
  await page.getByRole('option', { name: 'Egypt · EGY' }).click();
  await page.fill('#find', 'A1234567');
  await page.keyboard.press('Enter');
  await page.getByText('People found: 1', { exact: true }).waitFor();

  mock.refuse('POST /residents/search', 403, 'access.role', 'This account may not do this.', '此账号无权执行此操作。');
  await page.keyboard.press('Enter');
  await page.locator('[role=alert]', { hasText: 'This account may not do this.' }).waitFor();
  assert.deepEqual(page.complaints.filter((text) => !/40[03]/.test(text)), []);
});

test('when there may be others it is said; who may not know who lives where does not find the page', async (t) => {
  const { mock, page } = await openAt(t, '/residents');
  for (let i = 0; i < 60; ++i) mock.state.residents.push({ ...mock.state.residents[2], id: mock.state.residents[0].id.replace(/^.{4}/, String(1000 + i)), name: `Musa ${i}`, tenancies: i === 0 ? [] : mock.state.residents[2].tenancies.slice(0, 1) });
  await page.keyboard.type('musa');
  await page.getByText('People found: 50. There may be others: say more of whom you look for.').waitFor();
  await rows(page).nth(1).getByText('No room that you may see').waitFor();
  await rows(page).nth(2).getByText(/^From .*, gone on /).waitFor();
  const other = await openPage(t, browser());
  await logIn(other, mock, 'guard');
  await other.goto(mock.url);
  assert.equal(await other.locator('nav a[href="/residents"]').count(), 0);
  await other.goto(`${mock.url}/residents`);
  await other.waitForURL(/\/wall/);
  assert.deepEqual([...page.complaints, ...other.complaints], []);
});

test('doors say how many live behind them, today and on another day, those of rooms that are no more too', async (t) => {
  const { mock, page } = await openAt(t, ({ state }) => `/premises/${state.premises[0].id}`);
  const [house] = mock.state.premises;
  const asked = new Set();
  page.on('request', (request) => /\/(rooms|premises)\/[^/]+\/residents/.test(request.url()) && asked.add(request.url()));
  const behind = (name) => page.locator('.building').getByRole('button', { name, exact: true });
  await behind('Room 101, people today: 2').waitFor();
  await behind('Room 102, people today: 1').waitFor();
  await behind('Room 101A, people today: 0').waitFor();
  assert.equal(await page.locator('.building .gone').count(), 0);
  await page.fill('#house-day', day(200));
  await page.keyboard.press('Tab');
  await page.waitForURL(new RegExp(`day=${day(200)}`));
  await behind(/^Room 302, people on .*: 1$/).waitFor();
  await behind(/^Room 101A, people on .*: 1$/).waitFor();
  await behind(/^Room 101, people on .*: 0$/).waitFor();
  assert.equal(await page.locator('.building .gone').count(), 1);
  const counts = `${mock.url}/api/v1/premises/${house.id}/residents`;
  assert.deepEqual([...asked].filter((url) => url !== counts), [`${counts}?day=${day(200)}`], 'all doors of a house are asked for at once');
  await page.getByRole('button', { name: '302 no longer stands' }).click();
  const drawer = page.locator('.el-drawer');
  await drawer.getByRole('link', { name: 'Musa Okafor' }).waitFor();
  assert.equal(await drawer.getByRole('button', { name: 'Write somebody in' }).count(), 0, 'nobody moves into a room that is no more');
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => !url.search.includes('room='));
  await page.getByRole('button', { name: 'Today', exact: true }).click();
  await behind('Room 101, people today: 2').waitFor();
  assert.equal(new URL(page.url()).search, '');
  await page.goto(`${mock.url}/premises/${house.id}?day=tomorrow`);
  await page.locator('[role=alert]', { hasText: 'This is not a date.' }).waitFor();

  mock.refuse('GET /premises/{id}/residents', 404, 'premises.unknown', 'There are no such premises.', '没有该房屋。');
  await page.goto(`${mock.url}/premises/${house.id}`);
  await page.locator('.building').getByText('101', { exact: true }).waitFor();
  await page.locator('#house-day').waitFor({ state: 'detached' });
  assert.equal(await page.locator('.building .people').count(), 0, 'who may not know who lives there sees doors alone');
  assert.deepEqual(page.complaints.filter((text) => !/40[04]/.test(text)), []);
});

/** How far a page runs over the side, in pixels. */
const over = () => document.documentElement.scrollWidth - innerWidth;
const still = () => document.getAnimations().every((one) => one.playState !== 'running');
const WORDS = { en: { document: 'Document', passport: 'Passport', none: 'Nobody whom' }, 'zh-CN': { document: '证件', passport: '护照', none: '没有相符的人员' } };

for (const [language, words] of Object.entries(WORDS)) {
  test(`in ${language}, on a screen and on a phone, light and dark: nothing runs over the side, and everybody can use it`, async (t) => {
    for (const [width, dark] of [[1440, language === 'en'], [390, language !== 'en'], [320, language === 'en']]) {
      const { mock, page } = await openAt(t, '/residents', { language, width, height: width < 1000 ? 844 : 900, dark });
      const fits = async (what) => {
        await page.waitForFunction(still);
        await picture(page, `${what}-${language}-${width}-${dark ? 'dark' : 'light'}`);
        assert.ok((await page.evaluate(over)) <= 0, `${what} at ${width} runs over the side`);
        assert.deepEqual(await violations(page), [], `${what} at ${width}`);
        assert.doesNotMatch(await page.textContent('body'), /\{\w+\}|undefined|NaN/, what);
      };
      await fits('find');
      for (const one of mock.state.residents) one.spellings.push('Abdelrahman Mohamed Abdallah El Sharkawy');
      await page.fill('#find', 'abdel');
      await rows(page).nth(2).waitFor();
      await fits('found');
      await page.locator('.el-radio-button', { hasText: words.document }).click();
      await page.locator('.el-select:has(#find-kind)').click();
      await page.getByRole('option', { name: words.passport }).click();
      await page.fill('#find', 'X0000000');
      await page.keyboard.press('Enter');
      await page.getByText(words.none).waitFor();
      await fits('none-found');
      await visit(page, mock, `/premises/${mock.state.premises[0].id}?day=${day(200)}`);
      await page.locator('.building .gone').waitFor();
      await fits('doors');
      await visit(page, mock, '/residents/proposals');
      await page.getByRole('article').waitFor();
      await fits('proposal');
      assert.deepEqual(page.complaints, []);
    }
  });
}
