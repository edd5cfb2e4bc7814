// Rounds in the console, before the real server: opened, walked by phones over the API, looked into number by number, closed; by
// who may do so and who may not; in both languages, on a screen and on a phone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { cityOf, housesIn } from '../flow/support/city.mjs';
import { id, password, repository } from '../flow/support/ward.mjs';
import { browserFor, looksIn, openLoggedIn, violations } from './console.mjs';

const browser = browserFor(test);
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First grid,grid,c1\ng2,Second grid,grid,c1\ng3,Third grid,grid,c1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\ng2,Zhao,10000000003,member\ng3,Zhao,10000000003,member\n';
const numbers = ['101', '102', '201', '202'];

async function city(t) {
  const made = await cityOf(t, { units, members }, { server: { web: join(repository, 'web/dist') } });
  return { ...made, ...(await housesIn(made.server, made.unit, ['g1', 'g2', 'g3'], numbers)) };
}
const round = (unit, more = {}) => ({ unit, topic: 'population', title: 'Who lives where', version: 0, ...more });
const verdict = (room, found, more = {}) => ({ id: id(), room, found, at: new Date().toISOString(), ...more });
async function send(api, where, ...verdicts) {
  const { items } = await api.post(`/rounds/${where}/verdicts`, { sent_at: new Date().toISOString(), verdicts });
  for (const one of items) assert.equal(one.stored, true, one.message);
}

const openAt = (t, server, path, options) => openLoggedIn(t, browser(), server, path, options);
const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const dialog = (page) => page.getByRole('dialog');
const figure = (page, name) => page.getByRole('link', { name, exact: true });
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);
const ask = { name: 'Extinguisher', zh: '灭火器' };

test('a round is opened in the console, phones send verdicts, each number opens its rooms, and the round is closed', async (t) => {
  const { server, rooms, li, wu, zhao } = await city(t);
  const page = await openAt(t, server, '/rounds');
  await page.getByText(/^No round is open\./).waitFor();
  await press(page, 'Open a round');
  await press(dialog(page).locator('.el-dialog__footer'), 'Open a round');
  await dialog(page).getByText('Choose the unit whose rooms it goes to.').waitFor();
  await page.locator('#round-unit').fill('c1');
  await page.getByRole('option', { name: /Jiangbin/ }).click();
  await page.fill('#round-title', 'Who lives where');
  await press(dialog(page), 'Add a question');
  await page.fill('#question-1-en', ask.name);
  await press(dialog(page).locator('.el-dialog__footer'), 'Open a round');
  await dialog(page).getByText('Question 1 needs its words in both languages.').waitFor();
  await page.fill('#question-1-zh', ask.zh);
  await press(dialog(page).locator('.el-dialog__footer'), 'Open a round');
  await page.getByRole('heading', { level: 1, name: 'Who lives where' }).waitFor();
  await page.getByText('0 %: 0 of 12 with a verdict').first().waitFor();
  const { items: [{ id: where, form }] } = await server.admin.get('/rounds');
  assert.deepEqual(form, [{ key: 'q1', name: { en: ask.name, zh: ask.zh }, kind: 'yes_no', required: false }]);

  // Nobody reloads: the numbers follow the phones.
  await send(li, where, verdict(rooms['g1-101'], 'empty'), verdict(rooms['g1-102'], 'nobody', { return_on: '2020-03-01' }));
  await send(wu, where, verdict(rooms['g1-101'], 'seen', { people: 3, note: 'Shoes at the door', answers: { q1: false } }));
  await send(zhao, where, verdict(rooms['g2-201'], 'seen', { people: 2 }));
  await figure(page, 'Jiangbin Contested 1').waitFor();
  await page.getByText('25 %: 3 of 12 with a verdict').waitFor();
  await figure(page, 'First grid Nobody there 1').click();
  await page.getByRole('heading', { name: 'First grid: Nobody there' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'rooms');
  await page.locator('tr', { hasText: 'H-g1' }).getByText('Mar 1, 2020').waitFor();

  // One number beside the other, and Back leads to each of them.
  await figure(page, 'First grid Contested 1').click();
  await page.waitForURL(/state=contested/);
  await page.getByRole('link', { name: 'House H-g1, room 101: its verdicts' }).click();
  const drawer = page.getByRole('dialog', { name: 'House H-g1, room 101' });
  await drawer.getByText(/^One found nobody living here, and another one found somebody\./).waitFor();
  const cards = drawer.getByRole('article');
  assert.equal(await cards.count(), 2);
  await cards.filter({ hasText: 'Empty: nobody lives there' }).getByText(/^Li, /).waitFor();
  const wus = cards.filter({ hasText: 'Seen, people: 3' });
  for (const words of ['Stands', 'Extinguisher', 'no', 'Shoes at the door']) await wus.getByText(words, { exact: true }).waitFor();
  await picture(page, 'contested');
  const shared = page.url();

  // Somebody looks again, knowing of both, while the drawer is open.
  const { items: [{ known }] } = await wu.get(`/rounds/${where}/rooms?state=contested`);
  await send(wu, where, verdict(rooms['g1-101'], 'seen', { people: 1, after: known }));
  await drawer.getByText('Knew of the verdict by Li and Wu.').waitFor();
  await drawer.getByText(/^The count at the door is not that of the register/).waitFor();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'detached' }).catch(() => drawer.waitFor({ state: 'hidden' }));
  await page.getByText('No room stands so any more.').waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'First grid: Nobody there' }).waitFor();

  await press(page.getByRole('navigation', { name: 'Where in the tree' }), 'Jiangbin');
  await figure(page, 'Jiangbin Differing 2').waitFor();
  await page.getByRole('group', { name: /Jiangbin: its 3 units/ }).getByRole('button', { name: /Second grid/ }).click();
  await page.getByRole('heading', { level: 2, name: 'Second grid' }).waitFor();
  await page.goto(shared);
  await page.getByRole('dialog').getByText('Seen, people: 1').waitFor();

  await page.goto(`${server.url}/rounds/${where}`);
  await press(page, 'Close the round');
  await dialog(page).getByText(/^Rooms without a verdict: 9\./).waitFor();
  await press(dialog(page), 'Close the round');
  await page.getByText('The round is closed.').waitFor();
  await page.getByRole('button', { name: 'Change', exact: true }).waitFor({ state: 'detached' });

  // What was on a phone still counts, and says that it is late.
  await send(zhao, where, verdict(rooms['g2-101'], 'refused'));
  await figure(page, 'Jiangbin Refused 1').click();
  await page.getByRole('link', { name: 'House H-g2, room 101: its verdicts' }).click();
  await page.getByRole('dialog').getByText(/^It came on .*, after the round was closed\.$/).waitFor();
  await page.goto(`${server.url}/rounds?open=false`);
  await page.getByRole('link', { name: 'Who lives where', exact: true }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('two people change a round: the later one sees what the other saved and loses nothing', async (t) => {
  const { server, unit } = await city(t);
  const where = id();
  const { version } = await server.admin.put(`/rounds/${where}`, round(unit.c1));
  const page = await openAt(t, server, `/rounds/${where}`);
  await press(page, 'Change');
  await page.fill('#round-title', 'Who lives here');
  await server.admin.put(`/rounds/${where}`, round(unit.c1, { title: 'Who lives there', note: 'Bring forms', due: '2020-03-01', version }));
  await press(dialog(page), 'Save');
  await dialog(page).getByText(/^Somebody else changed it meanwhile/).waitFor();
  await dialog(page).getByText('Who lives there').waitFor();
  assert.deepEqual([await page.inputValue('#round-title'), await page.inputValue('#round-note'), await page.inputValue('#round-due')], ['Who lives here', 'Bring forms', '2020-03-01']);
  await press(dialog(page), 'Save');
  await page.getByRole('heading', { level: 1, name: 'Who lives here' }).waitFor();
  await page.getByText(/, overdue by \d+ d$/).waitFor();
  const { title, note } = await server.admin.get(`/rounds/${where}`);
  assert.deepEqual([title, note], ['Who lives here', 'Bring forms']);
  assert.deepEqual(page.complaints.filter((text) => !/409/.test(text)), []);
});

test('everybody sees their own rooms, and only who commands the unit is offered to change its round', async (t) => {
  const { server, unit, rooms, li } = await city(t);
  const [whole, grid] = [id(), id()];
  await server.admin.put(`/rounds/${whole}`, round(unit.c1));
  await server.admin.put(`/rounds/${grid}`, round(unit.g1, { title: 'First grid only' }));
  await send(li, whole, verdict(rooms['g1-101'], 'empty'));
  const offered = (page) => page.getByRole('button', { name: 'Close the round' });

  const wu = await openAt(t, server, `/rounds/${grid}`, { as: 'wu' });
  await offered(wu).waitFor();
  await wu.goto(`${server.url}/rounds/${whole}`);
  await wu.getByText('25 %: 1 of 4 with a verdict').waitFor();
  await wu.waitForLoadState('networkidle');
  assert.equal(await offered(wu).count(), 0, 'the round is that of the unit above');

  await server.admin.put(`/users/${id()}`, { name: 'platform', role: 'market_supervision', password });
  const reader = await openAt(t, server, `/rounds/${whole}?state=empty`, { as: 'platform' });
  await reader.getByText('8 %: 1 of 12 with a verdict').waitFor();
  assert.equal(await reader.getByRole('link', { name: /Empty/ }).count(), 0, 'who may not see rooms has numbers only');
  assert.equal(await reader.getByRole('heading', { name: 'Jiangbin: Empty' }).count(), 0);

  // Who goes to the doors of two grids has both side by side.
  const zhao = await openAt(t, server, `/rounds/${whole}`, { as: 'zhao' });
  await zhao.getByRole('heading', { level: 2, name: 'Your units' }).waitFor();
  await zhao.getByText('0 %: 0 of 8 with a verdict').waitFor();
  await zhao.getByRole('link', { name: 'Third grid', exact: true }).click();
  await zhao.getByRole('heading', { level: 2, name: 'Your units' }).waitFor({ state: 'detached' });
  await zhao.getByText('0 %: 0 of 4 with a verdict').waitFor();
  await press(zhao.getByRole('navigation', { name: 'Where in the tree' }), 'Your units');
  await zhao.getByText('0 %: 0 of 8 with a verdict').waitFor();

  // A house of the community itself is in none of its grids.
  await housesIn(server, unit, ['c1'], ['1']);
  await reader.reload();
  await reader.locator('tr', { hasText: 'Its own houses, in no unit below' }).getByText('0 %: 0 of 1 with a verdict').waitFor();
  assert.deepEqual([...wu.complaints.filter((text) => !/404/.test(text)), ...zhao.complaints, ...reader.complaints], []);
});

test('a long list of rooms goes on page by page', async (t) => {
  const { server, unit, houses } = await city(t);
  for (let i = 0; i < 60; ++i) await server.admin.put(`/rooms/${id()}`, { premises: houses.g1, number: String(1001 + i), version: 0 });
  const where = id();
  await server.admin.put(`/rounds/${where}`, round(unit.g1));
  const page = await openAt(t, server, `/rounds/${where}?state=none`);
  const rows = page.locator('tbody tr');
  await rows.nth(49).waitFor();
  assert.equal(await rows.count(), 50);
  await press(page, 'More');
  await rows.nth(63).waitFor();
  assert.equal(await rows.count(), 64);
  assert.deepEqual(page.complaints, []);
});

/** How far a page, or a dialog on it, runs over the side; in pixels. */
const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-dialog__body, .el-drawer__body')].map((one) => one.scrollWidth - one.clientWidth));
const still = () => document.getAnimations().every((one) => one.playState !== 'running');
const WORDS = {
  en: { make: 'Open a round', question: 'Add a question', cancel: 'Cancel', contested: 'Jiangbin Contested 1' },
  'zh-CN': { make: '发起排摸', question: '增加问题', cancel: '取消', contested: 'Jiangbin 结论不一致 1' },
};

for (const [language, words] of Object.entries(WORDS)) {
  test(`in ${language}, on a screen and on a phone, light and dark: nothing runs over the side, and everybody can use it`, async (t) => {
    const { server, unit, rooms, li, wu, zhao } = await city(t);
    const [where, second] = [id(), id()];
    const form = [{ key: 'q1', name: { en: ask.name, zh: ask.zh }, kind: 'yes_no' }, { key: 'q2', name: { en: 'Gas', zh: '燃气' }, kind: 'choice', choices: [{ value: 'c1', name: { en: 'Bottle', zh: '瓶装' } }] }];
    const note = '请核对身份证件，未登记的当场登记；无人的写明再次上门的日期。\nBring the forms back to the centre.';
    await server.admin.put(`/rounds/${where}`, round(unit.c1, { title: '江滨社区流动人口及群租房入户登记', note, due: '2020-03-01', form }));
    await server.admin.put(`/rounds/${second}`, round(unit.g3, { topic: 'fire_safety', title: 'Fire safety of shared flats' }));
    await send(li, where, verdict(rooms['g1-101'], 'empty'), verdict(rooms['g1-102'], 'nobody', { return_on: '2020-03-01', note: '邻居说晚上七点以后在家' }), verdict(rooms['g1-201'], 'seen', { people: 2, answers: { q1: true, q2: 'c1' } }), verdict(rooms['g1-202'], 'empty'));
    await send(wu, where, verdict(rooms['g1-101'], 'seen', { people: 3, answers: { q1: false } }));
    await send(zhao, where, verdict(rooms['g2-101'], 'refused'), verdict(rooms['g2-102'], 'seen', { people: 1 }), verdict(rooms['g2-201'], 'empty'));
    for (const [width, dark] of looksIn(language, 390)) {
      const page = await openAt(t, server, '/rounds', { language, width, height: width === 390 ? 844 : 900, dark });
      const fits = async (what) => {
        await page.waitForFunction(still);
        await picture(page, `${what}-${language}-${width}-${dark ? 'dark' : 'light'}`);
        assert.ok((await page.evaluate(over)) <= 0, `${what} at ${width} runs over the side`);
        assert.deepEqual(await violations(page), [], `${what} at ${width}`);
      };
      await page.getByRole('link', { name: 'Fire safety of shared flats', exact: true }).waitFor();
      await fits('list');
      await press(page, words.make);
      await press(dialog(page), words.question);
      await fits('dialog');
      await press(dialog(page), words.cancel);
      await dialog(page).waitFor({ state: 'hidden' });
      await page.goto(`${server.url}/rounds/${where}`);
      await figure(page, words.contested).waitFor();
      await fits('round');
      await page.goto(`${server.url}/rounds/${where}?unit=${unit.g1}&state=rooms`);
      await page.locator('tbody tr', { hasText: 'H-g1' }).first().waitFor();
      await fits('rooms');
      await page.goto(`${server.url}/rounds/${where}?unit=${unit.g1}&state=contested&room=${rooms['g1-101']}`);
      await dialog(page).getByRole('article').nth(1).waitFor();
      await fits('drawer');
      assert.deepEqual(page.complaints, []);
    }
  });
}
