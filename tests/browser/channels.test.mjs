// Channels: made, changed without its secrets being shown, tried, closed; the record of what was sent; keys of Open311.
import assert from 'node:assert/strict';
import test from 'node:test';
import { browserFor, logIn, mockServer, openPage, visit } from './console.mjs';

const browser = browserFor(test);

async function start(t, path = '/channels', as = 'admin') {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock, as);
  await visit(page, mock, path);
  return { mock, page, row: (name) => page.locator('tbody tr', { hasText: name }) };
}

test('each channel says where it goes, for what, and what became of its last message', async (t) => {
  const { page, row } = await start(t);
  await row('值班室邮箱').getByText('duty@city.example').waitFor();
  await row('值班室邮箱').getByText('sent').waitFor();
  await row('稠城街道工作群').getByText('稠城街道指挥部').waitFor();
  await row('Hospital bed system').getByText('given up').waitFor();
  await row('Hospital bed system').getByText('Last failure: beds.hospital.example answered 502').waitFor();
  await row('Hospital bed system').getByText('晨光实验学校').waitFor();
  assert.deepEqual(page.complaints, []);
});

test('a channel is made with what its kind needs, and its address and secret are never shown again', async (t) => {
  const { mock, page, row } = await start(t);
  await page.getByRole('button', { name: 'New channel' }).click();
  const dialog = page.getByRole('dialog', { name: 'New channel' });
  const press = () => page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await press();
  await dialog.getByText('Enter a name.').waitFor();
  await page.locator('#c-kind').press('Enter');
  await page.getByRole('option', { name: 'Another system (webhook)' }).click();
  await page.fill('#c-name', 'Press office');
  await page.fill('#c-target', 'nowhere');
  await press();
  await dialog.getByText('Enter the secret.').waitFor();
  await page.fill('#c-secret', 'whsec_c2VjcmV0');
  await dialog.getByText('A unit', { exact: true }).click();
  await press();
  await dialog.getByText('Choose the unit or the site.').waitFor();
  await page.locator('#c-unit').fill('330782100');
  await page.getByRole('option', { name: /佛堂镇指挥部/ }).click();
  await press();
  await dialog.getByText('This is no http or https address.').waitFor();
  await page.fill('#c-target', 'https://press.city.example/hook?key=s3cret');
  await press();
  await row('Press office').getByText('佛堂镇指挥部').waitFor();
  assert.doesNotMatch(await page.textContent('body'), /s3cret|whsec/);
  const made = mock.state.channels.find((one) => one.name === 'Press office');
  assert.deepEqual([made.kind, made.target, made.signed, made.events], ['webhook', ['press.city.example'], true, ['incident.report', 'incident.paged']]);
  await row('Press office').getByRole('button', { name: 'Change' }).click();
  assert.equal(await page.inputValue('#c-target'), '');
  assert.equal(await page.inputValue('#c-secret'), '');
  assert.equal(await page.getAttribute('#c-target', 'placeholder'), 'stays as it is: press.city.example');
  await page.fill('#c-name', 'Press and radio');
  await press();
  await row('Press and radio').waitFor();
  assert.deepEqual([made.name, made.target, made.signed], ['Press and radio', ['press.city.example'], true]);
  assert.deepEqual(page.complaints.filter((text) => !/400/.test(text)), []);
});

test('a test is sent at once and says what became of it; a channel is closed after asking', async (t) => {
  const { mock, page, row } = await start(t);
  await row('值班室邮箱').getByRole('button', { name: 'Send a test now' }).click();
  await row('值班室邮箱').getByText('The test arrived there.').waitFor();
  await row('Hospital bed system').getByRole('button', { name: 'Send a test now' }).click();
  await row('Hospital bed system').getByText('The test did not arrive: beds.hospital.example answered 502').waitFor();
  await row('Hospital bed system').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
  await row('Hospital bed system').waitFor({ state: 'detached' });
  assert.equal(mock.state.channels.length, 3);
  assert.deepEqual(page.complaints, []);
});

test('the record is narrowed to a channel and a state, and says when a message is tried next and why it failed', async (t) => {
  const { page, row } = await start(t);
  await row('稠城街道工作群').getByRole('link', { name: /Its record/ }).click();
  await page.waitForURL(/view=deliveries&channel=/);
  await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 2);
  await page.getByText(/^tried next /).first().waitFor();
  await page.getByText('Last failure: oapi.dingtalk.com 在 10 秒内没有应答').waitFor();
  await page.getByText('not worded yet: 4 happenings').waitFor();
  await page.locator('#d-state').press('Enter');
  await page.getByRole('option', { name: 'given up' }).click();
  await page.getByText('Nothing was sent that fits.').waitFor();
  assert.match(page.url(), /state=gave_up/);
  assert.deepEqual(page.complaints, []);
});

test('a key of Open311 is shown once, and withdrawn', async (t) => {
  const { mock, page, row } = await start(t, '/channels?view=keys');
  await row('Old app').getByText('withdrawn').waitFor();
  await page.getByRole('button', { name: 'New key' }).click();
  await page.fill('#k-name', 'City app');
  await page.locator('#k-unit').fill('330782100');
  await page.getByRole('option', { name: /佛堂镇指挥部/ }).click();
  await page.fill('#k-jurisdiction', 'yiwu.example');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('dialog', { name: 'Key of City app' }).getByText('o3_mock-key-5Tg8').waitFor();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByText('o3_mock-key-5Tg8').waitFor({ state: 'detached' });
  await row('City app').getByText('works').waitFor();
  assert.doesNotMatch(await page.textContent('main'), /o3_mock/);
  await row('City app').getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await row('City app').getByText('withdrawn').waitFor();
  assert.equal(mock.state.open311Keys.find((one) => one.name === 'City app').revoked, true);
  assert.deepEqual(page.complaints, []);
});

test('an auditor looks and changes nothing', async (t) => {
  const { page, row } = await start(t, '/channels', 'auditor');
  await row('值班室邮箱').waitFor();
  for (const name of ['New channel', 'Change', 'Close', 'Send a test now']) assert.equal(await page.getByRole('button', { name }).count(), 0, name);
  await page.getByText('Open311 keys', { exact: true }).click();
  await row('Old app').waitFor();
  assert.equal(await page.getByRole('button', { name: /key|Withdraw/i }).count(), 0);
  assert.deepEqual(page.complaints, []);
});

test('a channel to another city says which types go out as what, and the record what they became there', async (t) => {
  const { mock, page, row } = await start(t);
  await page.getByRole('button', { name: 'New channel' }).click();
  const dialog = page.getByRole('dialog', { name: 'New channel' });
  const press = () => dialog.getByRole('button', { name: 'Save' }).click();
  await page.locator('#c-kind').press('Enter');
  await page.getByRole('option', { name: 'Another city (Open311)' }).click();
  await page.fill('#c-name', 'County');
  await page.fill('#c-target', 'https://county.example/open311/v2');
  await page.fill('#c-secret', 'o3_key');
  await press();
  await dialog.getByText('Say of at least one type').waitFor();
  const { types } = await page.evaluate(() => fetch('/api/v1/incident-types').then((answer) => answer.json()));
  await dialog.getByRole('combobox', { name: 'Type of incident' }).press('Enter');
  await page.getByRole('option', { name: types[0].name.en, exact: true }).click();
  await dialog.getByRole('textbox', { name: 'service_code' }).fill('42');
  await dialog.getByRole('button', { name: 'One more type' }).click();
  await press();
  await row('County').getByText('county.example').waitFor();
  const made = mock.state.channels.find((one) => one.name === 'County');
  assert.deepEqual([made.kind, made.events, made.services], ['open311', ['incident.report'], [{ type: types[0].code, service_code: '42' }]]);
  await row('Next city').getByRole('button', { name: 'Change' }).click();
  assert.equal(await page.getByRole('textbox', { name: 'service_code' }).inputValue(), '007');
  await visit(page, mock, '/channels?view=deliveries');
  await row('Next city').getByText('request 2026-118 there: closed').waitFor();
  assert.deepEqual(page.complaints, []);
});
