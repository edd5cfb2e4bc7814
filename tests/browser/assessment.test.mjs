// How units did, in the console: down the tree, each number as the list of its cases, the period, the order; by who may look and
// who may not; by keyboard; in both languages, on a screen and on a phone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { whoIs } from '../../web/mock/data.mjs';
import { browserFor, logIn, looksIn, mockServer, openPage, violations, visit } from './console.mjs';

const browser = browserFor(test);

async function openAs(t, mock, as, path, options) {
  const page = await openPage(t, browser(), options);
  await logIn(page, mock, as);
  await visit(page, mock, path);
  return page;
}
async function start(t, path = '/assessment?days=90', { as = 'admin', options, ...more } = {}) {
  const mock = await mockServer(t, more);
  return { mock, page: await openAs(t, mock, as, typeof path === 'function' ? path(mock.state) : path, options) };
}
const table = (page, name = 'By unit') => page.getByRole('table', { name, exact: true });
const rowNames = (page, name) => table(page, name).locator('tbody th').allTextContents();
const share = (page, row, figure) => page.getByRole('link', { name: new RegExp(`^${figure}: ${row}\\s*\\d+ %`) });
const heading = (page, name) => page.getByRole('heading', { level: 2, name, exact: true }).waitFor();
const drawer = (page) => page.locator('.el-drawer:visible');
const choice = (page, name) => drawer(page).getByText(name, { exact: true });
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);
const still = (page) => page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running') && document.querySelectorAll('.el-loading-mask').length === 0);
const queryOf = (page) => Object.fromEntries(new URL(page.url()).searchParams);

const DAY = 86_400_000;
const quarter = () => ({ from: new Date(Date.now() - 89 * DAY).toISOString() });
/** As the console asks, without its period's hours: of a quarter, in which every closed case of the mock lies. */
const ask = (page, path, query) => page.evaluate((url) => fetch(url).then((answer) => answer.json()), `/api/v1/incidents/assessment${path}?${new URLSearchParams({ ...quarter(), ...query })}`);
const numbers = (figures, name) => {
  const { value, of } = figures.find((one) => one.name === name);
  return [value, of];
};

test('units are walked down, each row leads to its own page, and Back leads up again', async (t) => {
  const { mock, page } = await start(t);
  const [city, town] = mock.state.units;
  await heading(page, city.name);
  const rowsOf = ({ by_unit: all }, name) => [name, ...all.filter(({ own }) => own).map(() => 'Its own'), ...all.filter(({ own }) => !own).map(({ unit_name: below }) => below)];
  assert.deepEqual(await rowNames(page), rowsOf(await ask(page, '', { unit: city.id }), city.name));
  await table(page).getByRole('link', { name: town.name, exact: true }).click();
  await heading(page, town.name);
  assert.equal(queryOf(page).unit, town.id);
  assert.equal(queryOf(page).days, '90');
  const found = await ask(page, '', { unit: town.id });
  const { by_unit, by_type } = found;
  assert.ok(by_unit.some(({ own }) => own) && by_unit.length > 3);
  assert.deepEqual(await rowNames(page), rowsOf(found, town.name));
  assert.deepEqual(await rowNames(page, 'By type'), by_type.map(({ type_name: name }) => name.en));
  const community = by_unit.find(({ own }) => !own);
  await table(page).getByRole('link', { name: community.unit_name, exact: true }).click();
  await heading(page, community.unit_name);
  const grid = (await ask(page, '', { unit: community.unit })).by_unit.find(({ own }) => !own);
  await table(page).getByRole('link', { name: grid.unit_name, exact: true }).click();
  await heading(page, grid.unit_name);
  await page.getByText('There is nothing below this unit to walk down to.').waitFor();
  await page.goBack();
  await heading(page, community.unit_name);
  await page.getByRole('navigation', { name: 'Where in the tree' }).getByRole('button', { name: city.name, exact: true }).click();
  await heading(page, city.name);
  assert.equal(queryOf(page).unit, undefined);
  assert.deepEqual(page.complaints, []);
});

test('a number opens the cases that it counts, and the rest; both are as many as it says, page by page', async (t) => {
  const { mock, page } = await start(t);
  const [city] = mock.state.units;
  const { all } = await ask(page, '', { unit: city.id });
  const [value, of] = numbers(all, 'on_time.handling');
  assert.ok(value > 50 && value < of, 'more than a page in time, and some late');
  await share(page, city.name, 'In time: Being handled').click();
  const cases = drawer(page);
  await cases.getByText(new RegExp(`^${value} of ${of}: \\d+ %\\. The 95 % interval runs from \\d+ to \\d+ %\\.$`)).waitFor();
  await cases.getByText(/^Incidents whose every stage "handling" ended by its deadline/).waitFor();
  await choice(page, `In time: ${value}`).waitFor();
  await cases.locator('tbody tr').nth(49).waitFor();
  assert.equal(await cases.locator('tbody tr').count(), 50);
  await cases.getByRole('button', { name: 'More' }).click();
  await cases.locator('tbody tr').nth(value - 1).waitFor();
  assert.equal(await cases.locator('tbody tr').count(), value);
  assert.equal(await cases.getByRole('button', { name: 'More' }).count(), 0);
  await choice(page, `Late: ${of - value}`).click();
  await page.waitForURL(/rest=true/);
  await page.waitForFunction((wanted) => document.querySelectorAll('.el-drawer tbody tr').length === wanted, of - value);
  const late = await ask(page, '/cases', { unit: city.id, figure: 'on_time.handling', rest: true, limit: 100 });
  assert.deepEqual(await cases.locator('tbody a').evaluateAll((all) => all.map((one) => one.getAttribute('href').split('/').at(-1))), late.items.map(({ id }) => id));

  // One of them opens, and Back leads to the list again.
  await cases.locator('tbody a').first().click();
  await page.waitForURL(new RegExp(`/incidents/${late.items[0].id}$`));
  await page.goBack();
  await choice(page, `Late: ${of - value}`).waitFor();
  await page.keyboard.press('Escape');
  await cases.waitFor({ state: 'hidden' });
  assert.deepEqual(queryOf(page), { days: '90' });
  assert.deepEqual(page.complaints, []);
});

test('what was its own, a unit below and a type have their own cases', async (t) => {
  const { mock, page } = await start(t, (state) => `/assessment?days=90&unit=${state.units[1].id}`);
  const [, town] = mock.state.units;
  await heading(page, town.name);
  const { by_unit, by_type } = await ask(page, '', { unit: town.id });
  const own = by_unit.find((one) => one.own);
  const below = by_unit.find((one) => !one.own);
  const type = by_type.find(({ figures }) => numbers(figures, 'returned')[0] > 0);
  const wanted = [
    [`${town.name}, its own`, 'In time: Being handled', numbers(own.figures, 'on_time.handling'), ['In time', 'Late']],
    [below.unit_name, 'Exempt', numbers(below.figures, 'exempt'), ['Exempt', 'Not exempt']],
    [`${type.type_name.en}, ${town.name}`, 'Returned', numbers(type.figures, 'returned'), ['Returned', 'Not returned']],
  ];
  for (const [row, figure, [value, of], [counted, rest]] of wanted) {
    await share(page, row, figure).click();
    await page.getByRole('dialog', { name: `${figure}: ${row}`, exact: true }).waitFor();
    for (const [name, count] of [[counted, value], [rest, of - value]]) {
      await choice(page, `${name}: ${count}`).click();
      await page.waitForFunction((many) => document.querySelectorAll('.el-drawer tbody tr').length === many && (many > 0 || /None\./.test(document.querySelector('.el-drawer').textContent)), count);
    }
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({ state: 'hidden' });
  }
  assert.deepEqual(page.complaints, []);
});

test('headings order the rows, lowest first and then highest; nothing is left of a share that cannot be said', async (t) => {
  const { mock, page } = await start(t, (state) => `/assessment?days=90&unit=${state.units[1].id}`);
  await heading(page, mock.state.units[1].name);
  const header = table(page).getByRole('columnheader', { name: 'Being handled' });
  const shares = async () => (await table(page).locator('tbody tr:not(.whole)').evaluateAll((rows, at) => rows.map((row) => row.querySelectorAll('td')[at].querySelector('b')?.textContent ?? ''), (await table(page).locator('thead tr').last().locator('th').allTextContents()).findIndex((name) => name.startsWith('Being handled')) - 1)).map((text) => (text ? parseInt(text, 10) : null));
  const before = await rowNames(page);
  await header.getByRole('button').click();
  await page.waitForURL(/order=on_time\.handling/);
  assert.equal(await header.getAttribute('aria-sort'), 'ascending');
  const up = await shares();
  assert.deepEqual(up, [...up].sort((a, b) => (a ?? 101) - (b ?? 101)));
  assert.ok(new Set(up).size > 2, up.join(' '));
  await header.getByRole('button').click();
  await page.waitForURL(/order=-on_time\.handling/);
  assert.equal(await header.getAttribute('aria-sort'), 'descending');
  const down = await shares();
  assert.deepEqual(down, [...down].sort((a, b) => (b ?? -1) - (a ?? -1)));
  assert.equal((await rowNames(page))[0], before[0], 'the whole stays on top');
  await table(page).getByRole('columnheader', { name: 'Unit' }).getByRole('button').click();
  await page.waitForFunction(() => !location.search.includes('order='));
  assert.deepEqual(await rowNames(page), before);
  assert.deepEqual(page.complaints, []);
});

test('the period is chosen, stands in the address and is that of the numbers and of their cases', async (t) => {
  const { mock, page } = await start(t, '/assessment');
  const [city] = mock.state.units;
  const asked = [];
  page.on('request', (request) => request.url().includes('/incidents/assessment') && asked.push(new URL(request.url())));
  const choose = async (name) => {
    await page.getByRole('combobox', { name: 'Period' }).press('Enter');
    await page.getByRole('option', { name, exact: true }).click();
  };
  const inShanghai = (ms) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);
  await choose('The last 7 days');
  await page.waitForURL(/days=7/);
  await still(page);
  assert.equal(inShanghai(Date.parse(asked.at(-1).searchParams.get('from'))), inShanghai(Date.now() - 6 * DAY));
  await choose('A month');
  await page.waitForURL(/month=\d{4}-\d{2}/);
  await page.goto(`${mock.url}/assessment?month=2020-02`);
  await page.getByText('Stages that ended from Feb 1, 2020 to Feb 29, 2020').waitFor();
  await page.getByText(/^No stage of an incident ended here in this period/).waitFor();
  assert.equal(await page.getByRole('table').count(), 0);
  assert.deepEqual([asked.at(-1).searchParams.get('from'), asked.at(-1).searchParams.get('to')], ['2020-01-31T16:00:00.000Z', '2020-02-29T16:00:00.000Z']);
  await page.goBack();
  await page.waitForURL(/month=(?!2020-02)/);
  await page.goBack();
  await page.waitForURL(/days=7/);
  await choose('From one day to another');
  await page.waitForURL(/first=.*last=/);
  const first = page.getByRole('combobox', { name: 'First day' });
  await first.fill(inShanghai(Date.now() - 60 * DAY));
  await first.press('Enter');
  await page.waitForURL(new RegExp(`first=${inShanghai(Date.now() - 60 * DAY)}`));
  const last = page.getByRole('combobox', { name: 'Last day' });
  await last.fill(inShanghai(Date.now() - 20 * DAY));
  await last.press('Enter');
  await page.waitForURL(new RegExp(`last=${inShanghai(Date.now() - 20 * DAY)}`));
  await still(page);
  const numbersAsked = asked.at(-1).searchParams;
  await share(page, city.name, 'Returned').click();
  await drawer(page).locator('tbody tr').first().waitFor();
  const casesAsked = asked.at(-1).searchParams;
  assert.deepEqual(['from', 'to'].map((key) => Date.parse(casesAsked.get(key))), ['from', 'to'].map((key) => Date.parse(numbersAsked.get(key))));
  await page.goto(`${mock.url}/assessment?first=2020-03-02&last=2020-03-01`);
  await page.getByRole('alert').filter({ hasText: 'This period has no day' }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('a link opens the same: unit, period, order, number and the rest of its cases', async (t) => {
  const { mock, page } = await start(t);
  const [, town] = mock.state.units;
  const { by_unit } = await ask(page, '', { unit: town.id });
  const below = by_unit.find((one) => !one.own && numbers(one.figures, 'on_time.handling')[0] < numbers(one.figures, 'on_time.handling')[1]);
  const [value, of] = numbers(below.figures, 'on_time.handling');
  const other = await openAs(t, mock, 'auditor', `/assessment?days=90&unit=${town.id}&order=-returned&row=unit:${below.unit}&figure=on_time.handling&rest=true`);
  await other.getByRole('dialog', { name: `In time: Being handled: ${below.unit_name}`, exact: true }).waitFor();
  await other.waitForFunction((many) => document.querySelectorAll('.el-drawer tbody tr').length === many, of - value);
  assert.equal(await other.locator('th[aria-sort=descending]').first().textContent(), 'Returned▼');
  await visit(other, mock, `/assessment?days=90&row=unit:nowhere&figure=returned`);
  assert.equal(await drawer(other).count(), 0);
  await visit(other, mock, `/assessment?unit=${town.id.replace(/.{4}$/, 'ffff')}`);
  await other.getByRole('alert').filter({ hasText: 'There is no such thing.' }).waitFor();
  assert.deepEqual(other.complaints.filter((text) => !/404/.test(text)), []);
});

test('by keyboard alone: order, read the rules, open a number, choose the rest, open a case', async (t) => {
  const { page } = await start(t);
  await table(page).waitFor();
  const tabTo = async (wanted) => {
    for (let i = 0; i < 120; ++i) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((words) => document.activeElement.textContent.includes(words), wanted)) return;
    }
    assert.fail(`the keyboard does not reach ${wanted}`);
  };
  await tabTo('How each number is counted');
  await page.keyboard.press('Enter');
  await page.getByText('Incidents that were returned at least once, among all.').waitFor();
  await page.getByText(/Wilson, 1927/).waitFor();
  await tabTo('Being handled');
  await page.keyboard.press('Enter');
  await page.waitForURL(/order=/);
  await tabTo('In time: Being handled');
  await page.keyboard.press('Enter');
  await drawer(page).locator('tbody tr').first().waitFor();
  await page.keyboard.press('Escape');
  await drawer(page).waitFor({ state: 'hidden' });
  await page.waitForFunction(() => document.activeElement.textContent.includes('In time: Being handled'));
  await page.keyboard.press('Enter');
  await drawer(page).locator('tbody tr').first().waitFor();
  const radio = drawer(page).getByRole('radio', { name: /^In time/ });
  for (let i = 0; i < 10 && !(await radio.evaluate((one) => one === document.activeElement)); ++i) await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.waitForURL(/rest=true/);
  await drawer(page).locator('tbody tr').first().waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/incidents\//);
  assert.deepEqual(page.complaints, []);
});

test('cases of units that the reader does not see any more are said, not shown', async (t) => {
  const { mock, page } = await start(t);
  const { items } = await ask(page, '/cases', { unit: mock.state.units[0].id, figure: 'reopened' });
  mock.state.unseen.add(items[0].id).add(items[1].id);
  await share(page, mock.state.units[0].name, 'Reopened').click();
  await drawer(page).getByText('2 more are counted and not listed: they are of units that you do not see any more.').waitFor();
  assert.equal(await drawer(page).locator('tbody tr').count(), items.length - 2);
  mock.refuse('GET /incidents/assessment/cases', 503, 'busy', 'The server is busy.', '服务器繁忙。');
  await choice(page, /^Not reopened: \d+$/).click();
  await drawer(page).getByRole('alert').filter({ hasText: 'The server is busy.' }).waitFor();
  assert.deepEqual(page.complaints.filter((text) => !/503/.test(text)), []);
});

test('a commander begins at the own unit, and with several of them side by side', async (t) => {
  const { mock, page } = await start(t, '/assessment?days=90', { as: 'li' });
  const grids = mock.state.units.filter((one) => one.kind === 'grid');
  await heading(page, grids[0].name);
  await page.getByRole('link', { name: 'Assessment', exact: true }).waitFor();
  assert.equal(await page.getByRole('navigation', { name: 'Where in the tree' }).count(), 0);

  const me = ({ state, user }) => {
    const li = whoIs(state, user);
    const [post] = li.posts;
    const [, other] = state.units.filter((one) => one.kind === 'grid');
    return { ...li, posts: [...li.posts, { ...post, unit: other.id, name: other.name, path: other.path }] };
  };
  const { page: second } = await start(t, '/assessment?days=90', { as: 'li', more: { 'GET /me': me } });
  await heading(second, 'Your units');
  assert.deepEqual(await rowNames(second), ['Your units', grids[0].name, grids[1].name]);
  await table(second).getByRole('link', { name: grids[1].name, exact: true }).click();
  await heading(second, grids[1].name);
  await second.getByRole('navigation', { name: 'Where in the tree' }).getByRole('button', { name: 'Your units' }).click();
  await heading(second, 'Your units');
  assert.deepEqual([...page.complaints, ...second.complaints], []);
});

test('whoever may not assess finds no such page', async (t) => {
  const { mock, page } = await start(t, '/incidents', { as: 'zhang' }); // an inspector
  assert.equal(await page.locator('nav a[href="/assessment"]').count(), 0);
  await page.goto(`${mock.url}/assessment`);
  await page.waitForURL(/\/incidents/);
  const guard = await openAs(t, mock, 'guard', '/wall');
  assert.equal(await guard.locator('nav a[href="/assessment"]').count(), 0);
  await guard.goto(`${mock.url}/assessment`);
  await guard.waitForURL(/\/wall/);
  for (const as of ['admin', 'auditor', 'desk', 'sun']) assert.equal(await (await openAs(t, mock, as, '/assessment')).locator('nav a[href="/assessment"]').count(), 1, as);
});

/** How far a page, or the drawer on it, runs over the side; in pixels. */
const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-drawer__body')].map((one) => one.scrollWidth - one.clientWidth));

for (const language of ['en', 'zh-CN']) {
  test(`in ${language}, on a screen and on a phone, light and dark: nothing runs over the side, and everybody can use it`, async (t) => {
    const mock = await mockServer(t);
    const [, town] = mock.state.units;
    for (const [width, dark] of looksIn(language)) {
      const page = await openAs(t, mock, 'admin', `/assessment?days=90&unit=${town.id}`, { language, width, height: width < 500 ? 844 : 900, dark });
      const fits = async (what) => {
        await still(page);
        await picture(page, `assessment-${what}-${language}-${width}-${dark ? 'dark' : 'light'}`);
        assert.ok((await page.evaluate(over)) <= 0, `${what} at ${width} runs over the side`);
        assert.deepEqual(await violations(page), [], `${what} at ${width}`);
      };
      await page.locator('details summary').click();
      await fits('units');
      await page.locator('.whole .share').nth(5).click();
      await drawer(page).locator('tbody tr').first().waitFor();
      await fits('cases');
      await visit(page, mock, '/assessment?first=2020-02-01&last=2020-02-10');
      await fits('nothing');
      if (width < 500) {
        await visit(page, mock, '/assessment?days=90&order=-returned');
        await page.locator('#a-order').press('Enter');
        await page.getByRole('option').nth(2).click();
        await page.waitForURL(/order=-on_time\.reported/);
      }
      assert.deepEqual(page.complaints, []);
    }
  });
}
