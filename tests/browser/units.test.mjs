// The pyramid in the console: walked from the city down, searched, and laid over by a file after it was looked at.
import assert from 'node:assert/strict';
import test from 'node:test';
import { act } from '../../web/mock/incidents.mjs';
import { browserFor, logIn, mockServer, openPage, visit } from './console.mjs';

const browser = browserFor(test);

async function start(t, as = 'admin') {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock, as);
  await visit(page, mock, '/units');
  return { mock, page };
}
const open = (page, name) => page.locator('tbody').getByRole('button', { name, exact: true }).click();

test('the city is walked down to a grid and back, and the address says where', async (t) => {
  const { page } = await start(t);
  await open(page, '义乌市疫情防控指挥部');
  await open(page, '稠城街道指挥部');
  await page.getByRole('group', { name: /稠城街道指挥部: its 4 units/ }).waitFor();
  await page.locator('.team').getByText('陈伟').waitFor();
  await page.locator('tr', { hasText: '第 2 社区' }).getByText('nobody').waitFor();
  await open(page, '第 1 社区');
  await page.waitForURL(/\/units\?unit=/);
  await page.locator('tr', { hasText: '第 3 网格' }).waitFor();
  await page.reload();
  await page.locator('tr', { hasText: '第 3 网格' }).waitFor();
  await page.getByRole('navigation', { name: 'Units' }).getByRole('button', { name: '义乌市疫情防控指挥部' }).click();
  await page.locator('tr', { hasText: '佛堂镇指挥部' }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('a unit is found by the beginning of its code', async (t) => {
  const { page } = await start(t);
  await page.getByLabel('Code or name').fill('C1002');
  await page.locator('tr', { hasText: 'C1002' }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 1);
  await page.getByLabel('Code or name').fill('zzz');
  await page.getByText('Nothing begins with that.').waitFor();
});

test('a file is read before anything is stored, and its bad rows are named', async (t) => {
  const { page } = await start(t);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog');
  assert.ok(await dialog.getByRole('button', { name: 'Read the file' }).isDisabled());
  await page.setInputFiles('#i-file', { name: 'units.csv', mimeType: 'text/csv', buffer: Buffer.from('code,name,kind,parent\ng7,Grid,grid,c1\ng8,Grid,grid,nowhere\n') });
  await dialog.getByRole('button', { name: 'Read the file' }).click();
  await dialog.getByText('Row 3').waitFor();
  await dialog.getByText('There is no unit nowhere above it.').waitFor();
  await dialog.getByRole('button', { name: 'Store the rows that are well' }).click();
  await page.locator('.el-message', { hasText: 'Stored.' }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('a member of the teams begins at the units and is shown nothing of the sites', async (t) => {
  const { page } = await start(t, 'li');
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('link', { name: 'Units' }).waitFor();
  assert.equal(await pages.getByRole('link', { name: 'Passages' }).count(), 0);
  assert.equal(await page.getByRole('button', { name: 'Import', exact: true }).count(), 0);
  await page.goto(page.url().replace('/units', '/passages'));
  await page.waitForURL(/\/units/);
  assert.deepEqual(page.complaints, []);
});

test('a unit is made, renamed, and where it cannot go is said at the field with how to mend it', async (t) => {
  const { mock, page } = await start(t);
  await open(page, '义乌市疫情防控指挥部');
  await open(page, '稠城街道指挥部');
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await press('Make a unit below');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Enter a code.').waitFor();
  await page.fill('#unit-code', 'C0012');
  await page.fill('#unit-name', '第 9 社区');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Another unit has the code C0012.').waitFor();
  await page.fill('#unit-code', 'C0019');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.locator('tr', { hasText: 'C0019' }).waitFor();
  await open(page, '第 1 社区');
  await page.getByRole('heading', { level: 1, name: '第 1 社区' }).waitFor();
  await press('Rename or move');
  await page.locator('#unit-parent').fill('330782100');
  await page.getByRole('option', { name: /佛堂镇指挥部/ }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('王芳 commands 第 1 社区 and so must be in the team of 佛堂镇指挥部').waitFor();
  await page.keyboard.press('Escape');
  const conflicts = page.complaints.filter((text) => /409/.test(text)).length;
  assert.equal(conflicts, 2);
  assert.equal(page.complaints.length, conflicts);
  assert.equal(mock.state.units.find((one) => one.code === 'C0019').kind, 'community');
});

test('somebody is put into a team, made its commander, and leaves it', async (t) => {
  const { mock, page } = await start(t);
  await open(page, '义乌市疫情防控指挥部');
  await open(page, '稠城街道指挥部');
  await open(page, '第 2 社区');
  await page.locator('.team').getByText('Nobody is in this team.').waitFor();
  await page.getByRole('button', { name: 'Put somebody in' }).click();
  const dialog = page.getByRole('dialog');
  await page.locator('#post-member').fill('何嘉懿');
  await page.getByRole('option', { name: /何嘉懿/ }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Change the post of 何嘉懿' }).click();
  await page.locator('#post-duty').press('Enter');
  await page.getByRole('option', { name: 'Commander' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.locator('.team li').getByText('Commander').waitFor();
  await page.getByRole('button', { name: 'End the post of 何嘉懿' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End' }).click();
  await page.locator('.team').getByText('Nobody is in this team.').waitFor();
  assert.equal(mock.state.units.find((one) => one.code === 'C0012').commander, null);
  assert.deepEqual(page.complaints, []);
});

test('a unit is merged into another one of its kind', async (t) => {
  const { mock, page } = await start(t);
  await open(page, '义乌市疫情防控指挥部');
  await open(page, '稠城街道指挥部');
  await open(page, '第 2 社区');
  await page.getByRole('heading', { level: 1, name: '第 2 社区' }).waitFor();
  await page.getByRole('button', { name: 'Merge or close' }).click();
  await page.locator('#merge-into').fill('C0013');
  await page.getByRole('option', { name: /C0013/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Merge' }).click();
  await page.getByRole('heading', { level: 1, name: '第 3 社区' }).waitFor();
  assert.equal(mock.state.units.some((one) => one.code === 'C0012'), false);
  assert.deepEqual(page.complaints, []);
});

test('the picture of units is coloured by what matters now, the address says by what, and it changes while it is looked at', async (t) => {
  const { mock, page } = await start(t);
  await open(page, '义乌市疫情防控指挥部');
  const picture = page.locator('.picture');
  const town = (says) => picture.getByTitle(`稠城街道指挥部: ${says}`);
  const inside = (one) => mock.state.units.find((unit) => unit.id === one.unit).path.startsWith(mock.state.units[1].path);
  const there = mock.state.incidents.filter(inside);
  const late = there.filter((one) => Date.parse(one.stage.deadline) < Date.now());
  await picture.getByRole('group', { name: /coloured by their open incidents$/ }).waitFor();
  await town(`${there.length} open incidents, ${late.length} of them overdue`).waitFor();
  await picture.getByText('2 or more for 100 people').waitFor();
  await picture.getByText('Overdue', { exact: true }).click();
  await page.waitForURL(/by=overdue/);
  await picture.getByText('more than 10 % of the open ones').waitFor();
  await picture.getByText(`${late.length} overdue of ${there.length}`).waitFor();
  for (const one of late) act(mock.state, one.id, { action: one.state === 'handling' ? 'feedback' : 'void', version: one.version, text: 'Done.' }, 'user:x');
  mock.send('incident', { id: late[0].id });
  await picture.getByText(/^稠城街道指挥部\s0 overdue of/).waitFor();
  await page.reload();
  await picture.getByText(/^稠城街道指挥部\s0 overdue of/).waitFor();
  await picture.getByText('Nobody answered', { exact: true }).click();
  await picture.getByRole('group', { name: /nobody answered$/ }).waitFor();
  await picture.getByText('People', { exact: true }).click();
  await picture.getByText('no commander').waitFor();
  await page.waitForURL(/by=posts/);
  assert.deepEqual(page.complaints, []);
});

test('the picture is walked by keyboard: arrows from area to area, Enter down, and the choice goes along', async (t) => {
  const { mock, page } = await start(t);
  await visit(page, mock, `/units?unit=${mock.state.units[1].id}&by=overdue`);
  const area = page.locator('.picture').locator('[title*="open incidents"]');
  await area.first().waitFor();
  await area.first().focus();
  const at = () => page.evaluate(() => document.activeElement?.title);
  const first = await at();
  await page.keyboard.press('ArrowRight');
  const second = await at();
  assert.notEqual(second, first);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await at(), first);
  assert.equal(await area.evaluateAll((all) => all.filter((one) => one.tabIndex === 0).length), 1);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: first.split(':')[0] }).waitFor();
  assert.match(page.url(), /by=overdue/);
  assert.deepEqual(page.complaints, []);
});
