// From door to door with a phone, before the real server: a house is walked without a network, two members contradict each
// other, a round is closed meanwhile; every verdict arrives once, and what the server refuses is shown.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { cityOf, housesIn } from '../flow/support/city.mjs';
import { id, password, repository } from '../flow/support/ward.mjs';
import { browserFor, violations } from './console.mjs';
import { brokenWords, button, counted, cutOff, kept, logIn, phoneIn } from './handset.mjs';

const browser = browserFor(test);
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First grid,grid,c1\ng2,Second grid,grid,c1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\ng2,Zhao,10000000003,member\n';
const NUMBERS = ['101', '102', '201', '202', '301'];
const now = () => new Date().toISOString();
const day = (after = 0) => new Date(Date.now() + after * 86_400_000).toLocaleDateString('sv-SE');
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), fullPage: true }) : undefined);

/** A city with a house of five rooms in either grid, by floors, and an open round over the community. */
async function city(t, round = {}) {
  const made = await cityOf(t, { units, members }, { server: { web: join(repository, 'web/dist') } });
  const { houses, rooms } = await housesIn(made.server, made.unit, ['g1', 'g2'], []);
  for (const [code, house] of Object.entries(houses)) {
    for (const number of NUMBERS) {
      rooms[`${code}-${number}`] = id();
      await made.server.admin.put(`/rooms/${rooms[`${code}-${number}`]}`, { premises: house, number, floor: number[0], version: 0 });
    }
  }
  const where = id();
  await made.server.admin.put(`/rounds/${where}`, { unit: made.unit.c1, topic: 'population', title: 'Who lives where', due: day(3), version: 0, ...round });
  return { ...made, houses, rooms, where };
}

/** A phone of a member that has seen the rooms of the round. */
async function phone(t, { server, where }, name, options) {
  const page = await phoneIn(browser)(t, options);
  await logIn(page, server, name, password);
  await counted(async () => (await kept(page, 'kept')).includes(`round/${where}`), 'the phone does not see the round');
  return page;
}

const url = ({ server, where }, path = '') => `${server.url}/phone/#/rounds/${where}${path}`;
const door = (page, number) => page.getByRole('link', { name: new RegExp(`^${number}\\b`) });
const story = ({ server, where, rooms }, room) => server.admin.get(`/rounds/${where}/rooms/${rooms[room]}`);
const send = (made, api, verdicts) => api.post(`/rounds/${made.where}/verdicts`, { sent_at: now(), verdicts: verdicts.map((one) => ({ id: id(), at: now(), ...one })) });
const isSent = (page) => counted(async () => (await kept(page, 'outbox')).length === 0, 'something waits on the phone');

/** What is at the top of a door's page. */
const at = (page, number) => page.getByRole('heading', { level: 1, name: `${number}, Road g1` }).waitFor();

test('a house is walked without a network, two touches a door, and the server has every verdict once', async (t) => {
  const made = await city(t);
  const page = await phone(t, made, 'li');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await made.server.stop();
  await page.context().setOffline(true);

  await page.getByRole('link', { name: /Who lives where/ }).click();
  await page.getByText('Doors left: 5 of 5').first().waitFor();
  await page.getByRole('link', { name: /Road g1/ }).click();
  await door(page, '101').click();
  await at(page, '101');
  await button(page, '2').click();
  await button(page, 'Save, then 102').click();
  await at(page, '102');
  await page.getByText('101 is kept: Seen, people: 2').waitFor();
  await page.getByText('Nobody there', { exact: true }).click();
  await page.getByText('Tomorrow', { exact: true }).click();
  await button(page, 'Save, then 201').click();
  await at(page, '201');
  await page.getByText('Refused', { exact: true }).click();
  await button(page, 'Save, then 202').click();
  await at(page, '202');
  await page.reload(); // the pages and the rooms come from the phone
  await at(page, '202');
  await page.getByText('Empty', { exact: true }).click();
  await button(page, 'Add a note').click();
  await page.getByLabel('In your words, if you like').fill('boarded up');
  await button(page, 'Save, then 301').click();
  await at(page, '301');
  await button(page, '6').click();
  await button(page, 'One more').click();
  await button(page, 'Save').click(); // nobody is to be met here today any more
  await page.getByText('301 is kept: Seen, people: 7').waitFor();
  await page.getByText('Doors left: 1 of 5').waitFor();
  await page.reload();
  await page.getByText('All', { exact: true }).click();
  assert.equal(await page.locator('main .tile', { hasText: 'Not sent yet' }).count(), 5);
  await page.getByRole('link', { name: 'Waiting to be sent: 5' }).waitFor();
  await picture(page, 'unsent');

  await page.goto(url(made));
  await page.getByLabel('Search house or room').fill('road 202');
  await page.getByRole('link', { name: /^202.*Empty/ }).waitFor();
  assert.equal(await page.locator('main .tile').count(), 1);
  await picture(page, 'search');

  await made.server.start();
  await page.context().setOffline(false);
  await isSent(page);
  const found = [];
  for (const number of NUMBERS) {
    const { state, people, return_on, verdicts } = await story(made, `g1-${number}`);
    found.push([state, people, return_on, verdicts.length, verdicts[0].note, verdicts[0].author]);
  }
  assert.deepEqual(found, [['seen', 2, null, 1, '', 'Li'], ['nobody', null, day(1), 1, '', 'Li'], ['refused', null, null, 1, '', 'Li'], ['empty', 0, null, 1, 'boarded up', 'Li'], ['seen', 7, null, 1, '', 'Li']]);
  await page.goto(url(made, `/houses/${made.houses.g1}`));
  await door(page, '102').waitFor();
  assert.equal(await page.locator('main .tile', { hasText: 'Not sent yet' }).count(), 0);
  assert.deepEqual(page.complaints, []);
});

test('two phones contradict each other; both verdicts are shown, also without a network, and one that knows both ends it', async (t) => {
  const made = await city(t);
  const [li, wu] = [await phone(t, made, 'li', { withoutWorker: true }), await phone(t, made, 'wu', { withoutWorker: true })];
  for (const page of [li, wu]) await page.context().setOffline(true);
  const path = `/doors/${made.rooms['g1-101']}`;
  await li.goto(url(made, path));
  await li.getByText('Empty', { exact: true }).click();
  await button(li, 'Save, then 102').click();
  await at(li, '102');
  await wu.goto(url(made, path));
  await button(wu, '3').click();
  await button(wu, 'Save, then 102').click();
  await at(wu, '102');
  await li.context().setOffline(false);
  await isSent(li);
  await wu.context().setOffline(false);
  await isSent(wu);

  for (const page of [li, wu]) {
    await page.goto(url(made, `/houses/${made.houses.g1}`));
    await page.getByRole('link', { name: /^101 Contested/ }).waitFor(); // the server told of it
  }
  await counted(async () => (await story(made, 'g1-101')).verdicts.length === 2);
  await li.getByRole('link', { name: /^101 Contested/ }).click();
  await li.getByText('What was found here cannot all be true.').waitFor();
  await li.locator('li', { hasText: 'Seen, people: 3' }).getByText(/^Wu, /).waitFor();
  await li.context().setOffline(true);
  await li.goto(url(made));
  await li.goto(url(made, path));
  await li.locator('li', { hasText: 'Empty' }).getByText(/^Li, /).waitFor();
  await button(li, '3').click();
  await button(li, 'Save, then 102').click();
  await at(li, '102');
  await li.context().setOffline(false);
  await isSent(li);
  const { state, people, verdicts } = await story(made, 'g1-101');
  assert.deepEqual([state, people, verdicts.at(-1).after.length], ['seen', 3, 2]);
  await wu.getByText('All', { exact: true }).click();
  await wu.getByRole('link', { name: /^101 Seen, people: 3/ }).waitFor();
  assert.deepEqual([...li.complaints, ...wu.complaints], []);
});

test('a verdict that is refused is shown with the sentence of the server, and is dropped', async (t) => {
  const made = await city(t);
  const page = await phone(t, made, 'li', { withoutWorker: true });
  await page.context().setOffline(true);
  await page.goto(url(made, `/doors/${made.rooms['g1-101']}`));
  await page.getByText('Empty', { exact: true }).click();
  await button(page, 'Save, then 102').click();
  await at(page, '102');
  const { code, address, kind, version } = await made.server.admin.get(`/premises/${made.houses.g1}`);
  await made.server.admin.put(`/premises/${made.houses.g1}`, { unit: made.unit.g2, code, address, kind, version });
  await page.context().setOffline(false);
  await page.getByRole('link', { name: 'Refused: 1. Look here.' }).click();
  await page.getByText('Refused: There is no such room.').waitFor();
  await page.getByText('101, Road g1: Empty').waitFor();
  await picture(page, 'refused');
  await button(page, 'Do not send').click();
  await button(page, 'Delete it').click();
  await page.getByText('Nothing waits on this phone.').waitFor();
  await page.goto(url(made));
  await page.getByText('There are no doors of yours in this round.').waitFor(); // the house went to the other grid
  assert.equal((await story(made, 'g1-101')).verdicts.length, 0);
  assert.deepEqual(page.complaints, []);
});

test('a round asks its own questions, and what was answered wrongly is corrected on the same sheet', async (t) => {
  const form = [
    { key: 'extinguisher', name: { en: 'Fire extinguisher', zh: '灭火器' }, kind: 'yes_no', required: true },
    { key: 'area', name: { en: 'Square metres', zh: '面积' }, kind: 'number', required: false },
  ];
  const made = await city(t, { topic: 'fire_safety', title: 'Fire', form });
  const page = await phone(t, made, 'li');
  await page.goto(url(made, `/doors/${made.rooms['g1-101']}`));
  await button(page, '4').click();
  await page.getByLabel('Square metres').fill('10000000000000');
  await button(page, 'Save, then 102').click();
  await at(page, '101'); // the browser asks for what is needed
  await page.getByText('Yes', { exact: true }).click();
  await button(page, 'Save, then 102').click();
  await page.getByRole('link', { name: 'Refused: 1. Look here.' }).click();
  await button(page, 'Correct it').click();
  await at(page, '101');
  assert.equal(await button(page, '4').getAttribute('aria-pressed'), 'true');
  await page.getByLabel('Square metres').fill('64');
  await button(page, 'Save').click();
  await page.getByText('Nothing waits on this phone.').waitFor();
  const { verdicts, people } = await story(made, 'g1-101');
  assert.deepEqual([people, verdicts.map(({ answers }) => answers)], [4, [{ extinguisher: true, area: 64 }]]);
  assert.deepEqual(page.complaints, []);
});

test('a round is closed and a room is split while the phone is away: what was written is sent, and the round leaves', async (t) => {
  const made = await city(t);
  const page = await phone(t, made, 'li', { withoutWorker: true });
  await page.context().setOffline(true);
  await page.goto(url(made, `/doors/${made.rooms['g1-101']}`));
  await button(page, '1').click();
  await button(page, 'Save, then 102').click();
  await at(page, '102');
  await button(page, '2').click();
  await button(page, 'Save, then 201').click();
  await at(page, '201');
  await made.server.admin.post(`/premises/${made.houses.g1}/rooms`, { how: 'split', rooms: [made.rooms['g1-101']], into: [{ id: id(), number: '101' }, { id: id(), number: '101A' }] });
  await made.server.admin.call('POST', `/rounds/${made.where}/close`);
  await page.context().setOffline(false);
  await isSent(page);
  for (const room of ['g1-101', 'g1-102']) assert.deepEqual((await story(made, room)).verdicts.map(({ late }) => late), [true], room);
  await page.getByText('This door is no longer in the round.').waitFor();
  await counted(async () => !(await kept(page, 'kept')).includes(`round/${made.where}`), 'rooms of a closed round stay behind');
  assert.deepEqual(page.complaints, []);
});

test('of a round with very many doors the phone keeps the first ones and says so', async (t) => {
  const made = await city(t);
  const rows = Array.from({ length: 62 }, (_, house) => Array.from({ length: 50 }, (_, room) => `g1,M-${100 + house},Market Street ${house},house,,${100 + room},1`)).flat();
  const laid = await made.server.admin.call('POST', '/premises/import?dry_run=false', { body: `unit,code,address,kind,landlord,room,floor\n${rows.join('\n')}\n`, headers: { 'Content-Type': 'text/csv' } });
  assert.equal(laid.body.stored, true, JSON.stringify(laid.body.faults));
  const page = await phone(t, made, 'li');
  await page.getByText('Doors left: 3105 of 3105').waitFor();
  await page.getByRole('link', { name: /Who lives where/ }).click();
  await page.getByText(/The first 3000 are here/).waitFor();
  await page.getByLabel('Search house or room').fill('street 41 149');
  await page.getByRole('link', { name: /^149.*Street 41/ }).click();
  await button(page, '2').click();
  await button(page, 'Save, then 100').click();
  await isSent(page);
  assert.deepEqual(page.complaints, []);
});

/** A round as it looks halfway: a door of each kind. */
async function halfway(t) {
  const made = await city(t, {
    note: 'Ask for the landlord too. Begin with the rented houses.',
    form: [{ key: 'rented', name: { en: 'Rented', zh: '出租房' }, kind: 'yes_no', required: true }, { key: 'since', name: { en: 'Living here since', zh: '入住日期' }, kind: 'date', required: false }],
  });
  const { rooms, li, wu } = made;
  await send(made, li, [
    { room: rooms['g1-101'], found: 'empty', note: 'No light for weeks' }, { room: rooms['g1-102'], found: 'nobody', return_on: day() },
    { room: rooms['g1-201'], found: 'refused' }, { room: rooms['g1-202'], found: 'seen', people: 3, answers: { rented: true } },
  ]);
  await send(made, wu, [{ room: rooms['g1-101'], found: 'seen', people: 2, answers: { rented: false, since: '2019-05-01' } }]);
  return made;
}
const pages = ({ where, houses, rooms }) => ({
  tasks: '/tasks', round: `/rounds/${where}`, house: `/rounds/${where}/houses/${houses.g1}`,
  door: `/rounds/${where}/doors/${rooms['g1-301']}?after=${rooms['g1-202']}`, contested: `/rounds/${where}/doors/${rooms['g1-101']}`,
});

test('who is to be visited again today comes first', async (t) => {
  const made = await halfway(t);
  const page = await phone(t, made, 'li');
  await page.getByText('Come again today: 1').waitFor();
  await page.getByText('Doors left: 3 of 5').waitFor();
  await page.goto(url(made));
  const section = page.locator('section', { has: page.getByRole('heading', { name: 'Come again today' }) });
  await section.getByRole('link', { name: /^102/ }).waitFor();
  assert.equal(await section.locator('.tile').count(), 1);
});

for (const [language, large, width, dark] of [['en', true, 320, false], ['zh', true, 320, true], ['zh', false, 390, false], ['en', false, 390, true]]) {
  test(`rounds, houses and doors: nothing is cut off and WCAG 2.1 AA is kept (${language}, ${width} px${large ? ', large' : ''}${dark ? ', dark' : ''})`, async (t) => {
    const made = await halfway(t);
    const page = await phone(t, made, 'li', { language, large, width, dark, height: large ? 640 : 844 });
    for (const [name, path] of Object.entries(pages(made))) {
      await page.goto(`${made.server.url}/phone/#${path}`);
      await page.locator('main h1').waitFor();
      if (name === 'house') await page.getByText(language === 'zh' ? '全部' : 'All', { exact: true }).click();
      if (name === 'door') await button(page, '3').click();
      if (name === 'contested') {
        await page.locator('main li').nth(1).waitFor();
        await page.locator('label').first().click();
      }
      await picture(page, `${name}-${language}-${width}${dark ? '-dark' : ''}`);
      assert.deepEqual(await page.evaluate(cutOff), [], name);
      assert.deepEqual(await page.evaluate(brokenWords), [], name);
      assert.deepEqual(await violations(page), [], name);
    }
    assert.deepEqual(page.complaints, []);
  });
}
