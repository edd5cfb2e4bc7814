// The duty desk: who is there, when nobody is, shifts put and taken back, and a note for whoever comes next.
import assert from 'node:assert/strict';
import test from 'node:test';
import { browserFor, logIn, mockServer, openPage, visit } from './console.mjs';

const browser = browserFor(test);

async function start(t, as = 'admin') {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock, as);
  await visit(page, mock, '/duty');
  return { mock, page };
}

test('the desk says who is there and when nobody is, and a gap is filled', async (t) => {
  const { mock, page } = await start(t);
  await page.getByRole('region', { name: 'On duty now' }).getByText('Anna Lindqvist').first().waitFor();
  await page.getByRole('img', { name: /Timeline: 5 shifts; 2 times/ }).waitFor();
  await page.getByRole('listitem').filter({ hasText: /to/ }).getByRole('button', { name: 'Put somebody on duty' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Choose somebody.').waitFor();
  await page.locator('#shift-member').press('Enter');
  await page.getByRole('option', { name: '王浩然' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('img', { name: /Timeline: 6 shifts; 1 times/ }).waitFor();
  const before = mock.state.shifts.length;
  await page.getByRole('button', { name: /^Take back the shift of 王浩然/ }).last().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await page.getByText('The shift was taken back.').waitFor();
  assert.equal(mock.state.shifts.length, before - 1);
  assert.deepEqual(page.complaints, []);
});

test('a note is handed over', async (t) => {
  const { mock, page } = await start(t);
  await page.getByRole('button', { name: 'Hand over' }).click();
  await page.getByText('Write what whoever comes next must know.').waitFor();
  await page.fill('#note', 'The east station waits for a second thermometer.');
  await page.keyboard.press('Control+Enter');
  await page.locator('li', { hasText: 'The east station waits' }).waitFor();
  assert.equal(await page.inputValue('#note'), '');
  assert.equal(mock.state.handovers[0].author, 'admin');
  assert.deepEqual(page.complaints, []);
});

test('who commands a grid begins at its desk and may put people on duty there', async (t) => {
  const { page } = await start(t, 'li');
  await page.getByText('Nobody is on duty now.').waitFor();
  await page.waitForURL(/unit=/);
  await page.getByRole('button', { name: 'Put somebody on duty' }).first().waitFor();
  assert.deepEqual(page.complaints, []);
});
