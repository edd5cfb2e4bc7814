// Who lives where in the console, before the real server: written in at the door, moved out, changed by two people at
// once, found twice and merged, by keyboard, and on a phone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { cityOf } from '../flow/support/city.mjs';
import { id, password, repository } from '../flow/support/ward.mjs';
import { browserFor, openLoggedIn, openPage, violations } from './console.mjs';

const browser = browserFor(test);
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,Grid 1,grid,c1\n';
const members = 'unit,name,phone,duty\ng1,Li,10000000001,member\n';
const CARD = '11010519491231002x'; // the example of GB 11643

/** A house with rooms in a grid, of which Li is a member. */
async function city(t, numbers = ['101', '102', '201']) {
  const { server, unit } = await cityOf(t, { units, members }, { server: { web: join(repository, 'web/dist') } });
  server.house = id();
  await server.admin.put(`/premises/${server.house}`, { unit: unit.g1, code: 'H-12', address: 'Chengzhong Road 12', kind: 'house', version: 0 });
  server.rooms = {};
  for (const number of numbers) {
    server.rooms[number] = id();
    await server.admin.put(`/rooms/${server.rooms[number]}`, { premises: server.house, number, floor: number.slice(0, -2), version: 0 });
  }
  return server;
}

const openAt = (t, server, path, options) => openLoggedIn(t, browser(), server, path, options);

/** Somebody who lives in a room, made over the API: the person's id. */
async function resident(server, number, fields, since = '2020-02-01') {
  const made = id();
  await server.admin.put(`/residents/${made}`, { version: 0, home: { tenancy: id(), room: server.rooms[number], since }, ...fields });
  return made;
}

const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const door = (page, number) => page.locator('.building').getByRole('button', { name: number, exact: true });
const behind = (page, number, count) => page.locator('.building').getByRole('button', { name: `Room ${number}, people today: ${count}` });
const drawer = (page) => page.locator('.el-drawer');
const dialog = (page) => page.locator('.el-dialog:visible, .el-message-box:visible');
const others = (page) => page.complaints.filter((text) => !/409/.test(text)); // a browser complains of every refusal
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: !/drawer|dialog|meanwhile|stay/.test(name) }) : undefined);

/** Types a day as people type it; the calendar closes. */
async function typeDay(page, field, day) {
  await page.fill(field, day);
  await page.keyboard.press('Tab');
}

test('somebody is written in at the door, counted there, moves out, and is found on the day when they lived there', async (t) => {
  const server = await city(t);
  const page = await openAt(t, server, `/premises/${server.house}`, { as: 'li' });
  await behind(page, '101', 0).click();
  await page.waitForURL(/\?room=/);
  await drawer(page).getByText(/^Nobody is written down here for /).waitFor();
  await press(drawer(page), 'Write somebody in');
  await press(dialog(page), 'Save');
  await dialog(page).getByText('Enter the name.').waitFor();
  await page.fill('#resident-name', '王小明');
  await page.fill('#resident-spellings', 'Wang Xiaoming\nXiao Wang');
  await typeDay(page, '#resident-birth', '1949-12-31');
  await dialog(page).getByText('Female', { exact: true }).click();
  await page.fill('#resident-nationality', 'CHN');
  await page.getByRole('option', { name: 'China · CHN' }).click();
  await page.fill('#resident-phones', '13900000001');
  await press(dialog(page), 'One more document');
  await press(dialog(page), 'Save');
  await dialog(page).getByText('Enter the number, or take the document out.').waitFor();
  await page.fill('#document-0', '110105194912310021');
  await press(dialog(page), 'Save');
  await dialog(page).locator('.documents [role=alert]').waitFor(); // the check character does not fit
  await page.fill('#document-0', CARD);
  await typeDay(page, '#resident-since', '2020-02-01');
  await press(dialog(page), 'Save');

  const card = drawer(page).getByRole('article');
  await card.getByText('Resident identity card, ending in 002X').waitFor();
  for (const text of ['Since Feb 1, 2020', 'Wang Xiaoming and Xiao Wang', 'Dec 31, 1949', 'Female', 'China', '13900000001']) assert.match(await card.textContent(), new RegExp(text));
  assert.doesNotMatch(await page.content(), /19491231/, 'a number is never shown again');
  await behind(page, '101', 1).waitFor({ state: 'attached' });

  await press(card, 'Moves out');
  assert.match(await page.inputValue('#stay-until'), /^\d{4}-\d\d-\d\d$/, 'today, unless somebody says otherwise');
  await typeDay(page, '#stay-until', '2020-01-01');
  await press(dialog(page), 'Save');
  await dialog(page).getByText('It ends before it begins.').waitFor();
  await typeDay(page, '#stay-until', '2020-02-20');
  await press(dialog(page), 'Save');
  await drawer(page).getByText(/^Nobody is written down here for /).waitFor();
  await behind(page, '101', 0).waitFor({ state: 'attached' });
  await typeDay(page, '#room-day', '2020-02-19');
  await drawer(page).getByText('People living here on Feb 19, 2020: 1').waitFor();
  await card.getByText('From Feb 1, 2020, gone on Feb 20, 2020').waitFor();
  await press(drawer(page), 'Today');
  await drawer(page).getByText(/^Nobody is written down here for /).waitFor();
  assert.deepEqual(page.complaints.filter((text) => !/400/.test(text)), []);
});

test('a room is opened by Enter, and the way goes on to the person and back without a mouse', async (t) => {
  const server = await city(t);
  await resident(server, '101', { name: 'Musa' });
  const page = await openAt(t, server, `/premises/${server.house}`);
  await behind(page, '101', 1).waitFor();
  await page.getByRole('button', { name: 'Tear down' }).focus();
  await page.keyboard.press('Tab'); // the day
  await page.keyboard.press('Tab');
  const at = () => page.evaluate(() => document.activeElement.textContent.trim());
  assert.equal(await at(), '201');
  await page.keyboard.press('ArrowDown');
  assert.equal(await at(), '101');
  await page.keyboard.press('Space');
  await page.getByText('Rooms chosen: 1').waitFor();
  await page.keyboard.press('Enter');
  await drawer(page).getByRole('link', { name: 'Musa' }).waitFor();
  assert.equal(await door(page, '101').getAttribute('aria-pressed'), 'true', 'Enter opens and does not choose');
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => !url.search.includes('room='));
  await page.waitForFunction(() => document.activeElement?.textContent.trim() === '101');
  await page.keyboard.press('Enter');
  await drawer(page).getByRole('link', { name: 'Musa' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Resident: Musa' }).waitFor();
  await page.getByRole('link', { name: 'To room 101' }).press('Enter');
  await drawer(page).getByRole('link', { name: 'Musa' }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('two people at one record and at one stay: the later one sees what the other saved and loses nothing', async (t) => {
  const server = await city(t);
  const who = await resident(server, '101', { name: 'Musa', phones: ['13900000001'], documents: [{ kind: 'resident_card', number: CARD }, { kind: 'passport', country: 'NGA', number: 'A12345678' }] });
  const [mine, theirs] = [await openAt(t, server, `/residents/${who}`), await openAt(t, server, `/residents/${who}`, { as: 'li' })];
  assert.equal(await theirs.getByRole('heading', { name: 'Who may be the same person' }).count(), 0, 'a member does not search the register');
  for (const page of [mine, theirs]) await press(page, 'Change');
  await theirs.fill('#resident-name', 'Musa Okafor');
  await theirs.fill('#resident-phones', '13900000002');
  await press(dialog(theirs), 'Take out: Resident identity card, ending in 002X');
  await press(dialog(theirs), 'Save');
  await theirs.getByRole('heading', { level: 1, name: 'Resident: Musa Okafor' }).waitFor();

  await mine.fill('#resident-name', 'Moussa');
  await press(dialog(mine), 'One more document');
  await mine.fill('#document-0', 'typed and kept');
  await press(dialog(mine), 'Take out document 1');
  await press(dialog(mine), 'Save');
  await dialog(mine).getByText(/^Somebody else changed it meanwhile/).waitFor();
  await dialog(mine).getByText('Musa Okafor').waitFor();
  assert.deepEqual([await mine.inputValue('#resident-name'), await mine.inputValue('#resident-phones')], ['Moussa', '13900000002']);
  assert.equal(await dialog(mine).getByText('ending in 002X').count(), 0, 'what the other one took out is gone here too');
  await press(dialog(mine), 'Save');
  await mine.getByRole('heading', { level: 1, name: 'Resident: Moussa' }).waitFor();
  const { name, phones, documents } = await server.admin.get(`/residents/${who}`);
  assert.deepEqual([name, phones, documents.map((one) => one.kind)], ['Moussa', ['13900000002'], ['passport']]);

  for (const page of [mine, theirs]) {
    await page.goto(`${server.url}/premises/${server.house}?room=${server.rooms['101']}`);
    await press(drawer(page), 'Moves out');
  }
  await typeDay(theirs, '#stay-since', '2020-01-15');
  await typeDay(theirs, '#stay-until', '2020-03-01');
  await press(dialog(theirs), 'Save');
  await drawer(theirs).getByText(/^Nobody is written down here for /).waitFor();
  await typeDay(mine, '#stay-until', '2020-03-05');
  await press(dialog(mine), 'Save');
  await dialog(mine).getByText('Mar 1, 2020').waitFor();
  assert.deepEqual([await mine.inputValue('#stay-since'), await mine.inputValue('#stay-until')], ['2020-01-15', '2020-03-05']);
  await press(dialog(mine), 'Save');
  await drawer(mine).getByText(/^Nobody is written down here for /).waitFor();
  const [stay] = (await server.admin.get(`/residents/${who}`)).tenancies;
  assert.deepEqual([stay.since, stay.until], ['2020-01-15', '2020-03-05']);
  assert.deepEqual([...others(mine), ...others(theirs)].filter((text) => !/400/.test(text)), []);
});

test('the same person in two rooms is seen side by side, merged by the centre, and un-merged', async (t) => {
  const server = await city(t);
  const one = await resident(server, '101', { name: '王小明', birth: '1984-02-19', sex: 'female', phones: ['13900000001'] }, '2019-02-01');
  const again = await resident(server, '201', { name: 'Wang Xiaoming', birth: '1984-02-19', sex: 'male', phones: ['+86 139 0000 0001'] });
  await server.admin.put(`/users/${id()}`, { name: 'police', role: 'police', password });
  const police = await openAt(t, server, `/residents/${one}`, { as: 'police' });
  await police.getByRole('article', { name: 'Wang Xiaoming' }).waitFor();
  assert.deepEqual(await police.locator('main').getByRole('button').allTextContents(), [], 'who looks changes nothing');

  const page = await openAt(t, server, `/residents/${one}`);
  const candidate = page.getByRole('article', { name: 'Wang Xiaoming' });
  await candidate.getByText('One name is the pinyin of the other.').waitFor();
  const row = (name) => candidate.locator('tr', { has: page.getByRole('rowheader', { name }) });
  assert.match(await row('Name').textContent(), /王小明.*Wang Xiaoming/);
  assert.match(await row('Phone').textContent(), /speaks for one person, weight \+14\.1/);
  assert.match(await row('Sex').textContent(), /Female.*Male.*speaks for two people, weight −/);
  assert.match(await row('Document').textContent(), /says nothing/);
  const bar = (name) => row(name).locator('.bar').evaluate((node) => node.offsetLeft * 2 >= node.parentElement.offsetWidth);
  assert.deepEqual([await bar('Phone'), await bar('Sex')], [true, false], 'to the right what speaks for, to the left what speaks against');

  await press(candidate, 'They are one person');
  await dialog(page).getByText(/the records of Wang Xiaoming are of the same person as those of 王小明/).waitFor();
  await press(dialog(page), 'Merge');
  await page.getByText('Nobody else in the register is like this person.').waitFor();
  assert.equal(await page.getByRole('article').count(), 2, 'both records stand');
  assert.deepEqual(await page.locator('ol a').allTextContents(), ['Chengzhong Road 12, room 101', 'Chengzhong Road 12, room 201']);
  await page.goto(`${server.url}/residents/${again}`);
  await page.waitForURL(`${server.url}/residents/${one}`);
  const merged = page.getByRole('article').filter({ hasText: 'Merged' });
  await press(merged, 'Undo the merger');
  await press(dialog(page), 'Undo the merger');
  await page.getByRole('article', { name: 'Wang Xiaoming' }).waitFor();
  assert.equal((await server.admin.get(`/residents/${again}`)).id, again);

  // Somebody else was quicker: it is said, and the page follows.
  await server.admin.post(`/residents/${one}/merge`, { into: again });
  await press(page.getByRole('article', { name: 'Wang Xiaoming' }), 'They are one person');
  await press(dialog(page), 'Merge');
  await page.waitForURL(`${server.url}/residents/${again}`);
  await page.getByRole('heading', { level: 1, name: 'Resident: Wang Xiaoming' }).waitFor();
  assert.deepEqual(others(page), []);
});

test('who may not know who lives where sees doors alone; a big house is asked for once', async (t) => {
  const server = await city(t, Array.from({ length: 60 }, (_, i) => `${i + 1}01`));
  await resident(server, '6001', { name: 'Musa' });
  await server.admin.put(`/users/${id()}`, { name: 'inspector', role: 'inspector', password });
  const blind = await openAt(t, server, `/premises/${server.house}?room=${server.rooms['6001']}`, { as: 'inspector' });
  await blind.locator('.building').getByText('6001', { exact: true }).waitFor();
  assert.equal(await blind.locator('.building').getByRole('button').count(), 0);
  assert.equal(await drawer(blind).count(), 0);

  const page = await openPage(t, browser());
  const asked = new Set();
  page.on('request', (request) => /\/(rooms|premises)\/[^/]+\/residents/.test(request.url()) && asked.add(request.url()));
  await page.goto(`${server.url}/premises/${server.house}`);
  await page.fill('#login-name', 'admin');
  await page.fill('#login-password', password);
  await page.keyboard.press('Enter');
  await behind(page, '6001', 1).waitFor();
  await behind(page, '101', 0).waitFor({ state: 'attached' });
  assert.deepEqual([...asked], [`${server.url}/api/v1/premises/${server.house}/residents`]);
  assert.deepEqual([...blind.complaints, ...page.complaints], []);
});

/** How far a page, or a dialog on it, runs over the side; in pixels. */
const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-dialog__body, .el-drawer__body')].map((one) => one.scrollWidth - one.clientWidth));
const still = () => document.getAnimations().every((one) => one.playState !== 'running');

const WORDS = {
  en: { write: 'Write somebody in', cancel: 'Cancel', out: 'Moves out', change: 'Change', save: 'Save', more: 'One more document', alike: 'Who may be the same person' },
  'zh-CN': { write: '登记人员', cancel: '取消', out: '登记迁出', change: '修改', save: '保存', more: '添加证件', alike: '疑似同一人' },
};
for (const [language, words] of Object.entries(WORDS)) {
  test(`in ${language}, on a screen and on a phone: nothing runs over the side, and everybody can use it`, async (t) => {
    const server = await city(t, ['101', '102', '103', '104', '201', '202', '203', '301']);
    const papers = [{ kind: 'resident_card', number: CARD }, { kind: 'passport', country: 'EGY', number: 'A1234567' }];
    const who = await resident(server, '101', { name: 'عبد الرحمن محمد عبد الله الشرقاوي', spellings: ['Abdelrahman Mohamed Abdallah El Sharkawy', '阿卜杜勒拉赫曼'], birth: '1949-12-31', sex: 'male', nationality: 'EGY', phones: ['13900000001', '+20 100 000 0001'], documents: papers }, '2019-03-01');
    const again = await resident(server, '203', { name: 'Abdelrahman Mohamed Abdallah Elsharkawy', birth: '1949-12-31', sex: 'male', nationality: 'EGY', phones: ['13900000001'] }, '2019-11-01');
    await resident(server, '101', { name: 'Abdulrahman Mohammed El Sharkawi', birth: '1949-12-13', sex: 'female', phones: ['13900000001'], nationality: 'GBR' });
    await server.admin.post(`/residents/${again}/merge`, { into: who });
    for (const [width, dark] of language === 'en' ? [[1440, false], [390, true]] : [[1440, true], [390, false]]) {
      const page = await openAt(t, server, `/premises/${server.house}`, { language, width, dark, height: width === 390 ? 844 : 900 });
      const fits = async (where) => {
        await page.waitForFunction(still);
        assert.equal(await page.evaluate(over), 0, `${where} at ${width}`);
        assert.deepEqual(await violations(page), [], `${where} at ${width}`);
        assert.doesNotMatch(await page.textContent('body'), /\{\w+\}|undefined|NaN/, where);
        await picture(page, `${where}-${language}-${width}-${dark ? 'dark' : 'light'}`);
      };
      await door(page, '101').scrollIntoViewIfNeeded();
      await page.locator('.building .people', { hasText: '2' }).waitFor();
      await door(page, '203').click();
      await fits('house');
      await page.goto(`${server.url}/premises/${server.house}?room=${server.rooms['101']}`);
      await drawer(page).getByRole('article').nth(1).waitFor();
      await fits('drawer');
      await press(drawer(page), words.write);
      await press(dialog(page), words.more);
      await fits('write-dialog');
      await press(dialog(page), words.cancel);
      await drawer(page).getByRole('article').first().getByRole('button', { name: words.out }).click();
      await page.waitForFunction(() => document.activeElement?.id === 'stay-until');
      await page.keyboard.press('Escape'); // the calendar
      await fits('stay');
      await page.goto(`${server.url}/residents/${who}`);
      await page.getByRole('heading', { name: words.alike }).waitFor();
      await page.locator('.candidate').waitFor();
      await fits('resident');
      await page.getByRole('button', { name: words.change, exact: true }).first().click();
      await page.fill('#resident-name', `A ${width} ${dark}`);
      const [record] = (await server.admin.get(`/residents/${who}`)).records;
      await server.admin.put(`/residents/${who}`, { name: record.name.replace(/\s*$/, `${width}`), spellings: record.spellings, birth: record.birth, sex: record.sex, nationality: record.nationality, phones: record.phones, documents: record.documents.map(({ kind, last }) => ({ kind, last })), version: record.version });
      await press(dialog(page), words.save);
      await dialog(page).locator('.meanwhile').waitFor();
      await fits('meanwhile');
      assert.deepEqual(others(page), []);
    }
  });
}
