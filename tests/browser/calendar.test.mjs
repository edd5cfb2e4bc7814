// The work calendar: looked at, amended day by day and by a published file, and kept only when it is saved.
import assert from 'node:assert/strict';
import test from 'node:test';
import { browserFor, logIn, mockServer, openPage, visit } from './console.mjs';

const browser = browserFor(test);
const json = (value, name = '2021.json') => ({ name, mimeType: 'application/json', buffer: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) });

test('a day is made a holiday by keyboard, and saved', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await visit(page, mock, '/calendar?year=2020');
  await page.getByRole('button', { name: 'Jan 31, 2020: off, 春节' }).waitFor();
  await page.getByRole('button', { name: 'Feb 3, 2020: worked' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('off', { exact: true }).click();
  await dialog.getByLabel('Name').fill('Closed');
  await dialog.getByLabel('Name').press('Enter');
  await page.getByRole('button', { name: 'Feb 3, 2020: off, Closed' }).waitFor();
  assert.equal(mock.state.calendar.days.length, 1, 'nothing is stored before it is saved');
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByText('Saved. Deadlines that moved: 3').waitFor();
  assert.deepEqual(mock.state.calendar.days.map(({ date, off }) => [date, off]), [['2020-01-31', true], ['2020-02-03', true]]);
  assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0);
});

test('a published year is taken from its file; a broken one is named and changes nothing', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser(), { language: 'zh-CN' });
  await logIn(page, mock);
  await visit(page, mock, '/calendar?year=2020');
  const file = page.getByLabel('从文件导入节假日');
  await file.setInputFiles(json('{', 'broken.json'));
  await page.getByText('文件 broken.json 不是 JSON。').waitFor();
  await file.setInputFiles(json({ days: [{ date: '2021-02-30', isOffDay: true }] }));
  await page.getByText('文件 2021.json 中第 1 个日期无法读取。').waitFor();
  await file.setInputFiles(json({ $schema: 'x', year: 2021, papers: [], days: [{ name: '春节', date: '2021-02-11', isOffDay: true }, { name: '春节', date: '2021-02-20', isOffDay: false }] }));
  await page.waitForURL(/year=2021/);
  await page.getByRole('button', { name: /2021年2月20日：调休上班，春节/ }).waitFor();
  await page.getByRole('button', { name: '放弃修改' }).click();
  await page.getByRole('button', { name: /2021年2月20日：周休/ }).waitFor();
  assert.equal(mock.state.calendar.days.length, 1);
});

test('who is second sees what stands now and keeps what was changed here; what the first said of other things stays', async (t) => {
  const mock = await mockServer(t);
  const [page, other] = [await openPage(t, browser()), await openPage(t, browser())];
  const makeHoliday = async (one, day, name) => {
    await one.getByRole('button', { name: `${day}: worked` }).press('Enter');
    await one.getByRole('dialog').getByText('off', { exact: true }).click();
    await one.getByRole('dialog').getByLabel('Name').fill(name);
    await one.getByRole('dialog').getByLabel('Name').press('Enter');
    await one.getByRole('button', { name: `${day}: off, ${name}` }).waitFor();
  };
  for (const one of [page, other]) {
    await logIn(one, mock);
    await visit(one, mock, '/calendar?year=2020');
    await one.getByRole('button', { name: 'Jan 31, 2020: off, 春节' }).waitFor();
  }
  for (const [day, name] of [['Feb 3, 2020', 'Lockdown'], ['Feb 4, 2020', 'Also']]) await makeHoliday(other, day, name);
  await makeHoliday(page, 'Feb 3, 2020', 'Closed');
  for (const one of [other, page]) await one.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/^Somebody else changed it meanwhile/).waitFor();
  await page.getByText('off, Lockdown').waitFor();
  await page.getByRole('button', { name: 'Feb 4, 2020: off, Also' }).waitFor();
  await page.getByRole('button', { name: 'Feb 3, 2020: off, Closed' }).waitFor();
  assert.equal(mock.state.calendar.days.find(({ date }) => date === '2020-02-03').name, 'Lockdown', 'nobody overwrites what was not seen');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved. Deadlines that moved: 3').waitFor();
  assert.deepEqual(mock.state.calendar.days.map(({ name }) => name), ['春节', 'Closed', 'Also']);
  assert.equal(await page.getByText(/^Somebody else changed it meanwhile/).count(), 0);
  assert.deepEqual([page, other].flatMap(({ complaints }) => complaints).filter((text) => !/409/.test(text)), []);
});
