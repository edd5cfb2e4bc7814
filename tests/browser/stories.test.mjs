// What people do with the console, by keyboard where they would.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { browserFor, logIn, mockServer, openPage, password, visit } from './console.mjs';

const browser = browserFor(test);

test('by keyboard alone: log in, find the alarms, acknowledge one with a note', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await page.goto(mock.url);
  await page.waitForURL('**/login');
  await page.waitForFunction(() => document.activeElement?.id === 'login-name');
  await page.keyboard.type('guard');
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/wall/);
  for (let i = 0; i < 30 && !(await page.evaluate(() => document.activeElement?.getAttribute('href') === '/alarms')); ++i) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/alarms/);
  await page.waitForSelector('article.alarm');
  const open = await page.locator('article.alarm').count();
  assert.match(await page.title(), new RegExp(`^\\(${open}\\)`));
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const second = await page.evaluate(() => document.activeElement?.querySelector('h2')?.textContent);
  await page.keyboard.press('a');
  await page.waitForFunction(() => document.activeElement?.id === 'alarm-note');
  await page.keyboard.type('Measured again: 36.7');
  await page.keyboard.press('Control+Enter');
  await page.waitForFunction((before) => document.querySelectorAll('article.alarm').length === before - 1, open);
  const noted = mock.state.alarms.find((alarm) => alarm.note === 'Measured again: 36.7');
  assert.equal(noted.acknowledged_by, 'guard');
  assert.equal(second, 'Fake face suspected');
  await page.waitForFunction((left) => document.title.startsWith(`(${left})`), open - 1);
});

test('a wrong password is said in words, and too many with the time to wait', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser(), { language: 'zh-CN' });
  await page.goto(`${mock.url}/login`);
  await page.fill('#login-name', 'admin');
  for (let i = 0; i < 4; ++i) {
    await page.fill('#login-password', 'wrong');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent.includes('不正确') && !document.querySelector('#login-password').value);
  }
  await page.fill('#login-password', 'wrong');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /请在 \d 秒后重试/.test(document.querySelector('[role=alert]')?.textContent ?? ''));
  assert.ok(await page.isDisabled('button[type=submit]'));
});

test('the wall shows a passage when it happens, says when the connection is lost, and catches up', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await page.goto(mock.url);
  await page.getByText('Connected, live').waitFor();
  const row = mock.happen();
  const tile = page.locator('article.tile', { has: page.getByRole('heading', { name: row.device_name, exact: true }) });
  await tile.locator(`.now time[datetime="${row.at}"]`).waitFor();
  mock.refuseStreams(true);
  mock.breakStreams();
  await page.getByText('Connection lost. What you see may be old').waitFor();
  const missed = mock.happen();
  mock.refuseStreams(false);
  await page.getByText('Connected, live').waitFor({ timeout: 30_000 });
  await page.locator(`time[datetime="${missed.at}"]`).first().waitFor();
});

test('the wall shows the gates of every site, with what the server counted of the day', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await page.goto(mock.url);
  await page.getByText('Connected, live').waitFor();
  const there = page.getByRole('region', { name: 'Harbour Campus' });
  const tile = there.locator('article.tile', { has: page.getByRole('heading', { name: 'Quay gate', exact: true }) });
  await tile.getByText('Nobody has come through this gate yet.').waitFor();
  const quay = mock.state.devices.find((one) => one.name === 'Quay gate');
  const admitted = () => mock.state.passages.filter((row) => row.device === quay.id && row.outcome === 'admit').length;
  while (admitted() === 0) mock.happen({ gate: quay });
  await tile.locator('dd').first().filter({ hasText: new RegExp(`^${admitted()}$`) }).waitFor();
  assert.equal(await page.locator('section.site').first().getAttribute('aria-label'), mock.state.site.name, 'the chosen site comes first');
});

test('all gates open only after a question', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock, 'guard');
  await visit(page, mock, '/wall');
  const policy = mock.state.policies.get(mock.state.site.id);
  const fireButton = page.getByRole('region', { name: mock.state.site.name }).getByRole('button', { name: 'Open all gates' });
  await fireButton.click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  assert.equal(policy.open_all, false);
  await fireButton.click();
  await page.getByRole('button', { name: 'Open all gates now' }).click();
  await page.getByText('All gates of this site are open').waitFor();
  assert.equal(policy.open_all, true);
});

test('a filter goes into the address, survives a reload, and is what is exported', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await visit(page, mock, '/passages');
  await page.fill('#f-min', '37.6');
  await page.waitForURL(/min=37\.6/);
  const hot = mock.state.passages.filter((row) => row.site === mock.state.site.id && row.temperature_cc >= 3760);
  const rows = () => page.locator('.w-table tbody tr').count();
  await page.waitForFunction((wanted) => document.querySelectorAll('.w-table tbody tr').length === wanted, Math.min(hot.length, 50));
  await page.reload();
  await page.waitForFunction((wanted) => document.querySelectorAll('.w-table tbody tr').length === wanted, Math.min(hot.length, 50));
  assert.ok((await rows()) > 0);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()]);
  const lines = readFileSync(await download.path(), 'utf8').trim().split('\r\n');
  assert.equal(lines.length, hot.length + 1);
  assert.match(lines[0], /not a diagnosis/);
});

test('a picture is shown only when asked for, after saying that this is recorded', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock, 'office');
  const row = mock.state.passages.find((one) => one.capture);
  await visit(page, mock, `/passages?open=${row.id}`);
  await page.getByText('is written into the journal with your name').waitFor();
  assert.equal(mock.captures, 0);
  await page.getByRole('button', { name: 'Show the picture' }).click();
  await page.getByAltText('Picture taken at the gate').waitFor();
  assert.equal(mock.captures, 1);
});

test('enrolment explains a refusal and asks about twins', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await visit(page, mock, '/people');
  const nobody = mock.state.people.find((person) => !person.enrolled_at);
  await page.locator('tr', { hasText: nobody.name }).getByRole('button', { name: 'Enrol face' }).click();
  const choose = (bytes) => page.setInputFiles('input[type=file]:not([multiple])', { name: 'face.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(bytes, 1) });
  await choose(100);
  await page.getByRole('button', { name: 'Enrol with this picture' }).click();
  await page.getByText('No face was found in this picture.').waitFor();
  await choose(2000);
  await page.getByRole('button', { name: 'Enrol with this picture' }).click();
  await page.getByText('This face is already enrolled for').waitFor();
  await page.getByRole('button', { name: 'They are two people: enrol anyway' }).click();
  await page.getByText('Enrolled. Height of the face: 240 pixels').waitFor();
  assert.ok(nobody.enrolled_at);
});

test('the camera of the machine gives the picture to enrol', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await visit(page, mock, '/people');
  await page.getByRole('button', { name: 'Enrol face' }).first().click();
  await page.getByRole('button', { name: 'Use the camera' }).click();
  await page.getByRole('button', { name: 'Take the picture' }).click();
  await page.getByAltText('The picture to enrol from').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Enrol with this picture' }).isEnabled());
});

test('several pictures are imported row by row, and a refusal stops nobody else', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await visit(page, mock, '/people');
  await page.getByRole('button', { name: 'Import pictures' }).click();
  const file = (name, bytes) => ({ name, mimeType: 'image/jpeg', buffer: Buffer.alloc(bytes, 1) });
  await page.setInputFiles('input[type=file][multiple]', [file('S-1_Good Face.jpg', 2001), file('No Face.jpg', 100), file('Twin Face.jpg', 2000)]);
  await page.getByRole('button', { name: 'Import 3' }).click();
  await page.getByText('Enrolled: 1 of 3. Need a look: 2.').waitFor();
  await page.getByText('Added without a face: No face was found').waitFor();
  await page.getByRole('button', { name: 'Same person: leave out' }).click();
  await page.getByText('Left out').waitFor();
  assert.equal(mock.state.people.find((person) => person.name === 'Good Face').number, 'S-1');
  assert.ok(!mock.state.people.some((person) => person.name === 'Twin Face'));
});

test("a new gate's key is shown once, with the lines for its file", async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await visit(page, mock, '/devices');
  await page.getByRole('button', { name: 'Register a gate' }).click();
  await page.fill('#d-name', 'East gate');
  await page.fill('#d-zone', 'The street');
  await page.fill('#d-sign', 'Left of the door');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This key is shown once').waitFor();
  const made = mock.state.devices.find((device) => device.name === 'East gate');
  const lines = await page.locator('pre').last().textContent();
  assert.ok(lines.includes(`device = "${made.id}"`) && lines.includes(`url = "${mock.url}"`) && lines.includes('key = "wk_'));
  await page.keyboard.press('Escape');
  assert.ok(await page.getByText('This key is shown once').isVisible(), 'it does not vanish by accident');
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByText('This key is shown once').waitFor({ state: 'hidden' });
});

test('a change of policy says what it means before it is saved', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await visit(page, mock, '/policy');
  await page.getByText('the gate stays shut and staff must open it').waitFor();
  await page.getByLabel('When the gate cannot judge').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'it opens' }).click();
  await page.getByText('the gate opens for everyone, feverish or not').waitFor();
  assert.equal(mock.state.policies.get(mock.state.site.id).fail, 'secure');
  await page.getByRole('button', { name: 'Save the policy' }).click();
  await page.getByText('The policy has been saved').waitFor();
  assert.equal(mock.state.policies.get(mock.state.site.id).fail, 'safe');
});

test('the drift watch says what the server judged, and a day that cannot be loaded shows no other', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  const [usual, , drifted, few] = mock.state.devices;
  for (const [gate, said] of [[usual, /within the usual range/], [drifted, /moved by \+0\.24 °C/], [few, /too few to say/]]) {
    await visit(page, mock, `/temperatures?device=${gate.id}`);
    assert.match(await page.locator('.verdict').innerText(), said);
  }
  await visit(page, mock, `/temperatures?device=${drifted.id}`);
  await page.route('**/api/v1/devices/*/temperatures?*', (route) => route.abort());
  await page.getByRole('button', { name: 'Day before' }).click();
  await page.waitForSelector('[role="alert"]');
  assert.equal(await page.locator('section.w-panel').count(), 0);
});
