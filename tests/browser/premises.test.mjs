// Houses and rooms in the console, before the real server: written down, rebuilt, changed by two people at once, walked by
// keyboard, and on a phone; their places before the mock, with tiles and without.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { cityOf } from '../flow/support/city.mjs';
import { id, password, repository } from '../flow/support/ward.mjs';
import { browserFor, logIn, mockServer, openLoggedIn, openPage, violations, visit } from './console.mjs';
import { startTiles } from './tiles.mjs';

const browser = browserFor(test);
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,Grid 1,grid,c1\ng2,Grid 2,grid,c1\n';
const members = 'unit,name,phone,duty\ng1,Li,10000000001,member\ng1,Zhao,10000000002,member\n';

async function city(t) {
  const { server, unit } = await cityOf(t, { units, members }, { server: { web: join(repository, 'web/dist') } });
  server.grid = unit.g1;
  return server;
}

const openAt = (t, server, path, options) => openLoggedIn(t, browser(), server, path, options);

/** A house with rooms, made over the API. */
async function house(server, numbers, more = {}) {
  const made = id();
  await server.admin.put(`/premises/${made}`, { unit: server.grid, code: 'H-12', address: 'Chengzhong Road 12', kind: 'house', version: 0, ...more });
  for (const number of numbers) await server.admin.put(`/rooms/${id()}`, { premises: made, number, floor: number.slice(0, -2), version: 0 });
  return made;
}

const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const door = (page, number) => page.locator('.building').getByRole('button', { name: number, exact: true });
const doors = (page) => page.locator('.building .door').allTextContents();
const dialog = (page) => page.getByRole('dialog');
const others = (page) => page.complaints.filter((text) => !/409/.test(text)); // a browser complains of every refusal
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled' }) : undefined);

test('a house is written down with its rooms, one is split, two are merged, and what was stays', async (t) => {
  const server = await city(t);
  const page = await openAt(t, server, '/premises');
  await page.getByText('No premises are written down here yet.').waitFor();
  await press(page, 'Add a house');
  await press(dialog(page), 'Save');
  await dialog(page).getByText('Choose the unit that covers it.').waitFor();
  await page.locator('#house-unit').fill('g1');
  await page.getByRole('option', { name: /Grid 1/ }).click();
  await page.fill('#house-code', 'H-12');
  await press(dialog(page), 'Save');
  await dialog(page).getByText('Enter the address.').waitFor();
  await page.fill('#house-address', 'Chengzhong Road 12');
  await page.locator('#house-landlord').fill('Zhao');
  await page.getByRole('option', { name: /Zhao/ }).click();
  await press(dialog(page), 'Save');
  await page.getByRole('heading', { level: 1, name: 'House H-12' }).waitFor();
  await page.getByText('No rooms are written down yet.').waitFor();

  await press(page, 'Add rooms');
  await page.fill('#rooms-numbers', '101-103, 201');
  await dialog(page).getByText('Floor 1: 101, 102, and 103').waitFor();
  await press(dialog(page), 'Save');
  await door(page, '201').waitFor();
  assert.deepEqual(await doors(page).then((all) => all.map((one) => one.trim())), ['201', '101', '102', '103']);

  await door(page, '101').click();
  await press(page, 'Split');
  await press(dialog(page), 'Split');
  await dialog(page).getByText('Enter a number in every row.').waitFor();
  await page.fill('#rebuild-1', '102');
  await press(dialog(page), 'Split');
  await dialog(page).getByText('There is a room 102 in this house already.').waitFor();
  await page.fill('#rebuild-1', '101A');
  await press(dialog(page), 'Split');
  await page.getByText(/^Room 101 stood from .* and was split into 101 and 101A\.$/).waitFor();

  await door(page, '102').click();
  await door(page, '103').click();
  assert.equal(await page.getByRole('button', { name: 'Split', exact: true }).count(), 0);
  await press(page, 'Merge');
  await page.fill('#rebuild-0', '102-103');
  await press(dialog(page), 'Merge');
  await page.getByText(/^Room 102 stood .* and was merged with 103 into 102-103\.$/).waitFor();
  await door(page, '201').click();
  await press(page, 'Demolish');
  await dialog(page).getByText('These rooms will be gone: 201.').waitFor();
  await press(dialog(page), 'Demolish');
  await page.getByText(/^Room 201 stood .* and was demolished\.$/).waitFor();
  assert.deepEqual(await doors(page).then((all) => all.map((one) => one.trim())), ['101', '101A', '102-103']);

  await page.getByRole('link', { name: 'Premises of Grid 1' }).click();
  await page.waitForURL(/\/premises\?unit=/);
  await page.getByText('Houses: 1. Rooms: 3.').waitFor();
  await page.locator('tr', { hasText: 'Zhao' }).getByRole('link', { name: 'H-12' }).click();
  await press(page, 'Tear down');
  await dialog(page).getByText('Chengzhong Road 12 will be gone with all its rooms (3).').waitFor();
  await press(dialog(page), 'Tear down');
  await page.getByText('Torn down').first().waitFor();
  await page.getByRole('button', { name: 'Add rooms' }).waitFor({ state: 'detached' });
  assert.deepEqual((await server.admin.get('/premises')).items, []);
  assert.deepEqual(others(page), []);
});

test('two people at one house: the later one sees what the other saved and loses nothing', async (t) => {
  const server = await city(t);
  const made = await house(server, ['101', '102'], { landlord: (await server.admin.get('/members?q=Zhao')).items[0].id });
  const [mine, theirs] = [await openAt(t, server, `/premises/${made}`), await openAt(t, server, `/premises/${made}`, { as: 'li' })];
  for (const page of [mine, theirs]) await press(page, 'Change the house');
  assert.equal(await theirs.locator('#house-landlord').count(), 0, 'who may not list members does not choose one');
  await theirs.fill('#house-address', 'Chengzhong Road 14');
  await theirs.fill('#house-code', 'H-14');
  await press(dialog(theirs), 'Save');
  await theirs.getByRole('heading', { level: 1, name: 'House H-14' }).waitFor();

  await mine.fill('#house-code', 'H-12B');
  await press(dialog(mine), 'Save');
  await dialog(mine).getByText(/^Somebody else changed it meanwhile/).waitFor();
  await dialog(mine).getByText('H-14').waitFor();
  assert.deepEqual([await mine.inputValue('#house-code'), await mine.inputValue('#house-address')], ['H-12B', 'Chengzhong Road 14']);
  await press(dialog(mine), 'Save');
  await mine.getByRole('heading', { level: 1, name: 'House H-12B' }).waitFor();
  const { code, address, landlord } = await server.admin.get(`/premises/${made}`);
  assert.deepEqual([code, address, landlord.name], ['H-12B', 'Chengzhong Road 14', 'Zhao']);

  for (const page of [mine, theirs]) {
    await door(page, '101').click();
    await press(page, 'Change');
  }
  await theirs.fill('#room-number', '101A');
  await press(dialog(theirs), 'Save');
  await door(theirs, '101A').waitFor();
  await mine.fill('#room-number', '101B');
  await press(dialog(mine), 'Save');
  await dialog(mine).getByText('101A').waitFor();
  await press(dialog(mine), 'Save');
  await door(mine, '101B').waitFor();

  // What they rebuild meanwhile is said as well, and the picture follows.
  await press(theirs, 'Demolish');
  await press(dialog(theirs), 'Demolish');
  await theirs.getByText(/was demolished/).waitFor();
  await press(mine, 'Split');
  await mine.fill('#rebuild-1', '101C');
  await press(dialog(mine), 'Split');
  await dialog(mine).getByText('Room 101B is no more: demolished.').waitFor();
  await mine.keyboard.press('Escape');
  await mine.getByText(/^Room 101B stood .* was demolished/).waitFor();
  assert.deepEqual([...others(mine), ...others(theirs)], []);
});

test('doors are chosen by keyboard: one stop of Tab, arrows from door to door, Space chooses', async (t) => {
  const server = await city(t);
  const page = await openAt(t, server, `/premises/${await house(server, ['101', '102', '201', '202'])}`);
  await door(page, '201').waitFor();
  assert.equal(await page.locator('.building button[tabindex="0"]').count(), 1);
  await page.getByRole('button', { name: 'Tear down' }).focus();
  await page.keyboard.press('Tab'); // the day
  await page.keyboard.press('Tab');
  const at = () => page.evaluate(() => document.activeElement.textContent.trim());
  assert.equal(await at(), '201');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowRight');
  assert.equal(await at(), '102');
  await page.keyboard.press('Space');
  await page.getByText('Rooms chosen: 2').waitFor();
  for (const [number, pressed] of [['101', 'true'], ['102', 'true'], ['201', 'false']]) assert.equal(await door(page, number).getAttribute('aria-pressed'), pressed);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-pressed')), 'true');
  await page.getByRole('button', { name: 'Merge', exact: true }).press('Enter');
  await page.waitForFunction(() => document.activeElement?.id === 'rebuild-0');
  await page.keyboard.press('Enter');
  await page.getByText(/was merged with 102 into 101/).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('the list is searched, pages on, and its address says where; who only looks changes nothing', async (t) => {
  const server = await city(t);
  await Promise.all(Array.from({ length: 101 }, (_, i) => house(server, [], { code: `K-${1000 + i}`, address: `Lane ${i}` })));
  const made = await house(server, ['101']);
  await server.admin.put(`/users/${id()}`, { name: 'reader', role: 'auditor', password });
  const page = await openAt(t, server, '/premises', { as: 'reader' });
  await page.getByText('Houses: 102. Rooms: 1.').waitFor();
  assert.equal(await page.locator('tbody tr').count(), 100);
  await press(page, 'More');
  await page.locator('tr', { hasText: 'K-1100' }).waitFor();
  await page.getByLabel('Code or address').fill('Chengzhong');
  await page.waitForURL(/\?q=Chengzhong/);
  await page.reload();
  await page.locator('tr', { hasText: 'H-12' }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 1);
  await page.getByLabel('Code or address').fill('nowhere');
  await page.getByText('Nothing begins with that.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Add a house' }).count(), 0);
  await page.goto(`${server.url}/premises/${made}`);
  await page.locator('.building').getByText('101').waitFor();
  const buttons = await page.locator('main').getByRole('button').evaluateAll((all) => all.map((one) => one.getAttribute('aria-pressed')));
  assert.deepEqual(buttons, [null, null], 'the door and its people open the room; nothing is chosen');
  await page.goto(`${server.url}/premises/${id()}`);
  await page.getByText('There are no such premises.').waitFor();
  assert.deepEqual(page.complaints.filter((text) => !/404/.test(text)), []);
});

/** Before the mock, which has a map where there are `tiles`. */
async function mocked(t, { tiles = false, ...options } = {}) {
  const mock = await mockServer(t, tiles ? { map: (await startTiles(t)).map } : {});
  const page = await openPage(t, browser(), options);
  await logIn(page, mock);
  return { mock, page, houses: mock.state.premises };
}
const marks = (page) => page.locator('.mark-box');

test('without tiles a place is written, refused where it is none, kept when something else changes, and opens in the map of the device', async (t) => {
  const { mock, page, houses } = await mocked(t);
  const house = houses.at(-1);
  await visit(page, mock, `/premises/${house.id}`);
  await press(page, 'Change the house');
  await page.fill('#house-place', '29.3065');
  await press(dialog(page), 'Save');
  await page.locator('.el-input:has(#house-place) + [role=alert]', { hasText: 'The position is not latitude, longitude.' }).waitFor();
  assert.equal(house.place, null);
  await page.fill('#house-place', '29.3065，120.0751');
  await press(dialog(page), 'Save');
  await page.getByText('29.306500, 120.075100').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Show on a map' }).getAttribute('href'), 'geo:29.3065,120.0751');
  await press(page, 'Change the house');
  await page.fill('#house-address', 'Binwang Road 1');
  await press(dialog(page), 'Save');
  await page.locator('.facts').getByText('Binwang Road 1').waitFor();
  assert.deepEqual(house.place, { latitude_e6: 29_306_500, longitude_e6: 120_075_100 });
  await press(page, 'Change the house');
  await page.fill('#house-place', '');
  await press(dialog(page), 'Save');
  await page.getByRole('link', { name: 'Show on a map' }).waitFor({ state: 'detached' });
  assert.deepEqual([house.place, house.address], [null, 'Binwang Road 1']);
  assert.equal(await page.locator('.ground').count(), 0);
  await visit(page, mock, '/premises?view=map');
  await page.getByRole('link', { name: house.code }).waitFor();
  assert.equal(await page.locator('.ground').count() + await page.getByRole('radio', { name: 'Map' }).count(), 0);
  assert.deepEqual(page.complaints, []);
});

test('where there are tiles a place is chosen by a click and by keyboard, and what somebody else chose first is told', async (t) => {
  const { mock, page, houses } = await mocked(t, { tiles: true });
  const house = houses.at(-1);
  await visit(page, mock, `/premises/${house.id}`);
  assert.equal(await page.locator('.ground').count(), 0, 'it has no place');
  await press(page, 'Change the house');
  await page.fill('#house-place', '29.3065, 120.0751');
  const ground = dialog(page).getByRole('application', { name: 'Map: where it is' });
  await ground.locator('.pin').waitFor();
  const at = async () => (await page.inputValue('#house-place')).split(', ').map(Number);
  await ground.scrollIntoViewIfNeeded();
  await ground.click({ position: { x: 120, y: 60 } });
  const [north, west] = await at();
  assert.ok(north > 29.3065 && west < 120.0751, `${north} ${west}`);
  await ground.focus();
  await page.keyboard.press('Enter');
  const [, middle] = await at();
  await page.keyboard.press('ArrowRight');
  await ground.locator('.leaflet-pan-anim').waitFor({ state: 'detached' }); // the map has arrived
  await page.keyboard.press('Enter');
  const [latitude, longitude] = await at();
  assert.ok(longitude > middle, `${longitude} ${middle}`);
  await press(dialog(page), 'Save');
  await page.getByRole('region', { name: 'Map: where it stands' }).waitFor();
  await marks(page).waitFor();
  assert.deepEqual(house.place, { latitude_e6: Math.round(latitude * 1e6), longitude_e6: Math.round(longitude * 1e6) });
  assert.equal(await marks(page).getAttribute('aria-label'), `${house.code}, ${house.address}: Shop`);
  assert.equal(await page.getByRole('link', { name: 'Show on a map' }).count(), 0);

  await press(page, 'Change the house');
  await page.fill('#house-code', 'H-9');
  Object.assign(house, { place: { latitude_e6: 29_000_000, longitude_e6: 120_000_000 }, version: house.version + 1 });
  await press(dialog(page), 'Save');
  await dialog(page).getByText(/^Somebody else changed it meanwhile/).waitFor();
  assert.equal(await page.inputValue('#house-place'), '29.000000, 120.000000', 'what was not touched is as it stands now');
  await page.fill('#house-place', '');
  Object.assign(house, { place: { latitude_e6: 28_000_000, longitude_e6: 120_000_000 }, version: house.version + 1 });
  await press(dialog(page), 'Save');
  await dialog(page).getByText('28.000000, 120.000000').waitFor();
  await press(dialog(page), 'Save');
  await page.getByRole('heading', { level: 1, name: 'House H-9' }).waitFor();
  assert.equal(house.place, null);
  assert.deepEqual(others(page), []);
});

test('the list is a map as well: a mark opens its house, those on one spot are listed, and the search goes along', async (t) => {
  const { mock, page, houses } = await mocked(t, { tiles: true });
  const [first, second, third] = houses;
  second.place = first.place;
  await visit(page, mock, '/premises');
  await page.getByText('Map', { exact: true }).click();
  await page.waitForURL(/view=map/);
  await page.getByRole('region', { name: 'Houses on the map: 3' }).waitFor();
  await page.getByText('1 without a position are not on the map.').waitFor();
  await marks(page).nth(1).waitFor();
  await marks(page).and(page.locator('[aria-label^="2 here: "]')).press('Enter');
  await page.getByText('At this place: 2').waitFor();
  await page.getByRole('link', { name: `${second.code}, ${second.address}: Block of flats` }).click();
  await page.getByRole('heading', { level: 1, name: `House ${second.code}` }).waitFor();
  await page.goBack();
  await page.getByLabel('Code or address').fill(third.code);
  await page.waitForURL(/q=H-103&view=map/);
  await page.getByRole('region', { name: 'Houses on the map: 1' }).waitFor();
  await marks(page).and(page.locator(`[aria-label^="${third.code}, "]`)).press('Enter');
  await page.getByRole('heading', { level: 1, name: `House ${third.code}` }).waitFor();
  await page.goBack();
  await page.getByText('List', { exact: true }).click();
  await page.waitForURL(/\?q=H-103$/);
  await page.locator('tr', { hasText: third.code }).waitFor();
  assert.deepEqual(page.complaints, []);
});

/** How far a page, or a dialog on it, runs over the side; in pixels. */
const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-dialog__body')].map((one) => one.scrollWidth - one.clientWidth));
const still = () => document.getAnimations().every((one) => one.playState !== 'running');

const WORDS = {
  en: { add: 'Add rooms', cancel: 'Cancel', split: 'Split', house: 'Change the house', save: 'Save', floor: 'Floor 2' },
  'zh-CN': { add: '添加房间', cancel: '取消', split: '拆分', house: '修改房屋', save: '保存', floor: '2 层' },
};
for (const [language, words] of Object.entries(WORDS)) {
  test(`in ${language}, on a screen and on a phone: nothing runs over the side, and everybody can use it`, async (t) => {
    const server = await city(t);
    const numbers = [...Array.from({ length: 14 }, (_, i) => String(101 + i)), '201', '202', '203', '301', '302'];
    const facts = { address: '义乌市稠城街道江滨社区城中中路一百二十八号院内第三栋东侧楼房', kind: 'flats' };
    const made = await house(server, numbers, facts);
    const { rooms } = await server.admin.get(`/premises/${made}`);
    const of = (number) => rooms.find((room) => room.number === number).id;
    await server.admin.post(`/premises/${made}/rooms`, { how: 'split', rooms: [of('101')], into: ['101', '101A'].map((number) => ({ id: id(), number, floor: '1' })) });
    await server.admin.post(`/premises/${made}/rooms`, { how: 'merged', rooms: [of('301'), of('302')], into: [{ id: id(), number: '301', floor: '3' }] });
    for (const width of [1440, 390]) {
      const page = await openAt(t, server, '/premises', { language, width, height: width === 390 ? 844 : 900 });
      const fits = async (where) => {
        await page.waitForFunction(still);
        assert.equal(await page.evaluate(over), 0, `${where} at ${width}`);
        assert.deepEqual(await violations(page), [], `${where} at ${width}`);
        assert.doesNotMatch(await page.textContent('body'), /\{\w+\}|undefined|NaN/, where);
        await picture(page, `${where}-${language}-${width}`);
      };
      await page.locator('tbody tr').waitFor();
      await fits('premises');
      await page.goto(`${server.url}/premises/${made}`);
      await page.getByRole('heading', { name: words.floor }).waitFor();
      await door(page, '203').click();
      await fits('house');
      await press(page, words.split);
      await dialog(page).locator('#rebuild-1').waitFor();
      await fits('split');
      await press(dialog(page), words.cancel);
      await press(page, words.add);
      await page.fill('#rooms-numbers', '401-430, 101, A1～A3');
      await fits('rooms');
      await press(dialog(page), words.cancel);
      await press(page, words.house);
      await page.fill('#house-code', `M-${width}`);
      const { version } = await server.admin.get(`/premises/${made}`);
      await server.admin.put(`/premises/${made}`, { unit: server.grid, ...facts, code: `T-${width}`, version });
      await press(dialog(page), words.save);
      await dialog(page).getByText(`T-${width}`).waitFor();
      await fits('meanwhile');
      assert.deepEqual(others(page), []);
    }
  });

  test(`places in ${language}, on a screen and on phones: nothing runs over the side, and everybody can use it`, async (t) => {
    for (const [width, dark] of [[1440, false], [390, true], [320, false]]) {
      const { mock, page, houses } = await mocked(t, { tiles: true, language, width, height: width < 500 ? 844 : 900, dark });
      houses[1].place = houses[0].place;
      const fits = async (where) => {
        await page.waitForFunction(still);
        await picture(page, `${where}-${language}-${width}`);
        assert.ok((await page.evaluate(over)) <= 0, `${where} at ${width}`);
        assert.deepEqual(await violations(page), [], `${where} at ${width}`);
        assert.doesNotMatch(await page.textContent('body'), /\{\w+\}|undefined|NaN/, where);
      };
      await visit(page, mock, '/premises?view=map');
      await page.locator('.mark-box:has(.many)').press('Enter');
      await page.locator('.places li').nth(1).waitFor();
      await fits('places');
      await visit(page, mock, `/premises/${houses[0].id}`);
      await marks(page).waitFor();
      await fits('place');
      await press(page, words.house);
      await dialog(page).locator('.pin').scrollIntoViewIfNeeded();
      await page.fill('#house-place', '1');
      await press(dialog(page), words.save);
      await dialog(page).locator('[role=alert]').waitFor();
      await fits('place_pick');
      assert.deepEqual(page.complaints, []);
    }
  });
}
