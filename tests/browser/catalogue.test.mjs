// The types of incident in the console: read by everybody, changed by the administrator, who sees what changes before it is stored; with
// somebody else at work, with refusals of the server; in both languages, on a screen and on a phone, and by keyboard alone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { browserFor, logIn, looksIn, mockServer, openPage, violations, visit } from './console.mjs';

const browser = browserFor(test);

async function start(t, path = '/incident-types', { as = 'admin', ...options } = {}) {
  const mock = await mockServer(t);
  const page = await openAs(t, mock, as, options);
  await visit(page, mock, path);
  return { mock, page };
}
async function openAs(t, mock, as, options) {
  const page = await openPage(t, browser(), options);
  await logIn(page, mock, as);
  return page;
}
const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const dialog = (page) => page.locator('.el-overlay-dialog:visible');
const drawer = (page) => page.locator('.el-drawer:visible');
const send = (page, name) => press(dialog(page).locator('.el-dialog__footer'), name);
const alert = (page, words) => dialog(page).getByRole('alert').filter({ hasText: words }).waitFor();
const gone = (page) => dialog(page).waitFor({ state: 'hidden' });
const region = (page, name) => page.getByRole('region', { name });
const typeIn = ({ state }, code) => state.types.find((one) => one.code === code);
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled' }) : undefined);
const unexpected = (page, ...expected) => page.complaints.filter((text) => !expected.some((one) => one.test(text)));
async function choose(page, field, option) {
  await page.locator(field).press('Enter');
  await page.getByRole('option', { name: option, exact: true }).click();
}
/** The next call counts, but its answer is lost on the way. */
async function loseAnswer(page, method, at) {
  let lost = false;
  await page.route(at, async (route) => {
    if (lost || route.request().method() !== method) return route.fallback();
    lost = true;
    await route.fetch();
    return route.abort();
  });
}
/** Somebody else stores what becomes of the types. */
async function storeAs(page, mock, change) {
  const { request } = page.context();
  const catalogue = await (await request.get(`${mock.url}/api/v1/incident-types`)).json();
  change(catalogue.types);
  const answer = await request.put(`${mock.url}/api/v1/incident-types`, { data: catalogue, headers: { 'X-Ward-Csrf': '1' } });
  assert.equal(answer.status(), 200, await answer.text());
}
const find = (types, code) => types.find((one) => one.code === code);

test('what changes of a type is shown before it is stored, and nothing else of any type changes', async (t) => {
  const { mock, page } = await start(t);
  const before = structuredClone(mock.state.types);
  await page.getByRole('link', { name: find(before, 'price_gouging').name.en, exact: true }).click();
  await page.waitForURL(/type=price_gouging/);
  for (const words of ['price_gouging', 'Market supervision', 'by the grid', 'by inspectors or commanders', 'nothing', 'Handle it (platform)', 'working days: 3']) await drawer(page).getByText(words, { exact: true }).first().waitFor();
  await press(drawer(page), 'Change');
  await drawer(page).waitFor({ state: 'hidden' });
  assert.equal(await dialog(page).locator('#type-code').isDisabled(), true);
  await send(page, 'Look at what changes');
  await alert(page, 'Nothing was changed.');
  await page.fill('#type-name_en', 'Prices are raised');
  await page.fill('#type-due_handling', '12');
  await choose(page, '#type-due_handling-pace', 'hours of working time');
  await dialog(page).getByText('Inspectors or commanders check that it is done, before it is closed').click();
  await dialog(page).getByText('Close what is checked (command centre)').waitFor({ state: 'hidden' });
  await page.fill('#question-1-en', 'Which shop');
  await press(dialog(page), 'Add a question');
  const last = before.find(({ code }) => code === 'price_gouging').form.length + 1;
  await page.fill(`#question-${last}-zh`, '是否明码标价');
  await page.fill(`#question-${last}-en`, 'Prices are shown');
  await send(page, 'Look at what changes');
  await dialog(page).getByText('These differ. Nothing is stored yet.').waitFor();
  const rows = (await dialog(page).locator('tbody tr').allTextContents()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
  assert.equal(rows.length, 6, rows.join('\n'));
  assert.match(rows.join('\n'), /Name in English.*Prices are raised[^]*Checked before it is closed.*by inspectors or commanders.*no[^]*Handle it.*working days: 3.*12 h of working time[^]*Close what is checked[^]*Question: Which shop[^]*Question: Prices are shown.*nothing/);
  assert.deepEqual(mock.state.types, before, 'nothing is stored before it was looked at');
  await press(dialog(page), 'Back to the form');
  assert.equal(await page.inputValue('#type-name_en'), 'Prices are raised');
  await send(page, 'Look at what changes');
  await loseAnswer(page, 'PUT', '**/api/v1/incident-types');
  await send(page, 'Store');
  await dialog(page).getByRole('alert').waitFor();
  await send(page, 'Store');
  await page.getByText('Stored.', { exact: true }).waitFor();
  await gone(page);
  const now = typeIn(mock, 'price_gouging');
  const expected = structuredClone(find(before, 'price_gouging'));
  expected.name.en = 'Prices are raised';
  expected.check = false;
  delete expected.deadlines.checked;
  expected.deadlines.handling = { clock: 'working_hours', minutes: 720 };
  expected.form[0].name.en = 'Which shop';
  assert.match(now.form.at(-1).key, /^q_[a-z0-9]+_\d+$/);
  expected.form.push({ key: now.form.at(-1).key, name: { en: 'Prices are shown', zh: '是否明码标价' }, kind: 'yes_no', required: false });
  assert.deepEqual(now, expected);
  assert.deepEqual(mock.state.types.filter(({ code }) => code !== 'price_gouging'), before.filter(({ code }) => code !== 'price_gouging'));
  await page.getByRole('row', { name: /Prices are raised/ }).getByText('12 h of working time').waitFor();
  assert.deepEqual(unexpected(page, /ERR_/), []);
});

test('a new type says what it lacks; what the server refuses stands where it is typed; then it can be reported', async (t) => {
  const { mock, page } = await start(t);
  const before = structuredClone(mock.state.types);
  await press(page, 'New type');
  for (const [field, bad, good, fault] of [['code', 'Stray Dog', 'gathering', 'Use a to z'], ['name_zh', ' ', '流浪犬', 'Enter the name in Chinese.'], ['name_en', '', 'A stray dog', 'Enter the name in English.'], ['due_filed', '0', '45', 'Enter a whole number']]) {
    await page.fill(`#type-${field}`, bad);
    await send(page, 'Look at what changes');
    await alert(page, fault);
    await page.fill(`#type-${field}`, good);
  }
  await send(page, 'Look at what changes');
  await alert(page, 'There is a type with this code.');
  await page.fill('#type-code', 'stray_dog');
  await choose(page, '#type-platform', 'Law enforcement');
  await dialog(page).getByText('The grid verifies that it is true, before it is filed').click();
  await page.fill('#type-due_accepted', '3');
  await press(dialog(page), 'Add a question');
  await choose(page, '#question-1-kind', 'Picture');
  await send(page, 'Look at what changes');
  await alert(page, 'Question 1 needs its words in both languages.');
  await page.fill('#question-1-zh', '照片');
  await page.fill('#question-1-en', 'Picture');
  for (const [at, where] of [['name.zh', '#type-name_zh'], ['deadlines.handling.minutes', '#type-due_handling']]) {
    mock.refuse('PUT /incident-types', 400, 'field.range', 'That is not possible.', '不可以。', `types[${before.length}].${at}`);
    await send(page, 'Look at what changes');
    await send(page, 'Store');
    await dialog(page).locator('div', { has: page.locator(where) }).getByRole('alert').filter({ hasText: 'That is not possible.' }).last().waitFor();
  }
  mock.refuse('PUT /incident-types', 400, 'field.range', 'That is not possible.', '不可以。', `types[${before.length}].form[0].key`);
  await send(page, 'Look at what changes');
  await send(page, 'Store');
  await alert(page, 'Question 1: That is not possible.');
  mock.refuse('PUT /incident-types');
  await send(page, 'Look at what changes');
  await loseAnswer(page, 'PUT', '**/api/v1/incident-types');
  await send(page, 'Store');
  await dialog(page).getByRole('alert').waitFor();
  await send(page, 'Store');
  await gone(page);
  assert.deepEqual(mock.state.types.slice(0, -1), before);
  const made = mock.state.types.at(-1);
  assert.deepEqual([made.code, made.platform, made.verify, made.check, made.retired, made.deadlines.accepted, made.deadlines.filed, made.form[0].kind], ['stray_dog', 'law_enforcement', true, false, false, { clock: 'urgent', minutes: 180 }, { clock: 'urgent', minutes: 45 }, 'picture']);
  await region(page, /^Law enforcement/).getByRole('link', { name: 'A stray dog' }).waitFor();
  await page.getByRole('link', { name: 'Incidents', exact: true }).last().click();
  await press(page, 'Report an incident');
  await dialog(page).locator('.el-select').first().click();
  await page.getByRole('option', { name: 'A stray dog' }).waitFor();
  assert.deepEqual(unexpected(page, /400/, /ERR_/), []);
});

test('who is second sees what stands now and keeps what was typed; what was done to other types stays, too', async (t) => {
  const { mock, page } = await start(t, '/incident-types?type=gathering');
  const other = await openAs(t, mock, 'admin');
  await press(drawer(page), 'Change');
  await page.fill('#type-name_en', 'Too many people');
  await send(page, 'Look at what changes');
  await storeAs(other, mock, (types) => {
    Object.assign(find(types, 'gathering'), { urgency: 'critical', name: { zh: '聚集', en: 'A crowd' }, retired: true });
    find(types, 'rumour').urgency = 'urgent';
  });
  await send(page, 'Store');
  await dialog(page).getByText(/^Somebody else changed it meanwhile/).waitFor();
  await dialog(page).getByText('A crowd', { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector('.meanwhile').getBoundingClientRect().top < innerHeight); // it is seen, however long the form
  assert.equal(typeIn(mock, 'gathering').name.en, 'A crowd', 'nothing is overwritten unseen');
  assert.deepEqual([await page.inputValue('#type-name_en'), await page.inputValue('#type-name_zh')], ['Too many people', '聚集']);
  await send(page, 'Look at what changes');
  assert.deepEqual(await dialog(page).locator('tbody tr').count(), 1, 'against what stands now');
  // Somebody changes another type between the reading and the storing.
  let between = false;
  await page.route('**/api/v1/incident-types', async (route) => {
    if (!between && route.request().method() === 'PUT') {
      between = true;
      await storeAs(other, mock, (types) => (find(types, 'garbage').urgency = 'urgent'));
    }
    return route.fallback();
  });
  await send(page, 'Store');
  await gone(page);
  const now = typeIn(mock, 'gathering');
  assert.deepEqual([now.name, now.urgency, now.retired], [{ zh: '聚集', en: 'Too many people' }, 'critical', true]);
  assert.deepEqual(['rumour', 'garbage'].map((code) => typeIn(mock, code).urgency), ['urgent', 'urgent']);
  assert.deepEqual(unexpected(page, /409/), []);
});

test('a type is retired and brought back, by keyboard alone; nobody is offered it meanwhile', async (t) => {
  const { mock, page } = await start(t);
  const before = structuredClone(mock.state.types);
  const name = find(before, 'street_stall').name.en;
  const confirm = async (does) => {
    const box = page.locator('.el-message-box:visible');
    await box.waitFor();
    await box.getByRole('button', { name: does, exact: true }).press('Enter');
    await box.waitFor({ state: 'hidden' });
  };
  await page.getByLabel('Name or code').focus();
  await page.keyboard.type('STREET_');
  await page.getByRole('link', { name, exact: true }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 1);
  for (let i = 0; i < 5 && !(await page.getByRole('link', { name, exact: true }).evaluate((link) => link === document.activeElement)); ++i) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await drawer(page).getByRole('button', { name: 'Retire', exact: true }).press('Enter');
  await confirm('Retire');
  await drawer(page).getByRole('status').getByText('Retired').waitFor();
  assert.deepEqual(mock.state.types, before.map((one) => (one.code === 'street_stall' ? { ...one, retired: true } : one)));
  await page.keyboard.press('Escape');
  await drawer(page).waitFor({ state: 'hidden' });
  assert.doesNotMatch(page.url(), /type=/);
  await page.getByLabel('Name or code').fill('');
  assert.match(await page.locator('main section').last().textContent(), new RegExp(`^Retired \\(1\\).*${name}`));
  await page.getByRole('link', { name: 'Incidents', exact: true }).last().press('Enter');
  await press(page, 'Report an incident');
  await dialog(page).locator('.el-select').first().click();
  await page.getByRole('option').first().waitFor();
  assert.equal(await page.getByRole('option', { name, exact: true }).count(), 0);

  await visit(page, mock, '/incident-types?type=street_stall');
  await drawer(page).getByRole('button', { name: 'Bring back', exact: true }).press('Enter');
  await confirm('Bring back');
  await drawer(page).getByRole('button', { name: 'Retire', exact: true }).waitFor();
  assert.deepEqual(mock.state.types, before);
  assert.deepEqual(page.complaints, []);
});

test('everybody of the city reads it and only the administrator changes it; what nobody has is said', async (t) => {
  const { mock, page } = await start(t, '/incidents', { as: 'desk' });
  await page.getByRole('link', { name: 'Types', exact: true }).click();
  await region(page, /^Market supervision \(\d+\)$/).waitFor();
  assert.equal(await page.locator('tbody tr').count(), mock.state.types.length);
  assert.equal(await page.getByRole('button', { name: /^(New type|Change)/ }).count(), 0);
  await page.getByRole('link', { name: find(mock.state.types, 'gathering').name.en, exact: true }).click();
  await drawer(page).getByText('聚集类型 / Kind of gathering: One of several, must be answered. Choices:').waitFor();
  assert.equal(await drawer(page).getByRole('button', { name: /Change|Retire/ }).count(), 0);
  await page.keyboard.press('Escape');
  await page.getByLabel('Name or code').fill('nonsense');
  await page.getByText('No type has such a name or code.').waitFor();
  mock.state.types = [];
  await visit(page, mock, '/incident-types');
  await page.getByText('There is no type yet: nothing can be reported.').waitFor();
  const guard = await openAs(t, mock, 'guard');
  await guard.goto(`${mock.url}/incident-types`);
  await guard.waitForURL(/\/wall/);
  assert.deepEqual(page.complaints, []);
});

/** How far a page, or what is open on it, runs over the side; in pixels. */
const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-dialog__body, .el-drawer__body')].map((one) => one.scrollWidth - one.clientWidth));
const still = () => document.getAnimations().every((one) => one.playState !== 'running');
const WORDS = {
  en: { change: 'Change', look: 'Look at what changes', store: 'Store', cancel: 'Cancel', add: 'New type' },
  'zh-CN': { change: '修改', look: '查看变动', store: '保存', cancel: '取消', add: '新增类型' },
};

for (const [language, words] of Object.entries(WORDS)) {
  test(`in ${language}, on a screen and on a phone, light and dark: nothing runs over the side, and everybody can use it`, async (t) => {
    const mock = await mockServer(t);
    mock.state.types.at(-1).retired = true;
    const other = await openAs(t, mock, 'admin');
    for (const [width, dark] of looksIn(language)) {
      const page = await openAs(t, mock, 'admin', { language, width, height: width < 500 ? 844 : 900, dark });
      const fits = async (what) => {
        await page.waitForFunction(still);
        await picture(page, `${what}-${language}-${width}-${dark ? 'dark' : 'light'}`);
        assert.ok((await page.evaluate(over)) <= 0, `${what} at ${width} runs over the side`);
        assert.deepEqual(await violations(page), [], `${what} at ${width}`);
      };
      await visit(page, mock, '/incident-types');
      await fits('types');
      await press(page, words.add);
      await dialog(page).waitFor();
      await send(page, words.look);
      await dialog(page).getByRole('alert').waitFor();
      await fits('type-new');
      await send(page, words.cancel);
      await gone(page);
      await visit(page, mock, '/incident-types?type=gathering');
      await drawer(page).waitFor();
      await fits('type');
      await press(drawer(page), words.change);
      await page.fill('#type-name_en', `People gather, ${width}`);
      await dialog(page).locator('.el-checkbox').first().click();
      await page.fill('#question-2-zh', '聚集的种类');
      await fits('type-form');
      await send(page, words.look);
      await dialog(page).locator('tbody tr').first().waitFor();
      await fits('type-differences');
      await storeAs(other, mock, (types) => (find(types, 'gathering').name.en = `A crowd ${width} ${dark}`));
      await send(page, words.store);
      await dialog(page).locator('.meanwhile').waitFor();
      await fits('type-meanwhile');
      assert.deepEqual(unexpected(page, /409/), []);
    }
  });
}
