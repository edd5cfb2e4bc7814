// What somebody was told: beside the bell, in the corner, on a page, on the phone.
import assert from 'node:assert/strict';
import test from 'node:test';
import { tell } from '../../web/mock/notices.mjs';
import { browserFor, logIn, mockServer, openPage, password, visit } from './console.mjs';

const browser = browserFor(test);

test('what is new is counted and said, leads to what it is about, and is read then', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await visit(page, mock, '/units');
  await page.getByRole('link', { name: 'Notices (2 unread)' }).waitFor();
  tell(mock.state, mock.send);
  await page.getByRole('link', { name: 'Notices (3 unread)' }).waitFor();
  const said = page.locator('.el-notification');
  await said.getByText('nobody below you has acknowledged it in time').waitFor();
  await said.getByRole('link', { name: 'Look at it' }).click();
  await page.waitForURL(new RegExp(`/incidents/${mock.state.notices[0].subject}`));
  await page.getByRole('link', { name: 'Notices (2 unread)' }).waitFor();
  assert.equal(await said.count(), 0);
});

test('the page lists them, and all are read by one press', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser(), { language: 'zh-CN' });
  await logIn(page, mock);
  await visit(page, mock, '/notices');
  assert.equal(await page.locator('li.unread').count(), 2);
  await page.getByText('催办指令').waitFor();
  await page.getByRole('link', { name: /下级未及时签收/ }).click();
  await page.waitForURL(new RegExp(`/incidents/${mock.state.notices[0].subject}`));
  await page.goBack();
  await page.locator('li.unread').first().waitFor();
  await page.getByRole('button', { name: '全部标为已读' }).press('Enter');
  await page.locator('li.unread').first().waitFor({ state: 'detached' });
  await page.getByRole('link', { name: '通知（0 条未读）' }).waitFor();
  assert.ok(mock.state.notices.every((one) => one.read_at));
});

test('a phone shows them above the tasks until they are read, also without a network', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser(), { width: 390, height: 844 });
  await page.goto(`${mock.url}/phone/`);
  await page.fill('input[autocomplete="username"]', 'li');
  await page.fill('input[type="password"]', password);
  await page.keyboard.press('Enter');
  const told = page.getByRole('region', { name: 'You were told' });
  await told.getByText('nobody below you has acknowledged it in time').waitFor();
  assert.equal(await told.locator('article').count(), 2);
  await page.context().setOffline(true);
  await told.getByRole('button', { name: 'I have read it' }).first().click();
  await page.getByText('No network').waitFor();
  assert.equal(await told.locator('article').count(), 2, 'the server has not heard of it');
  await page.context().setOffline(false);
  await told.getByRole('button', { name: 'I have read it' }).first().click();
  await told.locator('article').nth(1).waitFor({ state: 'detached' });
  assert.equal(mock.state.notices.filter((one) => !one.read_at).length, 1);
});
