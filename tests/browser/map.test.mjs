// The map of incidents: where none is set up nothing is seen of it; marks, those on one spot, by keyboard, live, and what
// is left when no tile comes. Its tiles are drawn by a server of the test.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { act } from '../../web/mock/incidents.mjs';
import { browserFor, logIn, mockServer, openPage, violations, visit } from './console.mjs';
import { startTiles } from './tiles.mjs';

const browser = browserFor(test);
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`) }) : undefined);

async function start(t, path = '/incidents?view=map', { broken = false, ...options } = {}) {
  const tiles = await startTiles(t);
  tiles.broken = broken;
  const mock = await mockServer(t, { map: tiles.map });
  const page = await openPage(t, browser(), options);
  await logIn(page, mock);
  await visit(page, mock, path);
  return { mock, page, tiles };
}
const placed = (mock) => mock.state.incidents.filter((one) => one.place.latitude_e6 !== undefined);
const marks = (page) => page.locator('.mark-box');
const region = (page, count) => page.getByRole('region', { name: `Map: ${count} incidents with a place` });
/** How many incidents the marks stand for. */
const held = (page) => marks(page).evaluateAll((all) => all.reduce((sum, one) => sum + (one.querySelector('.many') ? Number(one.querySelector('b').textContent) : 1), 0));

test('where no map is set up nothing is shown of one', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock);
  await visit(page, mock, '/incidents?view=map');
  await page.locator('article').first().waitFor();
  assert.equal(await page.getByRole('radio', { name: 'Map' }).count(), 0);
  await page.keyboard.press('n');
  await page.getByRole('dialog').locator('#r-position').waitFor();
  assert.equal(await page.locator('.ground').count(), 0);
  await visit(page, mock, `/incidents/${placed(mock)[0].id}`);
  await page.getByText('Position').first().waitFor();
  assert.equal(await page.locator('.ground').count(), 0);
  assert.deepEqual(page.complaints, []);
});

test('every incident with a place is on the map and in the list beside it, and the tiles come from where the server says', async (t) => {
  const { mock, page, tiles } = await start(t, '/incidents');
  await page.getByText('Map', { exact: true }).click();
  await page.waitForURL(/view=map/);
  const count = placed(mock).length;
  await region(page, count).waitFor();
  await marks(page).first().waitFor();
  assert.equal(await held(page), count);
  await page.getByRole('heading', { name: `On this part of the map: ${count}` }).waitFor();
  await page.getByText(`${mock.state.incidents.length - count} without a position are in the list only.`).waitFor();
  assert.ok((await marks(page).locator('.overdue').count()) > 0 && (await marks(page).locator('.fine').count()) > 0);
  await page.waitForFunction(() => document.querySelectorAll('img.leaflet-tile-loaded').length > 3);
  assert.ok(tiles.asked.length > 3);
  await page.getByText('© Drawn for a test').waitFor();
  await picture(page, 'map');
  assert.deepEqual(page.complaints, []);
});

test('marks on one spot are one; it names them when nearer does not help, and a mark opens its incident', async (t) => {
  const { mock, page } = await start(t);
  const spot = (one) => `${one.place.latitude_e6} ${one.place.longitude_e6}`;
  const market = placed(mock).filter((one) => spot(one) === '29306512 120075058');
  assert.ok(market.length > 2);
  await page.locator('#i-type').waitFor();
  for (const one of placed(mock)) if (!market.includes(one)) act(mock.state, one.id, { action: 'void', version: one.version, text: 'Mistaken.' }, 'user:x');
  await page.reload();
  await region(page, market.length).waitFor();
  await marks(page).first().waitFor();
  assert.equal(await marks(page).count(), 1);
  assert.match(await marks(page).getAttribute('aria-label'), new RegExp(`^${market.length} here: `));
  await marks(page).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `At this place: ${market.length}` }).waitFor();
  assert.equal(await page.locator('.beside li').count(), market.length);
  await page.getByRole('button', { name: 'All of this part' }).click();
  for (const one of market.slice(1)) act(mock.state, one.id, { action: 'void', version: one.version, text: 'Mistaken.' }, 'user:x');
  for (const { id } of market.slice(1)) mock.send('incident', { id });
  await region(page, 1).waitFor();
  await page.locator('.mark-box .mark:not(.many)').waitFor();
  await marks(page).focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`/incidents/${market[0].id}`));
  await page.getByRole('region', { name: 'Map: where it is' }).waitFor();
  await marks(page).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('the map is narrowed by the filter of the list, and an incident moves on it while it is looked at', async (t) => {
  const { mock, page } = await start(t, '/incidents?view=map&overdue=true');
  const late = (one) => Date.parse(one.stage.deadline) < Date.now();
  const count = placed(mock).filter(late).length;
  await region(page, count).waitFor();
  await page.getByText('Overdue', { exact: true }).click();
  await region(page, placed(mock).length).waitFor();
  await page.locator('#i-state').press('Enter');
  await page.getByRole('option', { name: 'Reported', exact: true }).click();
  const reported = () => placed(mock).filter((one) => one.state === 'reported');
  const before = reported().length;
  await region(page, before).waitFor();
  const one = reported()[0];
  act(mock.state, one.id, { action: 'accept', version: one.version }, 'user:x');
  mock.send('incident', { id: one.id });
  await region(page, before - 1).waitFor();
  await page.getByText('List', { exact: true }).click();
  await page.waitForURL(/view=list/);
  assert.match(page.url(), /state=reported/);
  assert.deepEqual(page.complaints, []);
});

test('when no tile comes it is said, and the marks are there all the same', async (t) => {
  const { mock, page, tiles } = await start(t, '/incidents?view=map', { broken: true });
  await page.getByText(`Parts of the map do not come from ${new URL(tiles.origin).host}.`).waitFor();
  await marks(page).first().waitFor();
  assert.equal(await held(page), placed(mock).length);
  assert.ok(page.complaints.every((text) => /503/.test(text)));
});

test('where something is, is chosen by a click, by dragging, and by keyboard', async (t) => {
  const { mock, page } = await start(t, '/incidents');
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Report an incident' });
  await page.fill('#r-position', '29.3065, 120.0751');
  const ground = dialog.getByRole('application', { name: 'Map: where it is' });
  const pin = ground.locator('.pin');
  await pin.waitFor();
  const position = () => page.inputValue('#r-position');
  const at = async () => (await position()).split(', ').map(Number);
  await ground.scrollIntoViewIfNeeded();
  await ground.click({ position: { x: 120, y: 60 } });
  const [north, west] = await at();
  assert.ok(north > 29.3065 && west < 120.0751, `${north} ${west}`);
  const box = await pin.boundingBox();
  await page.mouse.move(box.x + 13, box.y + 13);
  await page.mouse.down();
  await page.mouse.move(box.x + 93, box.y + 73, { steps: 6 });
  await page.mouse.up();
  const [south, east] = await at();
  assert.ok(south < north && east > west, `${south} ${east}`);
  await ground.focus();
  await page.keyboard.press('Enter');
  const middle = await position();
  await page.keyboard.press('ArrowRight');
  await ground.locator('.leaflet-pan-anim').waitFor({ state: 'detached' }); // the map has arrived
  await page.keyboard.press('Enter');
  assert.ok((await at())[1] > Number(middle.split(', ')[1]));
  await picture(page, 'map_pick');
  await page.locator('#r-type').fill('gather');
  await page.getByRole('option', { name: 'People gather' }).click();
  await page.locator('#r-unit').fill('G0011');
  await page.getByRole('option', { name: /G00111/ }).click();
  await page.fill('#r-people', '12');
  await page.locator('#r-kind').press('Enter');
  await page.getByRole('option', { name: 'Mahjong or cards' }).click();
  const [latitude, longitude] = await at();
  await dialog.getByRole('button', { name: 'Report' }).click();
  await page.waitForURL(/\/incidents\/[0-9a-f-]{36}/);
  assert.deepEqual(mock.state.incidents.at(-1).place, { latitude_e6: Math.round(latitude * 1e6), longitude_e6: Math.round(longitude * 1e6) });
  await marks(page).waitFor();
  assert.deepEqual(page.complaints, []);
});

for (const dark of [false, true]) {
  test(`the map keeps WCAG 2.1 AA in ${dark ? 'dark' : 'light'} colours and does not scroll sideways on a phone`, async (t) => {
    const { mock, page } = await start(t, '/incidents?view=map', { dark, width: 390, height: 844 });
    for (const path of ['/incidents?view=map', `/incidents/${placed(mock)[0].id}`]) {
      await visit(page, mock, path);
      await marks(page).first().waitFor();
      assert.deepEqual(await violations(page), [], path);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, path);
    }
  });
}
