// What an office and an administrator do now and then: sites, accounts, groups, people, keys, the journal.
import assert from 'node:assert/strict';
import test from 'node:test';
import { browserFor, logIn, mockServer, openPage, password, visit } from './console.mjs';

const browser = browserFor(test);

async function start(t, path, { as = 'admin', ...options } = {}) {
  const mock = await mockServer(t);
  const page = await openPage(t, browser(), options);
  await logIn(page, mock, as);
  await visit(page, mock, path);
  return { mock, page, press: (name) => page.getByRole('button', { name, exact: true }).click() };
}
const dialog = (page) => page.getByRole('dialog');
const row = (page, text) => page.locator('tr', { hasText: text });

test('a site is added and changed', async (t) => {
  const { mock, page, press } = await start(t, '/sites');
  await press('Add a site');
  await press('Save');
  await dialog(page).getByText('Enter a name.').waitFor();
  await page.fill('#s-name', 'Riverside Clinic');
  await press('Save');
  await dialog(page).waitFor({ state: 'hidden' });
  await row(page, 'Riverside Clinic').getByRole('button', { name: 'Edit' }).click();
  await page.fill('#s-days', '1');
  await press('Save');
  await row(page, 'Riverside Clinic').getByText('1', { exact: true }).waitFor();
  assert.equal(mock.state.sites.find((site) => site.name === 'Riverside Clinic').capture_days, 1);
});

test('an account is added, limited to a site, and closed', async (t) => {
  const { mock, page, press } = await start(t, '/users');
  await press('Add an account');
  await page.fill('#u-name', 'night guard');
  await page.fill('#u-password', 'short');
  await press('Save');
  await dialog(page).getByText('The password needs at least 10 characters.').waitFor();
  await page.fill('#u-password', 'long enough for a night');
  await page.getByLabel('Sites').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Harbour Campus' }).click();
  await page.keyboard.press('Escape');
  await press('Save');
  await row(page, 'night guard').getByText('Harbour Campus').waitFor();
  await row(page, 'night guard').getByRole('button', { name: 'Edit' }).click();
  await dialog(page).getByText('May log in').click();
  await press('Save');
  await row(page, 'night guard').getByText('Disabled').waitFor();
  const made = mock.state.users.find((user) => user.name === 'night guard');
  assert.deepEqual([made.role, made.disabled, made.sites.length], ['guard', true, 1]);
});

test('the own password is changed with the old one, twice the same', async (t) => {
  const { page, press } = await start(t, '/account', { as: 'guard' });
  const fill = async (old, now, again) => {
    await page.fill('#own-old', old);
    await page.fill('#own-new', now);
    await page.fill('#own-again', again);
    await press('Change password');
  };
  await fill(password, 'another secret', 'another secrat');
  await page.getByText('The two new passwords are not the same.').waitFor();
  await fill('not the old one', 'another secret', 'another secret');
  await page.getByText('The current password is not right.').waitFor();
  await fill(password, 'another secret', 'another secret');
  await page.getByText('Your password has been changed.').waitFor();
});

test('the journal is narrowed by kind and subject, in the address too', async (t) => {
  const { mock, page } = await start(t, '/journal', { as: 'auditor' });
  await page.getByLabel('Only this kind (exact name)').fill('capture.seen');
  await page.waitForURL(/type=capture\.seen/);
  const wanted = mock.state.journal.filter((one) => one.type === 'capture.seen');
  await page.waitForFunction((count) => document.querySelectorAll('tbody tr').length === count, wanted.length);
  await row(page, wanted[0].subject).first().getByRole('button', { name: wanted[0].subject }).click();
  await page.waitForURL(/subject=/);
  const both = wanted.filter((one) => one.subject === wanted[0].subject);
  await page.waitForFunction((count) => document.querySelectorAll('tbody tr').length === count, both.length);
});

test("a gate's key is renewed, and another gate is revoked, each after a question", async (t) => {
  const { mock, page, press } = await start(t, '/devices');
  const card = (name) => page.getByRole('article', { name });
  await card('North gate').getByRole('button', { name: 'New key' }).click();
  await dialog(page).getByText('The key of North gate stops working at once.').waitFor();
  await dialog(page).getByRole('button', { name: 'New key' }).click();
  await page.getByText('This key is shown once').waitFor();
  assert.match(await page.locator('pre').first().textContent(), /^wk_9Ls4/);
  await press('I have copied it');
  await card('Library').getByRole('button', { name: 'Revoke' }).click();
  await dialog(page).getByRole('button', { name: 'Revoke' }).click();
  await card('Library').waitFor({ state: 'hidden' });
  assert.ok(mock.state.devices.find((one) => one.name === 'Library').revoked);
  await page.getByText('Show revoked devices').click();
  await card('Library').getByText('Revoked').waitFor();
});

test('what a gate does not know is said, not left out', async (t) => {
  const { mock, page } = await start(t, '/devices');
  const gate = mock.state.devices.find((one) => one.name === 'North gate');
  gate.health.clock_offset_ms = null;
  mock.send('device', gate);
  const card = page.getByRole('article', { name: 'North gate' });
  await card.locator('div', { hasText: /^Clock against the server\s*not known$/ }).waitFor();
  await card.locator('div', { hasText: /^Black body offset\s*no black body in view$/ }).waitFor();
  await page.getByRole('article', { name: 'Library' }).locator('div', { hasText: /^Last heard of\s*Never heard of$/ }).waitFor();
});

test('a person is added, corrected and deleted', async (t) => {
  const { mock, page, press } = await start(t, '/people', { as: 'office' });
  await press('Add a person');
  await page.fill('#p-name', 'Mei Tanaka');
  await press('Save');
  await page.getByText('Enrol the face of Mei Tanaka').waitFor();
  await press('Cancel');
  await row(page, 'Mei Tanaka').getByRole('button', { name: 'Edit' }).click();
  await page.fill('#p-number', 'S-77');
  await press('Save');
  await row(page, 'S-77').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Passages stay, without the name.').waitFor();
  await dialog(page).getByRole('button', { name: 'Delete' }).click();
  await page.getByText('Mei Tanaka has been deleted.').waitFor();
  await row(page, 'S-77').waitFor({ state: 'detached' });
  assert.ok(!mock.state.people.some((person) => person.name === 'Mei Tanaka'));
});

test('a face is deleted, and the person stays', async (t) => {
  const { mock, page, press } = await start(t, '/people', { as: 'office' });
  const person = mock.state.people.find((one) => one.enrolled_at);
  await visit(page, mock, `/people/${person.id}`);
  await press('Delete the face');
  await page.getByText('The person stays and can be let in with a pass').waitFor();
  await dialog(page).getByRole('button', { name: 'Delete the face' }).click();
  await page.getByText('No face enrolled').waitFor();
  assert.equal(mock.state.people.find((one) => one.id === person.id).enrolled_at, null);
  assert.equal(await page.getByRole('button', { name: 'Delete the face' }).count(), 0);
});

test('a group is made, renamed and, while nobody is in it, deleted', async (t) => {
  const { mock, page, press } = await start(t, '/people', { as: 'office' });
  await press('New group');
  await dialog(page).getByRole('textbox').fill('Kitchen');
  await press('Save');
  await press('Rename the group Kitchen');
  await dialog(page).getByRole('textbox').fill('Canteen');
  await press('Save');
  await page.getByRole('button', { name: 'Canteen People: 0' }).click();
  await page.waitForURL(/group=/);
  await press('Delete the group Canteen');
  await page.getByRole('button', { name: 'Canteen People: 0' }).waitFor({ state: 'detached' });
  assert.ok(!mock.state.groups.some((group) => group.name === 'Canteen'));
  const full = mock.state.groups[0];
  assert.equal(await page.getByRole('button', { name: `Delete the group ${full.name}` }).count(), 0);
});

test('a pass is made, shown once, renewed only when that is meant, and taken away', async (t) => {
  const mock = await mockServer(t);
  const somebody = mock.state.people.find((person) => !person.pass_made_at);
  const page = await openPage(t, browser());
  await logIn(page, mock, 'office');
  await visit(page, mock, `/people/${somebody.id}`);
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  await press('Make a pass');
  const code = dialog(page).getByRole('img', { name: `QR code of the pass of ${somebody.name}` });
  await code.waitFor();
  assert.ok(await code.evaluate((img) => img.naturalWidth > 0 || img.complete), 'it is drawn');
  await page.keyboard.press('Escape');
  assert.ok(await code.isVisible(), 'not lost by a slip');
  await page.emulateMedia({ media: 'print' });
  assert.ok(await code.isVisible(), 'on paper, too');
  assert.ok(!(await page.locator('main h1').isVisible()), 'and nothing else');
  await page.emulateMedia({ media: null });
  await press('It is printed or saved');
  await code.waitFor({ state: 'detached' });
  const first = somebody.pass_made_at;
  await press('Make a new pass');
  await dialog(page).getByText('The pass in use stops working.').waitFor();
  await press('Cancel');
  assert.equal(somebody.pass_made_at, first);
  await press('Take the pass away');
  await dialog(page).getByRole('button', { name: 'Take the pass away' }).click();
  await page.getByRole('button', { name: 'Make a pass', exact: true }).waitFor();
  assert.equal(somebody.pass_made_at, null);
  assert.deepEqual(page.complaints, []);
});
