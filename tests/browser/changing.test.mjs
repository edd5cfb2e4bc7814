// What was declared is changed before anybody comes, before the real server: by two people at once, and by one while somebody else
// meets the persons; what the form does not show stays as it was; in both languages, on a screen and on a phone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { Api } from '../flow/support/api.mjs';
import { cityOf, housesIn } from '../flow/support/city.mjs';
import { id, password, repository } from '../flow/support/ward.mjs';
import { browserFor, openLoggedIn, violations } from './console.mjs';

const browser = browserFor(test);
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First grid,grid,c1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\n';

async function city(t) {
  const made = await cityOf(t, { units, members }, { server: { web: join(repository, 'web/dist') } });
  return { ...made, ...(await housesIn(made.server, made.unit, ['g1'], ['101', '102'])) };
}
const hours = (count) => new Date(Date.now() + count * 3600e3).toISOString();
const person = (name, more = {}) => ({ id: id(), name, ...more });
const wang = () => person('王小明', { birth: '1984-02-19', spellings: ['Wang Xiaoming'], nationality: 'CHN', phones: ['13900000001', '13800000000'], documents: [{ kind: 'passport', country: 'KOR', number: 'M12345678' }] });
const coming = (premises, persons, more = {}) => ({
  premises, source: 'grid', arrives_at: hours(20), carrier: 'train', vehicle: 'G1321', stays: [{ region: '420106' }], language: 'zh', persons, version: 0, ...more,
});
const openAt = (t, server, path, options) => openLoggedIn(t, browser(), server, path, options);
const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const footer = (page) => page.locator('.el-dialog__footer:visible');
const dialog = (page) => page.locator('.el-dialog:visible');
const drawer = (page) => page.locator('.el-drawer');
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled' }) : undefined);

test('somebody is added, another hour is given, and what the form does not show stays', async (t) => {
  const { server, houses, rooms, li } = await city(t);
  const one = id();
  await li.put(`/declarations/${one}`, coming(houses.g1, [wang()]));
  const before = await li.get(`/declarations/${one}`);
  const page = await openAt(t, server, `/declarations?declaration=${one}`, { as: 'li' });
  await press(drawer(page), 'Change what was declared');
  assert.equal(await page.inputValue('#person-0-name'), '王小明');
  await dialog(page).getByText('Passport of South Korea, ending in 5678').waitFor();
  await page.fill('#person-0-name', ' ');
  await press(footer(page), 'Save');
  await dialog(page).getByText('Enter the name.').waitFor();
  await page.fill('#person-0-name', '王晓明');
  await press(dialog(page), 'Another person');
  await page.fill('#person-1-name', 'Mohammed al-Sayed');
  await dialog(page).getByRole('button', { name: 'One more document' }).nth(1).click();
  await page.fill('#person-1-document-0', '110105194912310021');
  await press(footer(page), 'Save');
  await dialog(page).locator('fieldset', { hasText: 'Person 2' }).locator('[role=alert]').waitFor(); // the check character does not fit
  await page.fill('#person-1-document-0', '11010519491231002x');
  await page.locator('.el-select:has(#declare-room)').click();
  await page.getByRole('option', { name: '102' }).click();
  await press(footer(page), 'Save');
  await page.getByText('Changed.').waitFor();
  await drawer(page).getByRole('article', { name: 'Mohammed al-Sayed' }).getByText('Resident identity card, ending in 002X').waitFor();
  const now = await li.get(`/declarations/${one}`);
  assert.deepEqual([now.version, now.room.id, now.arrives_at, now.language, now.vehicle], [2, rooms['g1-102'], before.arrives_at, 'zh', 'G1321']);
  const { name, birth, spellings, nationality, phones, documents } = now.persons[0];
  assert.deepEqual([name, birth, spellings, nationality, phones, documents.map((each) => each.last)], ['王晓明', '1984-02-19', ['Wang Xiaoming'], 'CHN', ['13900000001', '13800000000'], ['5678']]);
  assert.deepEqual(page.complaints.filter((text) => !/400/.test(text)), []);
});

test('two people at one declaration: the later one sees what the other saved, and loses nothing', async (t) => {
  const { server, houses, li } = await city(t);
  const one = id();
  const first = wang();
  await li.put(`/declarations/${one}`, coming(houses.g1, [first]));
  const page = await openAt(t, server, `/declarations?declaration=${one}`);
  await press(drawer(page), 'Change what was declared');
  await page.fill('#declare-note', 'Two bags');
  await page.fill('#declare-vehicle', 'G7');
  const theirs = { ...first, documents: [{ kind: 'passport', country: 'KOR', last: '5678' }] };
  await li.put(`/declarations/${one}`, coming(houses.g1, [theirs, person('Zhou')], { carrier: 'car', vehicle: '浙G12345', version: 1 }));
  await press(footer(page), 'Save');
  await dialog(page).getByText(/^Somebody else changed it meanwhile/).waitFor();
  await dialog(page).getByText('浙G12345').waitFor();
  assert.deepEqual([await page.inputValue('#declare-note'), await page.inputValue('#declare-vehicle'), await page.inputValue('#person-1-name')], ['Two bags', 'G7', 'Zhou']);
  await press(footer(page), 'Save');
  await page.getByText('Changed.').waitFor();
  const now = await li.get(`/declarations/${one}`);
  assert.deepEqual([now.version, now.note, now.vehicle, now.carrier, now.persons.map((each) => each.name)], [3, 'Two bags', 'G7', 'car', ['王小明', 'Zhou']]);
  assert.deepEqual(page.complaints.filter((text) => !/409/.test(text)), []);
});

test('once somebody has come nothing is changed any more: it is said, with how far each of them is', async (t) => {
  const { server, houses, li } = await city(t);
  const one = id();
  const [a, b] = [person('Ma'), person('Zhou')];
  await li.put(`/declarations/${one}`, coming(houses.g1, [a, b]));
  const page = await openAt(t, server, `/declarations?declaration=${one}`);
  await press(drawer(page), 'Change what was declared');
  await page.fill('#declare-note', 'Two bags');
  await li.post(`/declarations/${one}/steps`, { id: id(), step: 'meet', persons: [a.id] });
  await press(footer(page), 'Save');
  await dialog(page).getByText(/^Somebody of it has come, or will not/).waitFor();
  assert.match(await dialog(page).locator('.begun').textContent(), /Ma\s*Arrived\s*Zhou\s*Expected/);
  assert.equal(await footer(page).getByRole('button', { name: 'Save' }).count(), 0);
  await press(footer(page), 'Close');
  await drawer(page).getByText(/^Somebody of it has come, or will not/).waitFor();
  assert.equal(await drawer(page).getByRole('button', { name: 'Change what was declared' }).count(), 0);

  // Whom nobody may change here: who declared themselves, by a link, and whoever only reads.
  const invitation = await server.admin.put(`/invitations/${id()}`, { premises: houses.g1, room: null });
  const { source: _, premises: __, ...declaration } = coming(houses.g1, [person('김민수')]);
  await new Api(server.url).post('/public/declarations', { code: invitation.code, declaration });
  await page.goto(`${server.url}/declarations?declaration=${invitation.id}`);
  await drawer(page).getByText('The person declared this: with the link they can change it until they come.').waitFor();
  await server.admin.put(`/users/${id()}`, { name: 'reader', role: 'auditor', password });
  const reader = await openAt(t, server, `/declarations?declaration=${one}`, { as: 'reader' });
  await drawer(reader).getByRole('article', { name: 'Zhou' }).waitFor();
  assert.equal(await drawer(reader).getByText(/^Somebody of it has come/).count(), 0);
  assert.deepEqual([...page.complaints.filter((text) => !/409/.test(text)), ...reader.complaints], []);
});

/** How far a page, or a dialog on it, runs over the side; in pixels. */
const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-dialog__body, .el-drawer__body')].map((one) => one.scrollWidth - one.clientWidth));
const still = () => document.getAnimations().every((one) => one.playState !== 'running');
const WORDS = { en: { change: 'Change what was declared', save: 'Save' }, 'zh-CN': { change: '修改申报内容', save: '保存' } };

for (const [language, words] of Object.entries(WORDS)) {
  test(`in ${language}, on a screen and on a phone, light and dark: nothing runs over the side, and everybody can use it`, async (t) => {
    const { server, houses, rooms, li } = await city(t);
    for (const [width, dark] of [[1440, language === 'en'], [390, language !== 'en'], [320, language === 'en']]) {
      const one = id();
      const [a, b] = [wang(), person('Abdelrahman Mohamed Abdallah El Sharkawy')];
      const kept = { ...a, documents: [{ kind: 'passport', country: 'KOR', last: '5678' }] };
      await li.put(`/declarations/${one}`, coming(houses.g1, [a, b], { room: rooms['g1-101'] }));
      const page = await openAt(t, server, `/declarations?declaration=${one}`, { language, width, height: width < 1000 ? 844 : 900, dark });
      const fits = async (what) => {
        await page.waitForFunction(still);
        await picture(page, `${what}-${language}-${width}-${dark ? 'dark' : 'light'}`);
        assert.ok((await page.evaluate(over)) <= 0, `${what} at ${width} runs over the side`);
        assert.deepEqual(await violations(page), [], `${what} at ${width}`);
        assert.doesNotMatch(await page.textContent('body'), /\{\w+\}|undefined|NaN/, what);
      };
      await drawer(page).getByRole('article').nth(1).waitFor();
      await fits('changeable');
      await press(drawer(page), words.change);
      await page.fill('#declare-note', 'Two bags');
      await fits('change');
      await li.put(`/declarations/${one}`, coming(houses.g1, [kept, { ...b, phones: ['13800000007'] }], { room: rooms['g1-101'], note: '行李较多，请安排车辆。', stays: [{ region: '420106', left_on: null }, { region: '810000', left_on: null }], version: 1 }));
      await press(footer(page), words.save);
      await dialog(page).locator('.meanwhile').scrollIntoViewIfNeeded();
      await fits('meanwhile');
      await li.post(`/declarations/${one}/steps`, { id: id(), step: 'meet', persons: [a.id] });
      await press(footer(page), words.save);
      await dialog(page).locator('.begun').waitFor();
      await fits('begun');
      assert.deepEqual(page.complaints.filter((text) => !/409/.test(text)), []);
    }
  });
}
