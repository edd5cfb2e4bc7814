// Incidents at the centre: the board by keyboard and live, the list, one with its story, two operators at once, a report.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { act } from '../../web/mock/incidents.mjs';
import { browserFor, logIn, mockServer, openPage, violations, visit } from './console.mjs';

const browser = browserFor(test);
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled' }) : undefined);
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

async function start(t, path = '/incidents', { as = 'admin', before = () => {}, ...options } = {}) {
  const mock = await mockServer(t);
  before(mock.state);
  const page = await openPage(t, browser(), options);
  await logIn(page, mock, as);
  await visit(page, mock, path);
  return { mock, page, press: (name) => page.getByRole('button', { name, exact: true }).click() };
}
const column = (page, name) => page.locator('section', { has: page.getByRole('heading', { level: 2, name }) });
const openIn = (mock, state) => mock.state.incidents.find((one) => one.state === state);
const version = (mock, id) => mock.state.incidents.find((one) => one.id === id).version;
const asked = (page, mock) => {
  const paths = [];
  page.on('request', (request) => request.url().includes('/api/v1/incidents') && paths.push(request.url().slice(mock.url.length + '/api/v1'.length)));
  return paths;
};

test('each stage has its count and its cards, the nearest deadline first, and more on demand', async (t) => {
  const { mock, page } = await start(t);
  const handling = column(page, /Being handled/);
  await handling.locator('article').first().waitFor();
  assert.equal(await handling.locator('h2 b').textContent(), '18');
  assert.equal(await handling.locator('article').count(), 15);
  const first = mock.state.incidents.filter((one) => one.state === 'handling').sort((a, b) => (a.stage.deadline < b.stage.deadline ? -1 : 1))[0];
  assert.equal(await handling.locator('article a').first().getAttribute('data-incident'), first.id);
  await handling.getByRole('button', { name: 'More' }).click();
  await page.waitForFunction(() => [...document.querySelectorAll('section')].some((one) => one.querySelectorAll('article').length === 18));
  assert.ok((await page.locator('.overdue').count()) > 0 && (await page.locator('.warning').count()) > 0);
  assert.match(await page.locator('.overdue p').first().textContent(), /overdue by/);
  assert.deepEqual(page.complaints, []);
});

test('the time left counts down', async (t) => {
  const { page } = await start(t);
  const left = page.locator('.fine p').first();
  const before = await left.textContent();
  await page.waitForFunction((was) => document.querySelector('.fine p').textContent !== was, before);
});

test('an event moves only the card it names, and many in a moment are looked at once', async (t) => {
  const { mock, page } = await start(t);
  const one = openIn(mock, 'reported');
  await column(page, /Reported \d/).locator('article').first().waitFor();
  const paths = asked(page, mock);
  act(mock.state, one.id, { action: 'accept', version: one.version }, 'user:x');
  for (let i = 0; i < 5; ++i) mock.send('incident', { id: one.id });
  await column(page, /Accepted/).locator(`[data-incident="${one.id}"]`).waitFor();
  assert.equal(await column(page, /Accepted/).locator('h2 b').textContent(), '5');
  assert.deepEqual(paths.sort(), ['/incidents/board', `/incidents/${one.id}`].sort());
  paths.length = 0;
  for (const { id } of mock.state.incidents) mock.send('incident', { id });
  await page.waitForTimeout(900);
  assert.ok(paths.length <= 10, `${paths.length} questions for ${mock.state.incidents.length} events`);
  assert.deepEqual(page.complaints, []);
});

test('by keyboard alone: from card to card, open one, back to the filters, and the sheet of keys', async (t) => {
  const { mock, page } = await start(t);
  await page.locator('article a').first().waitFor();
  const at = () => page.evaluate(() => document.activeElement?.getAttribute('data-incident'));
  const ids = (name) => column(page, name).locator('article a').evaluateAll((all) => all.map((one) => one.getAttribute('data-incident')));
  const [reported, accepted] = [await ids(/Reported \d/), await ids(/Accepted/)];
  await page.keyboard.press('j');
  assert.equal(await at(), reported[0]);
  await page.keyboard.press('ArrowRight');
  assert.equal(await at(), accepted[0]);
  await page.keyboard.press('j');
  assert.equal(await at(), accepted[1]);
  await page.keyboard.press('k');
  await page.keyboard.press('h');
  assert.equal(await at(), reported[0]);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys of this page' }).getByText('Opens the incident').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('/');
  await page.waitForFunction(() => document.activeElement?.id === 'i-unit');
  await visit(page, mock, '/incidents');
  await page.locator('article a').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`/incidents/${reported[0]}`));
  assert.deepEqual(page.complaints, []);
});

test('the list is narrowed, and the address says to what', async (t) => {
  const { mock, page } = await start(t, '/incidents?view=list');
  const rows = (wanted) => page.waitForFunction((count) => document.querySelectorAll('tbody tr').length === count, wanted);
  await rows(mock.state.incidents.length);
  await page.getByText('Overdue', { exact: true }).click();
  await page.waitForURL(/overdue=true/);
  await rows(mock.state.incidents.filter((one) => Date.parse(one.stage.deadline) < Date.now()).length);
  await page.locator('#i-state').press('Enter');
  await page.getByRole('option', { name: 'Being handled' }).click();
  await page.waitForURL(/state=handling/);
  await page.reload();
  await rows(mock.state.incidents.filter((one) => one.state === 'handling' && Date.parse(one.stage.deadline) < Date.now()).length);
  assert.deepEqual(page.complaints, []);
});

test('one incident is moved on with the words it needs, and its story tells it', async (t) => {
  const { mock, page, press } = await start(t);
  const one = openIn(mock, 'handling');
  await visit(page, mock, `/incidents/${one.id}`);
  await press('Acknowledge');
  await page.getByText('Acknowledged', { exact: true }).waitFor();
  assert.ok(mock.state.stories.get(one.id).acknowledged_at);
  await press('Feedback');
  const dialog = page.getByRole('dialog', { name: 'Feedback' });
  await page.waitForFunction(() => document.activeElement?.id === 'a-text');
  await dialog.getByRole('button', { name: 'Feedback' }).click();
  await dialog.getByText('Say why, or what was done.').waitFor();
  await page.setInputFiles('#a-pictures', ['before.png', 'after.png'].map((name) => ({ name, mimeType: 'image/png', buffer: pixel })));
  await dialog.getByRole('img', { name: 'Picture 2' }).waitFor();
  await page.fill('#a-text', 'The room is sealed and everybody was told.');
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'hidden' });
  const last = page.locator('section', { hasText: 'The whole story' }).getByRole('listitem').first();
  await last.getByText('The room is sealed and everybody was told.').waitFor();
  await last.getByRole('img', { name: 'Picture or voice note 2' }).waitFor();
  assert.match(await last.textContent(), /Reported done.*you.*Being handled → Reported done/s);
  assert.deepEqual(page.complaints, []);
});

test('who is dispatched to is chosen, and an extension says how much', async (t) => {
  const { mock, page, press } = await start(t);
  const filed = openIn(mock, 'filed');
  await visit(page, mock, `/incidents/${filed.id}`);
  await press('Dispatch');
  await page.getByRole('dialog').getByRole('button', { name: 'Dispatch' }).click();
  await page.getByText('Name the unit that shall handle it.').waitFor();
  await page.locator('#a-assignee').fill('330782100');
  await page.getByRole('option', { name: /佛堂镇指挥部/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Dispatch' }).click();
  await page.locator('.now').getByText('To act: 佛堂镇指挥部').waitFor();
  const handling = openIn(mock, 'handling');
  await visit(page, mock, `/incidents/${handling.id}`);
  await press('Ask for an extension');
  await page.fill('#a-amount', '90');
  await page.fill('#a-text', 'The key is with the owner.');
  await page.getByRole('dialog').getByRole('button', { name: 'Ask for an extension' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.deepEqual(handling.stage.extensions.map(({ amount, reason }) => [amount, reason]), [[90, 'The key is with the owner.']]);
  assert.deepEqual(page.complaints, []);
});

test('who comes second is shown what the first did, and what was typed stays', async (t) => {
  const { mock, page, press } = await start(t);
  const one = openIn(mock, 'handling');
  await visit(page, mock, `/incidents/${one.id}`);
  await press('Suspend');
  await page.fill('#a-text', 'Waits for the owner.');
  act(mock.state, one.id, { action: 'feedback', version: one.version, text: 'The owner came and opened.' }, 'user:other');
  const dialog = page.getByRole('dialog', { name: 'Suspend' });
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await dialog.getByText('Somebody was first').waitFor();
  await dialog.getByText('The owner came and opened.').waitFor();
  assert.equal(await page.inputValue('#a-text'), 'Waits for the owner.');
  assert.ok(await dialog.getByRole('button', { name: 'Send again' }).isDisabled(), 'it cannot be suspended any more');
  await press('Cancel');
  await press('Return');
  await page.fill('#a-text', 'It is open, but not registered.');
  act(mock.state, one.id, { action: 'check', version: version(mock, one.id), text: 'Seen on site.' }, 'user:other');
  await page.getByRole('dialog').getByRole('button', { name: 'Return' }).click();
  await page.getByRole('dialog').getByText('Seen on site.').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal(one.state, 'filed');
  const conflicts = page.complaints.filter((text) => /409/.test(text));
  assert.equal(conflicts.length, 2);
  assert.deepEqual(page.complaints.filter((text) => !/409/.test(text)), []);
});

test('something is reported with the form of its type and a picture', async (t) => {
  const { mock, page } = await start(t);
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Report an incident' });
  await dialog.getByRole('button', { name: 'Report' }).click();
  await dialog.getByText('Choose the type.').waitFor();
  await page.locator('#r-type').fill('gather');
  await page.getByRole('option', { name: 'People gather' }).click();
  await page.locator('#r-unit').fill('G0011');
  await page.getByRole('option', { name: /G00111/ }).click();
  await dialog.getByRole('button', { name: 'Report' }).click();
  await dialog.getByText('Answer “Number of people”.').waitFor();
  await page.fill('#r-people', '12');
  await page.locator('#r-kind').press('Enter');
  await page.getByRole('option', { name: 'Mahjong or cards' }).click();
  await page.fill('#r-description', 'Second floor, door open.');
  await page.fill('#r-position', 'somewhere');
  await dialog.getByRole('button', { name: 'Report' }).click();
  await dialog.getByText('The position is not latitude, longitude.').waitFor();
  await page.fill('#r-position', '29.3065, 120.0751');
  await page.setInputFiles('#r-pictures', { name: 'door.png', mimeType: 'image/png', buffer: pixel });
  await dialog.getByRole('img', { name: 'Picture 1' }).waitFor();
  await dialog.getByRole('button', { name: 'Report' }).click();
  await page.waitForURL(/\/incidents\/[0-9a-f-]{36}/);
  await page.getByText('Second floor, door open.').first().waitFor();
  await page.getByRole('img', { name: 'Picture or voice note 1' }).waitFor();
  const made = mock.state.incidents.at(-1);
  assert.deepEqual([made.answers, made.place], [{ people: 12, kind: 'mahjong' }, { latitude_e6: 29_306_500, longitude_e6: 120_075_100 }]);
  assert.equal(made.pictures.length, 1);
  assert.deepEqual(page.complaints, []);
});

/** The school belongs to a grid, the campus to none unless `both`. */
const placed = (both) => (state) => state.sites.forEach((site, i) => (site.unit = i === 0 || both ? state.units.filter(({ kind }) => kind === 'grid')[i].id : null));

for (const [language, dark] of [['zh-CN', true], ['en', false]]) {
  test(`an office reports for its site in ${language}, follows it, and is offered no step, not even when it is closed`, async (t) => {
    const en = language === 'en';
    const { mock, page } = await start(t, '/wall', { as: 'office', before: placed(false), language, dark, width: en ? 1280 : 320, height: 800 });
    if (!en) await page.getByRole('button', { name: '菜单' }).click();
    await page.locator('nav a[href="/incidents"]').click();
    await page.waitForURL(`${mock.url}/incidents`);
    await page.getByText(en ? 'No incident fits.' : '没有符合条件的事件。').waitFor();
    const units = [];
    page.on('request', (request) => /\/api\/v1\/units/.test(request.url()) && units.push(request.url()));
    await page.getByRole('button', { name: en ? 'Report an incident' : '上报事件' }).click();
    const dialog = page.getByRole('dialog', { name: en ? 'Report an incident' : '上报事件' });
    await dialog.getByText(mock.state.site.name).waitFor();
    await dialog.getByText(en ? 'It is reported for the unit that the site belongs to.' : '将以该场所所属单元上报。').waitFor();
    await page.locator('#r-type').fill(en ? 'gather' : '聚');
    await page.getByRole('option').first().click();
    await page.fill('#r-people', '12');
    await page.locator('#r-kind').press('Enter');
    await page.getByRole('option').first().click();
    await page.fill('#r-description', 'They wait at the gate.');
    await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'));
    assert.deepEqual(await violations(page), []);
    assert.equal(await page.evaluate(() => Math.max(...[document.documentElement, document.querySelector('.el-dialog__body')].map((one) => one.scrollWidth - one.clientWidth))), 0);
    await picture(page, `office-report-${language}`);
    await dialog.getByRole('button', { name: en ? 'Report' : '上报', exact: true }).click();
    await page.waitForURL(/\/incidents\/[0-9a-f-]{36}/);
    const made = mock.state.incidents.at(-1);
    assert.deepEqual([made.unit, made.site, made.reporter], [mock.state.site.unit, mock.state.site.id, `user:${mock.state.users.find(({ name }) => name === 'office').id}`]);
    await page.getByText('They wait at the gate.').first().waitFor();
    assert.equal(await page.locator('.actions').getByRole('button', { name: en ? /Void/ : /作废/ }).count(), 0);

    Object.assign(made, { state: 'closed', version: 9 });
    mock.send('incident', { id: made.id });
    await page.locator('.now .head').getByText(en ? 'Closed' : '已结案').waitFor();
    assert.equal(await page.locator('.actions button:not(:disabled)').evaluateAll((all) => all.length), 0, 'nothing is offered');
    await picture(page, `office-closed-${language}`);
    await page.locator('main header a[href="/incidents"]').click();
    await page.getByText(en ? 'Open' : '未结案', { exact: true }).click();
    await page.locator('tbody').getByRole('link').waitFor();
    assert.equal(await page.locator('tbody tr').count(), 1, 'those of its sites alone');
    assert.deepEqual(units, [], 'units are not for it');
    assert.deepEqual(page.complaints, []);
  });
}

test('an office with sites in several units says where it is, and one whose sites belong nowhere is told so', async (t) => {
  const { mock, page, press } = await start(t, '/incidents', { as: 'office', before: placed(true) });
  await press('Report an incident');
  const dialog = page.getByRole('dialog', { name: 'Report an incident' });
  await page.locator('#r-type').fill('gather');
  await page.getByRole('option', { name: 'People gather' }).click();
  await dialog.getByRole('button', { name: 'Report', exact: true }).click();
  await dialog.getByText('Choose the site where it is.').waitFor();
  await page.locator('#r-unit').press('Enter');
  await page.getByRole('option', { name: 'Harbour Campus' }).click();
  await page.fill('#r-people', '3');
  await page.locator('#r-kind').press('Enter');
  await page.getByRole('option', { name: 'Mahjong or cards' }).click();
  mock.state.sites[1].unit = mock.state.units.at(-1).id; // it moves while the form is filled in
  await dialog.getByRole('button', { name: 'Report', exact: true }).click();
  await dialog.getByRole('alert').getByText('There is no such unit.').waitFor();
  assert.equal(await page.inputValue('#r-people'), '3', 'nothing is lost');
  await press('Cancel');
  for (const site of mock.state.sites) site.unit = null;
  await press('Report an incident');
  await dialog.getByText('None of your sites belongs to a unit').waitFor();
  assert.ok(await page.locator('#r-unit').isDisabled());
  assert.deepEqual(page.complaints.filter((one) => !/404/.test(one)), []);
});
