// Arrivals in the console, before the real server: declared on the page of a house, by a link and by a list; taken step by step by the
// grid; looked into number by number; the rules by region; in both languages, on a screen and on a phone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { Api } from '../flow/support/api.mjs';
import { cityOf, housesIn } from '../flow/support/city.mjs';
import { id, password, repository } from '../flow/support/ward.mjs';
import { browserFor, looksIn, openLoggedIn, violations } from './console.mjs';

const browser = browserFor(test);
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First grid,grid,c1\ng2,Second grid,grid,c1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\ng2,Zhao,10000000003,member\n';

async function city(t) {
  const made = await cityOf(t, { units, members }, { server: { web: join(repository, 'web/dist') } });
  return { ...made, ...(await housesIn(made.server, made.unit, ['g1', 'g2'], ['101', '102'])) };
}
const hours = (count) => new Date(Date.now() + count * 3600e3).toISOString();
const person = (name, more = {}) => ({ id: id(), name, ...more });
const coming = (premises, persons, more = {}) => ({
  premises, source: 'grid', arrives_at: hours(20), carrier: 'train', vehicle: 'G1321', stays: [{ region: '420106' }], persons, version: 0, ...more,
});
const step = (name, persons, more = {}) => ({ id: id(), step: name, persons: persons.map((one) => one.id), ...more });
const observing = (regions, more = {}) => ({ regions, from: '2020-01-01', kind: 'central', days: 14, why: { en: 'Many cases there.', zh: '当地病例较多。', ko: '그 지역에 환자가 많습니다.' }, basis: 'Notice 3', ...more });
const rules = { version: 0, overdue_after_hours: 12, rules: [observing(['420000']), observing(['KOR', 'ITA'], { kind: null, days: 0 })] };

const openAt = (t, server, path, options) => openLoggedIn(t, browser(), server, path, options);
const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const dialog = (page, name) => page.getByRole('dialog', { name, exact: true });
const footer = (page) => page.locator('.el-dialog__footer:visible');
const figure = (page, name) => page.getByRole('link', { name, exact: true });
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);

test('somebody is declared on the page of a house, and the grid takes them step by step into the register', async (t) => {
  const { server, houses } = await city(t);
  await server.admin.put('/declarations/rules', rules);
  const page = await openAt(t, server, `/premises/${houses.g1}`, { as: 'li' });
  await page.getByText(/^Nobody is expected here/).waitFor();
  assert.equal(await page.getByRole('button', { name: 'List of an enterprise' }).count(), 0, 'a member imports no lists');
  await press(page, 'Declare an arrival');
  await press(footer(page), 'Declare an arrival');
  await page.getByText('Enter the name.').waitFor();
  await page.fill('#person-0-name', '王小明');
  await press(page, 'Another person');
  await page.fill('#person-1-name', 'Mohammed al-Sayed');
  await page.fill('#person-1-phone', '13900000001');
  await press(footer(page), 'Declare an arrival');
  await page.getByText('Choose the place.').waitFor();
  await page.fill('#stay-0', 'wuhan');
  await page.getByRole('option', { name: 'Wuhan, Hubei · 420100' }).click();
  await press(footer(page), 'Declare an arrival');
  await page.getByText('Give the day and the hour.').waitFor();
  await page.fill('#declare-at', `${new Date(Date.now() + 86400e3).toISOString().slice(0, 10)} 14:30`);
  await page.keyboard.press('Enter');
  await page.fill('#declare-vehicle', 'G1321');
  await press(footer(page), 'Declare an arrival');
  await page.getByText('Declared.').waitFor();
  const { items: [declared] } = await server.admin.get('/declarations');
  assert.deepEqual([declared.source, declared.stays[0].region, declared.persons.map((one) => one.name), new Date(declared.arrives_at).getUTCHours()], ['grid', '420100', ['王小明', 'Mohammed al-Sayed'], 6]);

  await page.getByRole('link', { name: /: the whole declaration$/ }).click();
  const drawer = page.locator('.el-drawer');
  await drawer.getByText('Central isolation, 14 days').waitFor();
  await drawer.getByText('In other languages: 2').click();
  await drawer.getByText('그 지역에 환자가 많습니다.').waitFor();
  await press(drawer, 'Arrived');
  await page.locator('.el-checkbox', { hasText: '王小明' }).click();
  await press(footer(page), 'Arrived');
  await drawer.getByRole('article', { name: 'Mohammed al-Sayed' }).getByText('Arrived').waitFor();
  await drawer.getByRole('article', { name: '王小明' }).getByText('Expected').waitFor();
  await press(drawer, 'Did not come');
  await press(footer(page), 'Did not come');
  await page.getByText('Say why.').waitFor();
  await page.fill('#step-note', 'The phone is off.');
  await press(footer(page), 'Did not come');
  await drawer.getByText('The phone is off.').waitFor();
  await press(drawer, 'Verify');
  await press(footer(page), 'Verify');
  await press(drawer, 'Observe');
  await page.locator('#step-room').click();
  await page.getByRole('option', { name: '102' }).click();
  await press(footer(page), 'Observe');
  await drawer.getByText(/^Central isolation, from/).first().waitFor();
  await press(drawer, 'Release');
  await press(footer(page), 'Release');
  await page.getByText(/^The observation of Mohammed al-Sayed ends on/).waitFor();
  await press(footer(page), 'Cancel');
  await drawer.getByRole('link', { name: 'Mohammed al-Sayed in the register' }).click();
  await page.waitForURL(/\/residents\//);
  await page.getByRole('heading', { level: 1, name: 'Mohammed al-Sayed' }).waitFor();
  assert.deepEqual(page.complaints.filter((text) => !/409|400/.test(text)), []);
});

test('a link is made for a person, who then stands on the page of the house; taken back it leads nowhere', async (t) => {
  const { server, houses } = await city(t);
  const page = await openAt(t, server, `/premises/${houses.g1}`);
  await press(page, 'Link for the person');
  await page.locator('#invite-room').click();
  await page.getByRole('option', { name: '101' }).click();
  await press(footer(page), 'Make the link');
  await page.getByRole('img', { name: 'QR code of the link' }).waitFor();
  await picture(page, 'link');
  const link = await page.getByRole('link', { name: /\/d\/#[0-9a-f]{64}$/ }).textContent();
  const code = link.trim().split('#')[1];
  const guest = new Api(server.url);
  assert.equal((await guest.post('/public/declarations/look', { code })).room, '101');
  const declaration = { arrives_at: hours(30), carrier: 'plane', vehicle: 'OZ359', stays: [{ region: 'KOR' }], language: 'ko', persons: [person('김민수', { nationality: 'KOR' })], version: 0 };
  await guest.post('/public/declarations', { code, declaration });
  await page.locator('tbody tr', { hasText: '김민수' }).getByText('South Korea').waitFor();
  await press(footer(page), 'Take the link back');
  await page.getByText('The link leads nowhere any more.').waitFor();
  assert.equal((await guest.call('POST', '/public/declarations/look', { body: { code } })).status, 404);
  assert.deepEqual(page.complaints, []);
});

test('a list of an enterprise is tried first, and what is well of it is stored', async (t) => {
  const { server, houses } = await city(t);
  const page = await openAt(t, server, `/premises/${houses.g1}`, { as: 'wu' });
  const day = new Date(Date.now() + 3 * 86400e3).toISOString().slice(0, 10);
  const list = `姓名,手机,来自地区,到达日期,交通方式,宿舍号\n王小明,13800000001,湖北省武汉市,${day},高铁,101\n赵一,13800000002,亚特兰蒂斯,${day},,\n`;
  await press(page, 'List of an enterprise');
  await page.setInputFiles('#i-file', { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await press(footer(page), 'Read the file');
  await page.getByText('Row 3').waitFor();
  assert.equal((await server.admin.get('/declarations')).items.length, 0, 'only tried');
  await press(footer(page), 'Store the rows that are well');
  await page.locator('tbody tr', { hasText: '王小明' }).getByText('Hubei').waitFor();
  assert.equal((await server.admin.get('/declarations')).items.length, 1);
  assert.deepEqual(page.complaints, []);
});

test('every number opens its list, nobody reloads, Back leads where one was, and who may not see persons sees numbers', async (t) => {
  const { server, unit, houses, li, zhao } = await city(t);
  const [a, b, c] = [person('Ma'), person('Zhou'), person('Sun')];
  const [first, second] = [id(), id()];
  const page = await openAt(t, server, '/declarations');
  await page.getByText(/^Nobody has been declared here yet\./).waitFor();
  await li.put(`/declarations/${first}`, coming(houses.g1, [a, b], { arrives_at: hours(-15) }));
  await zhao.put(`/declarations/${second}`, coming(houses.g2, [c], { source: 'found', arrives_at: hours(-1) }));
  await page.getByText('2 awaited, 2 of them overdue (100 %)').first().waitFor({ timeout: 30_000 });
  await page.getByRole('heading', { name: 'Yiwu: still to be dealt with' }).waitFor();
  await figure(page, 'Yiwu Found undeclared 1').click();
  await page.getByRole('heading', { name: 'Yiwu: Found undeclared' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'list');
  await page.locator('tbody tr', { hasText: 'Sun' }).getByText('Nobody: found there').waitFor();
  await figure(page, 'Choucheng Overdue 2').click();
  await page.getByRole('heading', { name: 'Choucheng: Overdue' }).waitFor();
  const [{ incident }] = (await li.get('/declarations?state=overdue')).items;
  assert.equal(await page.getByRole('link', { name: 'Overdue: incident' }).getAttribute('href'), `/incidents/${incident}`);
  await li.post(`/declarations/${first}/steps`, step('meet', [a, b]));
  await page.getByText('Nobody here is so far.').waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Yiwu: Found undeclared' }).waitFor();
  await page.getByRole('group', { name: /Yiwu: its 1 units/ }).getByRole('button', { name: /Choucheng/ }).click();
  await page.getByRole('heading', { level: 2, name: 'Choucheng', exact: true }).waitFor();
  await press(page.getByRole('navigation', { name: 'Where in the tree' }), 'Yiwu');
  await page.getByRole('heading', { level: 2, name: 'Yiwu', exact: true }).waitFor();
  await page.goto(`${server.url}/declarations?unit=${unit.g1}&declaration=${first}`);
  await page.locator('.el-drawer').getByRole('article', { name: 'Zhou' }).waitFor();

  await server.admin.put(`/users/${id()}`, { name: 'platform', role: 'market_supervision', password });
  const reader = await openAt(t, server, '/declarations?state=arrived', { as: 'platform' });
  await reader.getByText('Nobody is awaited').first().waitFor();
  assert.equal(await reader.getByRole('link', { name: /Arrived/ }).count(), 0);
  assert.equal(await reader.getByRole('heading', { name: 'Yiwu: Arrived' }).count(), 0);
  assert.deepEqual([...page.complaints, ...reader.complaints], []);
});

test('the rules are set as a whole, tried before they are saved, kept by version, and nobody overwrites unseen what somebody else saved', async (t) => {
  const { server } = await city(t);
  const page = await openAt(t, server, '/declarations/rules');
  await page.getByText(/^No rules are set/).waitFor();
  await press(page, 'Change the rules');
  await press(page, 'Add a rule');
  await press(page, 'Save all rules');
  await page.getByText('Rule 1 needs a region.').waitFor();
  await page.fill('#rule-1-regions', '湖北');
  await page.getByRole('option', { name: 'Hubei · 420000' }).click();
  await page.keyboard.press('Escape');
  await page.fill('#rule-1-from', '2020-02-01');
  await page.keyboard.press('Enter');
  await page.locator('.el-select:has(#rule-1-kind)').click();
  await page.getByRole('option', { name: 'Central isolation' }).click();
  await page.fill('#rule-1-days', '14');
  await page.fill('#rule-1-zh', '当地病例较多。');
  await page.fill('#rule-1-en', 'Many cases there.');
  await page.locator('.el-select:has(#rule-1-language)').click();
  await page.getByRole('option', { name: 'Korean' }).click();
  await page.fill('#rule-1-ko', '그 지역에 환자가 많습니다.');
  await page.fill('#stay-0', 'HKG');
  await page.getByRole('option', { name: 'Hong Kong · 810000' }).waitFor(); // as the server matches it
  await page.fill('#stay-0', '420106');
  await page.getByRole('option', { name: 'Wuhan, Hubei · 420106' }).click();
  await page.getByRole('status').getByText('Central isolation, 14 days').waitFor();

  // The centre saves first: what was typed stays, what was not touched is as it is now.
  await server.admin.put('/declarations/rules', { ...rules, overdue_after_hours: 6 });
  await press(page, 'Save all rules');
  await page.getByText(/^Somebody else changed it meanwhile/).waitFor();
  await page.getByText('Rules: 2', { exact: true }).waitFor();
  assert.deepEqual([await page.inputValue('#overdue-after'), await page.inputValue('#rule-1-en')], ['6', 'Many cases there.']);
  await press(page, 'Save all rules');
  await page.getByText('Saved as version 2.').waitFor();
  const stored = await server.admin.get('/declarations/rules');
  assert.deepEqual([stored.overdue_after_hours, stored.rules.length, stored.rules[0].regions, stored.rules[0].kind, stored.rules[0].days, stored.rules[0].why.ko], [6, 1, ['420000'], 'central', 14, '그 지역에 환자가 많습니다.']);

  await page.goto(`${server.url}/declarations/rules?version=1`);
  await page.getByText(/^These are the rules as they were in version 1\./).waitFor();
  await page.getByText('South Korea and Italy').waitFor();
  const li = await openAt(t, server, '/declarations/rules', { as: 'li' });
  await li.getByText('Many cases there.').waitFor();
  assert.equal(await li.getByRole('button', { name: 'Change the rules' }).count(), 0, 'the centre sets them');
  assert.deepEqual([...page.complaints.filter((text) => !/409/.test(text)), ...li.complaints], []);
});

/** How far a page, or a dialog on it, runs over the side; in pixels. */
const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-dialog__body, .el-drawer__body')].map((one) => one.scrollWidth - one.clientWidth));
const still = () => document.getAnimations().every((one) => one.playState !== 'running');
const WORDS = {
  en: { declare: 'Declare an arrival', document: 'One more document', cancel: 'Cancel', overdue: 'Yiwu Overdue 1', observe: 'Observe', change: 'Change the rules', regions: 'South Korea and Italy' },
  'zh-CN': { declare: '申报来人', document: '添加证件', cancel: '取消', overdue: 'Yiwu 逾期未到 1', observe: '医学观察', change: '修改规则', regions: '韩国和意大利' },
};

for (const [language, words] of Object.entries(WORDS)) {
  test(`in ${language}, on a screen and on a phone, light and dark: nothing runs over the side, and everybody can use it`, async (t) => {
    const { server, rooms, houses, li, zhao } = await city(t);
    await server.admin.put('/declarations/rules', rules);
    const family = ['王建国', '李秀英', 'Mohammed al-Sayed', 'محمد السيد', '王小明', '王小红'].map((name, i) => person(name, i === 0 ? { phones: ['13900000001'], birth: '1984-02-19', documents: [{ kind: 'passport', country: 'KOR', number: 'M12345678' }] } : {}));
    const first = id();
    await li.put(`/declarations/${first}`, coming(houses.g1, family, { room: rooms['g1-101'], stays: [{ region: '420106' }, { region: 'ITA', left_on: new Date(Date.now() - 3 * 86400e3).toISOString().slice(0, 10) }], note: '行李较多，请安排车辆。\nTwo children.' }));
    await li.post(`/declarations/${first}/steps`, step('prepare', []));
    await li.post(`/declarations/${first}/steps`, step('meet', family.slice(0, 4)));
    await li.post(`/declarations/${first}/steps`, step('verify', family.slice(0, 3)));
    const [today, until] = [0, 14].map((days) => new Date(Date.now() + days * 86400e3).toISOString().slice(0, 10));
    await li.post(`/declarations/${first}/steps`, step('observe', family.slice(0, 2), { observation: { kind: 'central', from: today, until }, room: rooms['g1-101'], note: '体温正常' }));
    await li.put(`/declarations/${id()}`, coming(houses.g1, [person('赵一')], { source: 'found', arrives_at: hours(-3), carrier: 'other', vehicle: '' }));
    await zhao.put(`/declarations/${id()}`, coming(houses.g2, [person('김민수')], { arrives_at: hours(-20), carrier: 'plane', vehicle: 'OZ359', stays: [{ region: 'KOR' }] }));
    await zhao.put(`/declarations/${id()}`, coming(houses.g2, Array.from({ length: 9 }, (_, i) => person(`员工${i + 1}`)), { carrier: 'coach', stays: [{ region: '530100' }] }));
    for (const [width, dark] of looksIn(language, 390)) {
      const page = await openAt(t, server, '/declarations', { language, width, height: width === 390 ? 844 : 900, dark });
      const fits = async (what) => {
        await page.waitForFunction(still);
        await picture(page, `${what}-${language}-${width}-${dark ? 'dark' : 'light'}`);
        assert.ok((await page.evaluate(over)) <= 0, `${what} at ${width} runs over the side`);
        assert.deepEqual(await violations(page), [], `${what} at ${width}`);
      };
      await figure(page, words.overdue).waitFor({ timeout: 20_000 });
      await page.locator('tbody tr', { hasText: '김민수' }).waitFor();
      await fits('numbers');
      await page.goto(`${server.url}/declarations?declaration=${first}`);
      await page.locator('.el-drawer').getByRole('article').nth(5).waitFor();
      await fits('drawer');
      await press(page.locator('.el-drawer'), words.observe);
      await page.locator('#step-note').waitFor();
      await fits('step');
      await page.goto(`${server.url}/premises/${houses.g1}`);
      await page.locator('tbody tr', { hasText: '赵一' }).waitFor();
      await fits('house');
      await press(page, words.declare);
      await press(page, words.document);
      await fits('declare');
      await page.goto(`${server.url}/declarations/rules`);
      await page.getByText(words.regions).waitFor();
      await fits('rules');
      await press(page, words.change);
      await page.locator('#rule-2-regions').waitFor();
      await fits('editor');
      assert.deepEqual(page.complaints, []);
    }
  });
}
