// Orders at the centre: written in several languages, given after the number was read, and watched as they come back.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { browserFor, logIn, mockServer, openPage, visit } from './console.mjs';

const browser = browserFor(test);

async function start(t, path = '/orders') {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await visit(page, mock, typeof path === 'function' ? path(mock.state) : path);
  return { mock, page, press: (name) => page.getByRole('button', { name, exact: true }).click() };
}
const dialog = (page) => page.getByRole('dialog');

test('an order is written side by side, counted, looked at, and given after a question', async (t) => {
  const { mock, page, press } = await start(t, '/orders/new');
  await press('Give the order');
  await page.getByText('Choose the unit.').waitFor();
  await page.locator('#c-unit').fill('330782100');
  await page.getByRole('option', { name: /佛堂镇指挥部/ }).click();
  await page.getByText('52 people in 13 units would receive it now.').waitFor();
  await page.fill('#t-zh-CN-headline', '今晚测温');
  await press('Give the order');
  await page.getByText('Every language needs a headline and a text.').waitFor();
  await page.fill('#t-zh-CN-text', '各网格二十时前完成');
  await page.fill('#t-tag', 'not a tag');
  await press('Add');
  await page.getByText('That is no language tag.').waitFor();
  await page.fill('#t-tag', 'ar');
  await page.keyboard.press('Enter');
  await page.fill('#t-ar-headline', 'قياس الحرارة');
  await page.fill('#t-ar-text', 'الليلة');
  const preview = page.getByRole('region', { name: 'On the phone' });
  await preview.getByText('Arabic').click();
  assert.equal(await preview.locator('article').getAttribute('lang'), 'ar');
  await page.getByText('Report it done', { exact: true }).click();
  await page.getByText('Done only with a picture').click();
  await page.getByText('Tower: it passes').click();
  await press('Give the order');
  await dialog(page).getByText('Give this order to 52 people?').waitFor();
  await dialog(page).getByRole('button', { name: 'Give the order' }).click();
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}/);
  const [made] = mock.state.orders;
  assert.deepEqual(made.texts.map((one) => one.language), ['zh-CN', 'ar']);
  assert.deepEqual([made.asks, made.picture, made.tower, made.pass_minutes], ['done', true, true, 30]);
  await page.getByText('0 of 52').first().waitFor();
  assert.deepEqual(page.complaints, []);
});

test('it comes back unit by unit, live, and the address says where one looks', async (t) => {
  const { mock, page } = await start(t, (state) => `/orders/${state.orders[1].id}`);
  const order = mock.state.orders[1];
  const [city, town] = mock.state.units;
  const rows = mock.state.recipients.get(order.id);
  const done = () => rows.filter((row) => row.done_at).length;
  await page.getByRole('group', { name: /its 2 units, by how many received/ }).waitFor();
  await page.locator('.steps').getByText(`${done()} of ${rows.length}`).last().waitFor();
  let asked = 0;
  page.on('request', (request) => request.url().includes('/rollup') && ++asked);
  for (const row of rows.slice(0, 60)) {
    for (const step of ['delivered', 'read', 'acknowledged', 'done']) row[`${step}_at`] ??= new Date().toISOString();
    mock.send('order', { id: order.id, path: city.path });
  }
  await page.locator('.steps').getByText(`${done()} of ${rows.length}`).last().waitFor();
  assert.ok(asked <= 2, `${asked} questions for 60 events`);
  await page.locator('tbody').getByRole('button', { name: town.name }).click();
  await page.waitForURL(/unit=/);
  await page.reload();
  await page.getByRole('navigation', { name: 'Where' }).getByText(town.name).waitFor();
  await page.getByRole('navigation', { name: 'Where' }).getByRole('button', { name: city.name }).click();
  await page.waitForURL((url) => !url.search.includes('unit='));
  assert.deepEqual(page.complaints, []);
});

test('those who have not are listed and reminded, and the order is cancelled with its reason', async (t) => {
  const { mock, page, press } = await start(t, (state) => `/orders/${state.orders[1].id}`);
  const order = mock.state.orders[1];
  const missing = mock.state.recipients.get(order.id).filter((row) => !row.done_at);
  await page.getByRole('link', { name: missing[0].phone }).waitFor();
  await press('Remind who has not');
  await page.getByText(`${missing.length} people were reminded.`).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), press('Download as CAP')]);
  assert.match(readFileSync(await download.path(), 'utf8'), /emergency:cap:1\.2/);
  await press('Cancel the order');
  await dialog(page).getByRole('button', { name: 'Cancel the order' }).click();
  await dialog(page).getByText('Say why.').waitFor();
  await page.fill('#o-reason', 'Given by mistake.');
  await dialog(page).getByRole('button', { name: 'Cancel the order' }).click();
  await page.getByText('Given by mistake.').waitFor();
  assert.equal(order.state, 'cancelled');
  assert.equal(await page.getByRole('button', { name: 'Cancel the order' }).count(), 0);
  assert.deepEqual(page.complaints, []);
});

test('another order takes the place of one, with what it said', async (t) => {
  const { mock, page, press } = await start(t, (state) => `/orders/${state.orders[0].id}`);
  const old = mock.state.orders[0];
  await press('Put another in its place');
  await page.waitForURL(/supersedes=/);
  await page.waitForFunction((wanted) => document.querySelector('#t-en-headline')?.value === wanted, old.texts[1].headline);
  await page.fill('#t-en-headline', 'Check every tenant before nine');
  await press('Give the order');
  await dialog(page).getByRole('button', { name: 'Give the order' }).click();
  await page.waitForURL((url) => /\/orders\/[0-9a-f-]{36}$/.test(url.pathname) && !url.pathname.endsWith(old.id));
  assert.equal(old.superseded_by, mock.state.orders[0].id);
  await page.getByRole('link', { name: 'To the order it takes the place of' }).click();
  await page.getByText('Superseded', { exact: true }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('an order that anybody may read says so, and where; it does not pass through the commanders', async (t) => {
  const { mock, page, press } = await start(t, '/orders/new');
  const [town] = mock.state.units.filter((unit) => unit.code === '330782100');
  const [open, tower] = [page.getByRole('checkbox', { name: /^Anybody may read it/ }), page.getByRole('checkbox', { name: /^Tower: it passes/ })];
  await page.locator('#c-unit').fill(town.code);
  await page.getByRole('option', { name: /佛堂镇指挥部/ }).click();
  await page.fill('#t-zh-CN-headline', '今晚停水');
  await page.fill('#t-zh-CN-text', '今晚八点至十点停水。');
  await page.getByText('Tower: it passes').click();
  assert.ok(await open.isDisabled());
  await page.locator('#c-public-hint').getByText(/^Not both/).waitFor();
  await page.getByText('Tower: it passes').click();
  await page.getByText('Anybody may read it, without an account').click();
  assert.ok(await tower.isDisabled());
  await page.locator('#c-tower-hint').getByText(/^Not both/).waitFor();
  await press('Give the order');
  await dialog(page).getByText(/and anybody may read it, without an account/).waitFor();
  await dialog(page).getByRole('button', { name: 'Give the order' }).click();
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}/);
  assert.deepEqual([mock.state.orders[0].public, mock.state.orders[0].tower], [true, false]);

  const address = `${mock.url}/n/#330782100`;
  await page.getByText(address, { exact: true }).waitFor();
  assert.ok(await page.getByRole('img', { name: `QR code of the page of notices for ${town.name}` }).evaluate((image) => image.naturalWidth > 0));
  const [notices] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: 'Open the page of notices' }).click()]);
  await notices.getByRole('heading', { name: '今晚停水' }).waitFor();
  await notices.close();
  await visit(page, mock, '/orders');
  const row = page.getByRole('row').filter({ hasText: '今晚停水' });
  await row.getByText('Public', { exact: true }).waitFor();
  assert.equal(await page.getByRole('row').filter({ hasText: '今晚八点前' }).getByText('Public', { exact: true }).count(), 0);

  await visit(page, mock, `/orders/${mock.state.orders[0].id}`);
  await press('Put another in its place');
  await page.waitForFunction(() => document.querySelector('#t-zh-CN-headline')?.value === '今晚停水');
  assert.ok(await open.isChecked(), 'what takes its place is as public');
  mock.refuse('PUT /orders/{id}', 400, 'order.public_tower', 'What passes through the commanders is not public.', '塔式下达的指令不能公开。', 'public');
  await press('Give the order');
  await dialog(page).getByRole('button', { name: 'Give the order' }).click();
  await page.getByRole('alert').getByText('What passes through the commanders is not public.').waitFor();
  assert.equal(await page.inputValue('#t-zh-CN-text'), '今晚八点至十点停水。');
  assert.deepEqual(page.complaints.filter((one) => !/400/.test(one)), []);
});

test('an order that has ended leads to no page any more', async (t) => {
  const { mock, page } = await start(t, (state) => `/orders/${state.orders.find((one) => one.public).id}`);
  const order = mock.state.orders.find((one) => one.public);
  await page.getByRole('heading', { name: 'For a door' }).waitFor();
  Object.assign(order, { state: 'cancelled', ended_at: new Date().toISOString(), reason: 'Over.' });
  mock.send('order', { id: order.id, path: '1/' });
  await page.getByRole('heading', { name: 'For a door' }).waitFor({ state: 'detached' });
  assert.deepEqual(page.complaints, []);
});
