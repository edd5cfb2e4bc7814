// Enterprises going back to work in the console, before the real server: applied for, looked at, approved by stages, reported
// day by day, closed; by whose step it is; in both languages, on a screen and on a phone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { cityOf } from '../flow/support/city.mjs';
import { id, passage, password, repository } from '../flow/support/ward.mjs';
import { browserFor, looksIn, openLoggedIn, violations } from './console.mjs';

const browser = browserFor(test);
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First grid,grid,c1\ng2,Second grid,grid,c1\ne1,Zippers,enterprise,g1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\ng1,Chen,10000000004,member\ne1,Chen,10000000004,commander\n';
const code = '91350100M000100Y43';

const day = (from_today = 0) => new Date(Date.now() + 8 * 3600e3 + from_today * 86400e3).toISOString().slice(0, 10); // in Shanghai
const plan = {
  resume_on: day(), workers: [{ region: '湖北省', count: 20 }, { region: '330000', count: 60 }, { region: 'KOR', count: 2 }], masks: 2000, masks_a_day: 160, thermometers: 4,
  isolation_rooms: 2, canteen: 'staggered', disinfection: 'Twice a day.', responsible: 'Chen', phone: '10000000004',
};

async function city(t) {
  const made = await cityOf(t, { units, members }, { server: { web: join(repository, 'web/dist') } });
  await made.server.admin.put(`/users/${id()}`, { name: 'market', role: 'market_supervision', password });
  return { ...made, market: await made.server.login('market') };
}
const step = (api, where, name, more) => api.post(`/enterprises/${where}/${['apply', 'withdraw', 'check'].includes(name) ? 'steps' : 'decisions'}`, { id: id(), step: name, ...more });
const put = (api, where, more) => api.put(`/enterprises/${where}`, { name: 'Zippers', kind: 'factory', credit_code: code, version: 0, ...more });

const openAt = (t, server, path, options) => openLoggedIn(t, browser(), server, path, options);
const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const dialog = (page) => page.locator('.el-overlay-dialog:visible, .el-drawer:visible');
const send = (page, name) => press(dialog(page).locator('.el-dialog__footer'), name);
const offered = (page) => page.locator('section.state').getByRole('button').allTextContents();
const number = (page, name) => page.getByRole('link', { name, exact: true });
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);
async function choose(page, field, words, option) {
  await page.locator(field).fill(words);
  await page.getByRole('option', { name: option }).click();
}

test('an enterprise is written down, applies, is looked at, approved, reports too many people, and is closed', async (t) => {
  const { server } = await city(t);
  const centre = await openAt(t, server, '/enterprises');
  await centre.getByText(/^No enterprise is written down here yet\./).waitFor();
  await press(centre, 'Add an enterprise');
  await centre.fill('#enterprise-name', 'Zippers');
  await send(centre, 'Save');
  await dialog(centre).getByText('Choose the unit.').waitFor();
  await choose(centre, '#enterprise-unit', 'e1', /Zippers/);
  await centre.fill('#enterprise-code', '91350100M000100Y44');
  await send(centre, 'Save');
  await dialog(centre).getByRole('alert').waitFor();
  await centre.fill('#enterprise-code', code.toLowerCase());
  await send(centre, 'Save');
  await centre.getByRole('heading', { level: 1, name: 'Zippers' }).waitFor();
  await centre.getByText(/^It has not applied yet\./).waitFor();
  const at = new URL(centre.url()).pathname;

  // Its head applies, and cannot check or decide on it.
  const head = await openAt(t, server, at, { as: 'chen' });
  await head.getByRole('button', { name: 'Apply', exact: true }).waitFor();
  assert.deepEqual(await offered(head), ['Apply']);
  await press(head, 'Apply');
  await send(head, 'Apply');
  await dialog(head).getByText('Each region needs its name and how many people come from there.').waitFor();
  await choose(head, '#worker-region-1', 'Hubei', 'Hubei');
  await head.fill('#worker-count-1', '20');
  await press(dialog(head), 'Another region');
  await choose(head, '#worker-region-2', 'South', 'South Korea');
  await head.fill('#worker-count-2', '60');
  for (const [field, value] of Object.entries({ masks: 2000, masks_a_day: 160, isolation_rooms: 4, responsible: 'Chen', phone: '10000000004' })) await head.fill(`#plan-${field}`, String(value));
  await send(head, 'Apply');
  await head.getByText('12 days (2,000 in stock, 160 a day)').waitFor();
  await head.getByText('60 (75 %)').waitFor();
  assert.deepEqual(await offered(head), ['Withdraw']);

  // The grid looks: first something is missing.
  const grid = await openAt(t, server, at, { as: 'li' });
  await press(grid, 'Check');
  await dialog(grid).getByText('Not as it should be').click();
  await send(grid, 'Check');
  await dialog(grid).getByText('Say why.').waitFor();
  await grid.fill('#step-note', 'No thermometers.');
  await send(grid, 'Check');
  await grid.getByText('The grid found it not as it should be').waitFor();

  // The authority waits for the grid, which looks again.
  const market = await openAt(t, server, at, { as: 'market' });
  await market.getByText('The grid has to look first, and to find it as it should be.').waitFor();
  assert.equal(await market.getByRole('button', { name: 'Approve', exact: true }).isDisabled(), true);
  await press(grid, 'Check');
  await dialog(grid).getByText('As it should be', { exact: true }).click();
  await send(grid, 'Check');
  await grid.getByText('The grid found it as it should be').waitFor();
  await market.reload();
  await press(market, 'Approve');
  assert.equal(await market.inputValue('#cap-people'), '80');
  await market.fill('#cap-people', '40');
  await market.fill('#cap-from', day());
  await market.fill('#cap-note', 'One to a table.');
  await send(market, 'Approve');
  await market.getByText('One to a table.').first().waitFor();
  await press(market, 'Set another cap');
  await market.fill('#cap-people', '80');
  await market.fill('#cap-from', day(7));
  await send(market, 'Set another cap');
  await market.getByText(/^At most 80 people from /).waitFor();

  // More people than allowed: the trouble is shown, and can be found by its number.
  await head.reload();
  await press(head, 'Report a day');
  await send(head, 'Report');
  await dialog(head).getByText('Say how many were there; 0 on a day without work.').waitFor();
  await head.fill('#report-present', '41');
  await head.fill('#report-highest', '36,9');
  await send(head, 'Report');
  await head.getByText(/^By its last report more people were there than allowed\./).waitFor();
  await head.getByText('36.9 °C').waitFor();
  await centre.goto(`${server.url}/enterprises`);
  await number(centre, 'Choucheng, Too many people: 1').click();
  await centre.getByRole('heading', { name: 'Choucheng: Too many people' }).waitFor();
  await centre.waitForFunction(() => document.activeElement?.id === 'enterprises');
  await centre.getByRole('link', { name: 'Zippers', exact: true }).last().waitFor();
  await centre.getByRole('searchbox').or(centre.getByLabel('Beginning of the name or credit code')).first().fill('9135');
  await centre.waitForURL(/q=9135/);
  await centre.getByRole('row', { name: /Zippers.*Too many people/ }).getByRole('link').click();

  await press(centre, 'Close');
  await send(centre, 'Close');
  await dialog(centre).getByText('Say why.').waitFor();
  await centre.fill('#step-reason', 'Too many people twice.');
  await send(centre, 'Close');
  await centre.getByText(/^It may not work\. It opens again once/).waitFor();
  assert.equal(await centre.getByRole('button', { name: 'Reopen', exact: true }).isDisabled(), true);
  assert.deepEqual(await centre.locator('ol li b').allTextContents(), ['Closed', 'Set another cap', 'Approved', 'Checked: as it should be', 'Checked: not as it should be', 'Applied']);
  const complaints = [centre, head, grid, market].flatMap((page) => page.complaints);
  assert.deepEqual(complaints.filter((text) => !/400/.test(text)), [], 'but of the credit code that was wrong');
});

const list = (rows) => ({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(`统一社会信用代码,单元编号,企业名称,行业\n${rows.join('\n')}\n`) });
const bad = [',g9,Nowhere,商店', '91350100M000100Y44,g2,Mistyped,', ',g2,Castle,城堡'];

test('a list is read, its bad rows are named, it is stored, and the page shows what came with it', async (t) => {
  const { server, unit } = await city(t);
  await put(server.admin, id(), { unit: unit.e1 });
  const page = await openAt(t, server, '/enterprises');
  await number(page, 'Yiwu, Not applied: 1').waitFor();
  await press(page, 'Import a list');
  assert.equal(await dialog(page).getByRole('button', { name: 'Read the file' }).isDisabled(), true);
  await page.setInputFiles('#i-file', list([`${code},,Zippers and buttons,`, ',g2,Corner shop,商店', ...bad]));
  await send(page, 'Read the file');
  await dialog(page).getByText('There is no unit g9.').waitFor();
  assert.deepEqual(await dialog(page).locator('.faults b').allTextContents(), ['Row 4', 'Row 5', 'Row 6']);
  await dialog(page).getByText('"城堡" is no kind of enterprise.').waitFor();
  assert.equal((await server.admin.get('/enterprises')).items.length, 1, 'nothing is stored yet');
  await page.setInputFiles('#i-file', list([`${code},,Zippers and buttons,`, ',g2,Corner shop,商店']));
  await send(page, 'Read the file');
  await send(page, 'Store');
  await dialog(page).waitFor({ state: 'hidden' });
  await number(page, 'Yiwu, Not applied: 2').waitFor();
  await page.getByRole('link', { name: 'Zippers and buttons', exact: true }).waitFor();
  await page.getByRole('row', { name: /Corner shop.*Shop.*Second grid/ }).waitFor();

  await press(page, 'Import a list');
  await page.setInputFiles('#i-file', list([',g2,Corner shop,商店']));
  await send(page, 'Read the file');
  await dialog(page).getByText('The file changes nothing.').waitFor();
  assert.equal(await dialog(page).getByRole('button', { name: 'Store', exact: true }).count(), 0);
  const market = await openAt(t, server, '/enterprises', { as: 'market' });
  await market.getByRole('button', { name: 'Import a list', exact: true }).waitFor();
  await server.admin.put(`/users/${id()}`, { name: 'reader', role: 'auditor', password });
  const reader = await openAt(t, server, '/enterprises', { as: 'reader' });
  await number(reader, 'Yiwu, Not applied: 2').waitFor();
  assert.equal(await reader.getByRole('button', { name: 'Import a list' }).count(), 0);
  assert.deepEqual([page, market, reader].flatMap((one) => one.complaints), []);
});

test('whoever saves or acts second sees what the other did and loses nothing', async (t) => {
  const { server, unit, market, chen, li } = await city(t);
  const where = id();
  const { version } = await put(server.admin, where, { unit: unit.e1 });
  const page = await openAt(t, server, `/enterprises/${where}`);
  await press(page, 'Change');
  await page.fill('#enterprise-name', 'Zippers and buttons');
  await put(server.admin, where, { unit: unit.e1, kind: 'shop', name: 'Buttons', version });
  await send(page, 'Save');
  await dialog(page).getByText(/^Somebody else changed it meanwhile/).waitFor();
  await dialog(page).getByText('Buttons', { exact: true }).waitFor();
  await send(page, 'Save');
  await page.getByRole('heading', { level: 1, name: 'Zippers and buttons' }).waitFor();
  assert.equal((await server.admin.get(`/enterprises/${where}`)).kind, 'shop');

  await step(chen, where, 'apply', { plan });
  await step(li, where, 'check', { passed: true });
  await page.reload();
  await press(page, 'Approve');
  await step(market, where, 'return', { note: 'Not yet.' });
  await send(page, 'Approve');
  await dialog(page).getByRole('alert').filter({ hasText: 'this step is not for it' }).waitFor();
  await press(dialog(page), 'Cancel');
  await page.getByText(/^It was returned: it mends/).waitFor();

  await step(chen, where, 'apply', { plan });
  await step(li, where, 'check', { passed: true });
  await step(market, where, 'approve', { cap: { from: day(), people: 40 } });
  await page.reload();
  await press(page, 'Report a day');
  await page.fill('#report-present', '39');
  await chen.put(`/enterprises/${where}/days/${day()}`, { present: 38, fevers: 0, masks: 500, version: 0 });
  await send(page, 'Report');
  await dialog(page).getByText(/^Somebody else changed it meanwhile/).waitFor();
  assert.deepEqual([await page.inputValue('#report-present'), await page.inputValue('#report-masks')], ['39', '500']);
  await send(page, 'Report');
  await page.getByText('Reported.').waitFor();
  const { days: [today] } = await server.admin.get(`/enterprises/${where}`);
  assert.deepEqual([today.present, today.masks, today.version], [39, 500, 2]);
  assert.deepEqual(page.complaints.filter((text) => !/409/.test(text)), []);
});

test('a long list goes on page by page, and a number without an enterprise says so', async (t) => {
  const { server, unit } = await city(t);
  for (let i = 0; i < 60; ++i) await put(server.admin, id(), { unit: unit.g2, name: `Shop ${String(i).padStart(2, '0')}`, kind: 'shop', credit_code: '' });
  const page = await openAt(t, server, '/enterprises?state=known');
  const rows = page.getByRole('region', { name: /Not applied/ }).locator('tbody tr');
  await rows.nth(49).waitFor();
  assert.equal(await rows.count(), 50);
  await press(page, 'More');
  await rows.nth(59).waitFor();
  await page.goto(`${server.url}/enterprises?unit=${unit.g1}&state=fever`);
  await page.getByText(/^No enterprise is as asked for here\./).waitFor();
  await press(page.getByRole('navigation', { name: 'Where in the tree' }), 'Yiwu');
  await number(page, 'Yiwu, Not applied: 60').waitFor();
  assert.deepEqual(page.complaints, []);
});

/** How far a page, or a dialog on it, runs over the side; in pixels. */
const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-dialog__body, .el-drawer__body')].map((one) => one.scrollWidth - one.clientWidth));
const still = () => document.getAnimations().every((one) => one.playState !== 'running');
const WORDS = {
  en: { make: 'Add an enterprise', import: 'Import a list', read: 'Read the file', cancel: 'Cancel', silent: 'Yiwu, Too many people: 1', report: 'Report a day', close: 'Close', cap: 'Set another cap', check: 'Check', apply: 'Apply' },
  'zh-CN': { make: '登记企业', import: '导入名单', read: '读取文件', cancel: '取消', silent: 'Yiwu，超员：1 家', report: '填报', close: '责令停业', cap: '调整人数上限', check: '核查', apply: '申请复工' },
};

for (const [language, words] of Object.entries(WORDS)) {
  test(`in ${language}, on a screen and on a phone, light and dark: nothing runs over the side, and everybody can use it`, async (t) => {
    const { server, unit, chen, li, market } = await city(t);
    const [where, second] = [id(), id()];
    const site = await server.site();
    const gate = await server.device(site);
    await put(server.admin, second, { unit: unit.g2, name: '江滨路便民小超市', kind: 'shop', credit_code: '' });
    await put(server.admin, where, { unit: unit.e1, name: '义乌市江滨拉链制造有限公司', site });
    await step(chen, where, 'apply', { plan });
    await step(li, where, 'check', { passed: true, note: '隔离间已加到两间，体温计在门卫处。' });
    await step(market, where, 'approve', { cap: { from: day(), people: 40 }, note: '食堂一人一桌，车间每日消毒两次。' });
    await step(market, where, 'set_cap', { cap: { from: day(7), people: 80 } });
    await gate.api.post('/device/passages', { passages: [3650, 3710].map((temperature_cc) => passage(gate.id, { temperature_cc })) });
    await chen.put(`/enterprises/${where}/days/${day()}`, { present: 44, absent: 3, fevers: 0, highest_cc: 3720, masks: 1840, note: '夜班提前到岗', version: 0 });
    for (const [width, dark] of looksIn(language, 390)) {
      const page = await openAt(t, server, '/enterprises', { language, width, height: width === 390 ? 844 : 900, dark });
      const fits = async (what) => {
        await page.waitForFunction(still);
        await picture(page, `${what}-${language}-${width}-${dark ? 'dark' : 'light'}`);
        assert.ok((await page.evaluate(over)) <= 0, `${what} at ${width} runs over the side`);
        assert.deepEqual(await violations(page), [], `${what} at ${width}`);
      };
      const dialogFits = async (opens, what) => {
        await press(page, opens);
        await dialog(page).waitFor();
        await fits(what);
        await press(dialog(page), words.cancel);
        await dialog(page).waitFor({ state: 'hidden' });
      };
      await number(page, words.silent).waitFor();
      await page.getByRole('link', { name: '江滨路便民小超市' }).waitFor();
      await fits('list');
      await dialogFits(words.make, 'new');
      await press(page, words.import);
      await page.setInputFiles('#i-file', list([',g2,Corner shop,商店', ...bad]));
      await send(page, words.read);
      await dialog(page).locator('.faults').waitFor();
      await fits('import');
      await press(dialog(page), words.cancel);
      await dialog(page).waitFor({ state: 'hidden' });
      await page.goto(`${server.url}/enterprises/${second}`);
      await dialogFits(words.apply, 'plan');
      await page.goto(`${server.url}/enterprises/${where}`);
      await page.getByRole('button', { name: words.report, exact: true }).waitFor();
      await fits('one');
      await dialogFits(words.report, 'report');
      await dialogFits(words.cap, 'cap');
      await dialogFits(words.check, 'check');
      await dialogFits(words.close, 'close');
      assert.deepEqual(page.complaints, []);
    }
  });
}
