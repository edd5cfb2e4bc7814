// The city as it works, in Chromium before the real server: a grid member reports something with a phone, an operator sees
// it come on the board and gives an order, the phone acknowledges it, and the operator watches the numbers move.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { id, password, repository, startServer } from '../flow/support/ward.mjs';
import { browserFor, openPage } from './console.mjs';
import { counted } from './handset.mjs';

const browser = browserFor(test);
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,Grid 1,grid,c1\ng2,Grid 2,grid,c1\n';
const members = 'unit,name,phone,duty\nt1,Sun,10000000003,member\nc1,Sun,10000000003,commander\nc1,Li,10000000004,member\ng1,Li,10000000004,commander\ng1,Wang,10000000005,member\ng2,Zhao,10000000006,member\n';

async function city(t) {
  const server = await startServer(t, { server: { web: join(repository, 'web/dist') } });
  for (const [what, body] of Object.entries({ units, members })) {
    const stored = await server.admin.call('POST', `/units/import?what=${what}&dry_run=false`, { body, headers: { 'Content-Type': 'text/csv' } });
    assert.equal(stored.body.stored, true, JSON.stringify(stored.body.faults));
  }
  await server.admin.put(`/users/${id()}`, { name: 'desk', role: 'centre', password });
  const account = id();
  await server.admin.put(`/users/${account}`, { name: 'wang', role: 'member', password });
  const [wang] = (await server.admin.get('/members?q=Wang')).items;
  await server.admin.put(`/members/${wang.id}`, { name: 'Wang', phone: wang.phone, account });
  return server;
}

async function console_(t, server) {
  const page = await openPage(t, browser());
  await page.goto(`${server.url}/login`);
  await page.fill('#login-name', 'desk');
  await page.fill('#login-password', password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/incidents/);
  return page;
}

async function phone(t, server) {
  const page = await openPage(t, browser(), { viewport: { width: 390, height: 844 }, hasTouch: true });
  await page.goto(`${server.url}/phone/`);
  await page.fill('#p-name', 'wang');
  await page.fill('#p-password', password);
  await page.keyboard.press('Enter');
  await page.locator('nav.tabs').waitFor();
  return page;
}
const tab = (page, name) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`) }) : undefined);

test('a report from a phone comes on the board, and an order comes back from the phone', async (t) => {
  const server = await city(t);
  const [desk, hand] = [await console_(t, server), await phone(t, server)];

  await tab(hand, 'Reports');
  await hand.getByRole('link', { name: 'Report something' }).click();
  await hand.getByRole('button', { name: 'Public safety', exact: true }).click();
  await hand.getByRole('button', { name: 'People gather', exact: true }).click();
  await hand.getByLabel('Number of people (needed)').fill('12');
  await hand.getByText('Mahjong or cards').click();
  await hand.getByLabel('What happened?').fill('Twelve people at the market');
  await hand.locator('section', { hasText: 'Pictures and voice' }).locator('input[type=file]').setInputFiles(join(repository, 'var/media/sample2.jpg'));
  await hand.getByRole('img', { name: 'Picture or voice note 1' }).waitFor();
  await hand.getByRole('button', { name: 'Send', exact: true }).click();

  const card = desk.getByText('Twelve people at the market');
  await card.waitFor();
  await picture(desk, 'board');
  await card.click();
  await desk.waitForURL(/\/incidents\/[0-9a-f-]{36}/);
  await desk.getByText('wang').first().waitFor();
  await desk.locator('img').first().waitFor();
  await picture(desk, 'incident');

  const unit = (await server.admin.get('/units?q=t1')).items[0].id;
  const texts = [{ language: 'zh-CN', headline: '今晚消毒', text: '请于 20 点前完成。' }, { language: 'en', headline: 'Disinfect tonight', text: 'Please finish before 20:00.' }];
  const { order } = await server.admin.put(`/orders/${id()}`, { unit, texts, asks: 'acknowledged' });
  await desk.goto(`${server.url}/orders/${order.id}`);
  await desk.getByText('Disinfect tonight').first().waitFor();
  await tab(hand, 'Orders');
  await picture(hand, 'phone_orders');
  await hand.getByText('Disinfect tonight').click();
  await hand.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await desk.waitForFunction(() => /\b25\s?%|1\s*(of|\/)\s*4/.test(document.body.textContent));
  await picture(desk, 'order');
  await picture(hand, 'phone_order');
  await tab(hand, 'Reports');
  await hand.locator('main a.p-card').first().waitFor();
  await picture(hand, 'phone_reports');
  const progress = async () => (await server.admin.get(`/orders/${order.id}/rollup`)).progress;
  await counted(async () => (await progress()).acknowledged === 1, 'the phone has not said that it was acknowledged');
  assert.deepEqual(await progress(), { recipients: 4, delivered: 1, read: 1, acknowledged: 1, done: 0 });
  assert.deepEqual([...desk.complaints, ...hand.complaints], []);
});
