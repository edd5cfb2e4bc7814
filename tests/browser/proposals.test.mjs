// Who may be one person, as imports found, before the real server: a list is taken in, its pairs are looked at one after the other
// and decided by a key each, by several people at once; who may not decide looks on; in both languages, on a screen and on a phone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { cityOf, housesIn } from '../flow/support/city.mjs';
import { id, password, repository } from '../flow/support/ward.mjs';
import { browserFor, openLoggedIn, violations } from './console.mjs';

const browser = browserFor(test);
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First grid,grid,c1\ng2,Second grid,grid,c1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng2,Zhao,10000000003,member\n';
const head = 'premises,room,name,birth,phone,document kind,document number,document country\n';
const PEOPLE = [['李静', '1990-01-01'], ['王芳', '1985-03-07'], ['Amina Yusuf Abdallah', '1979-11-30'], ['张伟', '1962-06-16']];
/** The same people in two lists, each time with another passport: nothing but a person can tell. */
const list = (house, digit) => head + PEOPLE.map(([name, birth], i) => `${house},101,${name},${birth},,护照,E1234${digit}${i}${digit}7,中国\n`).join('');

async function city(t) {
  const { server, unit } = await cityOf(t, { units, members }, { server: { web: join(repository, 'web/dist') } });
  await housesIn(server, unit, ['g1', 'g2'], ['101']);
  server.lay = async (body) => (await server.admin.call('POST', '/residents/import?dry_run=false', { body, headers: { 'Content-Type': 'text/csv' } })).body;
  server.open = async () => (await server.admin.get('/residents/proposals')).items;
  server.names = async () => (await server.open()).map((one) => one.person.name); // of one list, in whatever order
  server.decided = async () => (await server.admin.get('/journal?type=resident.decided')).items.map((one) => one.payload.decision);
  return server;
}
/** Both lists are in: four pairs wait. */
async function waiting(t) {
  const server = await city(t);
  await server.lay(list('H-g1', 1));
  assert.equal((await server.lay(list('H-g2', 2))).proposals, PEOPLE.length);
  return server;
}

const openAt = (t, server, path, options) => openLoggedIn(t, browser(), server, path, options);
const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const footer = (page) => page.locator('.el-dialog__footer:visible');
const pair = (page, name) => page.getByRole('article', { name: `${name} and ${name}` });
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);

test('a list is read first, its faults are said row by row, and from what was stored a link leads to who may be one person', async (t) => {
  const server = await city(t);
  await server.lay(list('H-g1', 1));
  const page = await openAt(t, server, '/residents');
  await press(page, 'Import a list');
  await page.setInputFiles('#i-file', { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') });
  await press(footer(page), 'Read the file');
  await page.locator('.el-dialog [role=alert]').filter({ hasText: /\S/ }).waitFor();
  await page.setInputFiles('#i-file', { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(`${list('H-g2', 2)}H-g9,101,Nobody,,,,,\n`) });
  await press(footer(page), 'Read the file');
  await page.getByText('Row 6').waitFor();
  await page.getByText('New, and perhaps known already').waitFor();
  assert.equal((await server.open()).length, 0, 'only read');
  await press(footer(page), 'Store the rows that are well');
  await page.getByText('The list is stored. New people: 4. Merged into people found: 0. New tenancies: 4.').waitFor();
  await page.getByRole('link', { name: 'Look at them now' }).click();
  await page.getByText('Pair 1 of 4 to be decided').waitFor();
  assert.deepEqual(page.complaints.filter((text) => !/400/.test(text)), []);
});

test('pairs are decided by a key each, the next one follows, what is put off comes again', async (t) => {
  const server = await waiting(t);
  const [first, second, third, fourth] = await server.names();
  const page = await openAt(t, server, '/residents/proposals');
  await pair(page, first).getByText('Both have a valid document of the same kind, with different numbers.').waitFor();
  const row = (name) => page.locator('tr', { has: page.getByRole('rowheader', { name }) });
  assert.match(await row('Date of birth').textContent(), /(\w{3} \d+, \d{4})\1.*speaks for one person/);
  assert.match(await row('Document').textContent(), /ending in 2\d27.*ending in 1\d17.*speaks for two people/);
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('They are two people').waitFor();
  await page.keyboard.press('2'); // in a dialog a key decides nothing
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('ArrowRight');
  await pair(page, second).waitFor();
  await page.getByText('Pair 2 of 4 to be decided').waitFor();
  await page.keyboard.down('2');
  await page.keyboard.down('2'); // held down
  await page.keyboard.up('2');
  await page.getByText(`${second} and ${second} are two people.`).waitFor();
  await pair(page, third).waitFor();
  await page.getByText('Pair 2 of 3 to be decided').waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'pair');
  await page.keyboard.press('1');
  await page.getByText(`${third} and ${third} are one person now.`).waitFor();
  await pair(page, fourth).waitFor();
  await press(page, 'They are two people');
  await pair(page, first).waitFor();
  await page.getByText('Pair 1 of 1 to be decided').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Later' }).count(), 0, 'there is no other one');
  await page.getByRole('button', { name: 'They are one person' }).dblclick();
  await page.getByText(/^Nothing is to be decided/).waitFor();
  assert.deepEqual([await server.open(), await server.decided()], [[], ['merged', 'different', 'merged', 'different']]);
  await page.getByRole('link', { name: 'To the person' }).click();
  await page.getByRole('heading', { level: 1, name: `Resident: ${first}` }).waitFor();
  await page.getByRole('button', { name: 'Undo the merger' }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('somebody was first: it is told, and the next pair follows; who may not decide looks on', async (t) => {
  const server = await waiting(t);
  const page = await openAt(t, server, '/residents/proposals');
  const [first, second, third, fourth] = await server.open();
  await pair(page, first.person.name).waitFor();
  await server.admin.put(`/residents/proposals/${first.id}`, { decision: 'different' });
  await page.keyboard.press('1');
  await page.getByText('Somebody decided otherwise before; merge or un-merge the people themselves.').waitFor();
  await pair(page, second.person.name).waitFor();
  await server.admin.put(`/residents/proposals/${second.id}`, { decision: 'merged' });
  await page.keyboard.press('1'); // the same decision is once
  await pair(page, third.person.name).waitFor();

  await server.admin.put(`/users/${id()}`, { name: 'reader', role: 'auditor', password });
  const reader = await openAt(t, server, '/residents/proposals', { as: 'reader' });
  await reader.getByText('The centre decides; here you see what waits.').waitFor();
  assert.equal(await reader.getByRole('button', { name: 'They are one person' }).count(), 0);
  await reader.keyboard.press('1');
  await reader.keyboard.press('ArrowRight');
  await pair(reader, fourth.person.name).waitFor();
  await reader.goto(`${server.url}/residents`);
  await reader.locator('main h1').waitFor();
  assert.equal(await reader.getByRole('button', { name: 'Import a list' }).count(), 0);
  assert.equal((await server.open()).length, 2);
  const zhao = await openAt(t, server, '/residents', { as: 'zhao' });
  assert.equal(await zhao.getByRole('link', { name: 'Who may be one person' }).count(), 0, 'a member sees no proposals');
  assert.deepEqual([...page.complaints.filter((text) => !/409/.test(text)), ...reader.complaints, ...zhao.complaints], []);
});

/** How far a page, or a dialog on it, runs over the side; in pixels. */
const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-dialog__body')].map((one) => one.scrollWidth - one.clientWidth));
const still = () => document.getAnimations().every((one) => one.playState !== 'running');
const WORDS = { en: { import: 'Import a list', read: 'Read the file' }, 'zh-CN': { import: '导入名册', read: '读取文件' } };

for (const [language, words] of Object.entries(WORDS)) {
  test(`in ${language}, on a screen and on a phone, light and dark: nothing runs over the side, and everybody can use it`, async (t) => {
    const server = await waiting(t);
    const latin = (await server.names()).findIndex((name) => /^Amina/.test(name));
    for (const [width, dark] of [[1440, language === 'en'], [390, language !== 'en'], [320, language === 'en']]) {
      const page = await openAt(t, server, '/residents/proposals', { language, width, height: width < 1000 ? 844 : 900, dark });
      const fits = async (what) => {
        await page.waitForFunction(still);
        await picture(page, `${what}-${language}-${width}-${dark ? 'dark' : 'light'}`);
        assert.ok((await page.evaluate(over)) <= 0, `${what} at ${width} runs over the side`);
        assert.deepEqual(await violations(page), [], `${what} at ${width}`);
        assert.doesNotMatch(await page.textContent('body'), /\{\w+\}|undefined|NaN/, what);
      };
      await page.getByRole('article').waitFor();
      await fits('pair');
      for (let i = 0; i < latin; ++i) await page.keyboard.press('j');
      await page.locator('h2', { hasText: 'Amina' }).waitFor();
      await fits('pair-latin');
      await page.goto(`${server.url}/residents`);
      await press(page, words.import);
      await page.setInputFiles('#i-file', { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(`${list('H-g2', 3)}H-g9,101,Nobody,,,,,\n`) });
      await press(footer(page), words.read);
      await page.locator('.faults').waitFor();
      await fits('import');
      assert.deepEqual(page.complaints, []);
    }
  });
}
