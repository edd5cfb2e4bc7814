// Warnings of other systems: what stands and what is over, in the reader's language, taken in from a file or as text, and what leads to an order.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { receive } from '../../web/mock/warnings.mjs';
import { browserFor, logIn, mockServer, openPage, violations, visit } from './console.mjs';

const browser = browserFor(test);
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled' }) : undefined);

async function start(t, { as = 'admin', path = '/warnings', ...options } = {}) {
  const mock = await mockServer(t);
  const page = await openPage(t, browser(), options);
  await logIn(page, mock, as);
  await visit(page, mock, typeof path === 'function' ? path(mock.state) : path);
  return { mock, page, press: (name) => page.getByRole('button', { name, exact: true }).click(), row: (text) => page.getByRole('row').filter({ hasText: text }) };
}
const drawer = (page) => page.getByRole('dialog', { name: /^(Warning|预警)$/ });
const taking = (page) => page.getByRole('dialog', { name: 'Take a warning in' });

/** A document as another city's system sends it. */
const cap = ({ identifier = 'river-7', status = 'Actual', msgType = 'Alert', references = '', headline = 'The river rises' } = {}) => `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>${identifier}</identifier>
  <sender>river@upstream.example</sender>
  <sent>2026-03-02T08:00:00+08:00</sent>
  <status>${status}</status>
  <msgType>${msgType}</msgType>
  <scope>Public</scope>${references && `\n  <references>${references}</references>`}
  <info>
    <language>en-US</language>
    <category>Met</category>
    <event>Flood</event>
    <urgency>Expected</urgency>
    <severity>Severe</severity>
    <certainty>Likely</certainty>
    <headline>${headline}</headline>
    <description>Two metres until the evening.</description>
    <instruction>Leave the lower bank.</instruction>
    <area><areaDesc>Lower bank</areaDesc></area>
  </info>
</alert>
`;
const file = (text, name = 'river.cap') => ({ name, mimeType: 'application/xml', buffer: Buffer.from(text) });

test('what stands, what is over and why, and what is not meant is listed apart', async (t) => {
  const { mock, page, row } = await start(t);
  const meant = page.getByRole('region', { name: 'Warnings of other systems' });
  const apart = page.getByRole('region', { name: /^Exercises, tests/ });
  const now = async (text) => (await row(text).locator('td[data-label="Now"]').textContent()).replace('▲', '').trim();
  await row('A cluster of cases').waitFor();
  assert.deepEqual(await Promise.all(['A cluster of cases', '高温橙色预警', 'The river may rise', 'Cancellation made-up-6', '全市应急演练'].map(now)), ['In force', 'Over: expired', 'Over: an update came', 'Cancellation', 'Exercise']);
  await picture(page, 'warnings-list');
  assert.deepEqual([await meant.locator('tbody tr').count(), await apart.locator('tbody tr').count()], [5, 1]);
  assert.equal(await apart.getByText('In force').count(), 0);
  const cells = await row('A cluster of cases').locator('td').allTextContents();
  for (const words of ['Urgency: immediate', 'Severity: severe', 'Certainty: observed', 'Neighbouring city and Jiangbin wholesale market', 'health@neighbour.example']) assert.ok(cells.some((cell) => cell.includes(words)), words);
  assert.match(cells[4], /^Sent .+Until .+/s);
  const foreign = row('Avertissement de tempête');
  await foreign.getByText('In Canadian French').waitFor();
  await foreign.getByText('Littoral, Port, Îles and 2 more').waitFor();
  await foreign.getByText('No end is given').waitFor();
  assert.equal(await row('A cluster of cases').locator('.head .w-badge').count(), 0, 'who reads it needs no word about its language');

  // It ends while somebody looks.
  receive(mock.state, 0, { infos: [{ ...mock.state.warnings[0].infos[1], headline: 'Short', expires: new Date(Date.now() + 6_000).toISOString() }] });
  mock.breakStreams();
  await row('Short').getByText('In force').waitFor();
  await row('Short').getByText('Over: expired').waitFor();
  assert.deepEqual(page.complaints.filter((one) => !/live|stream|ERR_/i.test(one)), []);
});

test('in Chinese it says what is Chinese, and otherwise in which language it is', async (t) => {
  const { page, row } = await start(t, { language: 'zh-CN' });
  await row('邻市发现聚集性疫情').getByText('紧急程度：立即行动').waitFor();
  await row('邻市发现聚集性疫情').getByText('生效中').waitFor();
  await row('Avertissement de tempête').getByText('加拿大法语').waitFor();
  await page.getByRole('link', { name: 'Avertissement de tempête en vigueur' }).click();
  await drawer(page).getByText('该预警没有中文内容，以下为加拿大法语内容。').waitFor();
  assert.equal(await drawer(page).getByText('Des vents violents').getAttribute('lang'), 'fr-CA');
  assert.deepEqual(page.complaints, []);
});

test('older ones come page by page, and the address opens one that is not listed yet', async (t) => {
  const { mock, page, row } = await start(t);
  for (let i = 0; i < 40; ++i) receive(mock.state, 0.1, { identifier: `many-${i}`, infos: [{ ...mock.state.warnings.at(-2).infos[0], headline: `Gale ${i}` }] });
  const old = mock.state.warnings.find((one) => one.infos[0]?.headline === 'The river may rise');
  await visit(page, mock, `/warnings?warning=${old.id}`);
  await drawer(page).getByRole('heading', { name: 'The river may rise' }).waitFor();
  await drawer(page).getByText('This warning does not stand any more.').waitFor();
  assert.equal(await drawer(page).getByRole('button', { name: 'Give an order about it' }).count(), 0);
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => url.search === '');
  assert.equal(await row('The river may rise').count(), 0);
  await page.getByRole('button', { name: 'Older ones' }).click();
  await row('The river may rise').waitFor();
  assert.equal(await page.locator('tbody tr').count(), mock.state.warnings.length);
  assert.equal(await page.getByRole('button', { name: 'Older ones' }).count(), 0);
  await visit(page, mock, '/warnings?warning=01900000-0000-7000-8000-000000000000');
  await drawer(page).getByText('This warning is not among the newest thousand.').waitFor();
  assert.deepEqual(page.complaints, []);
});

test('one is read in full in each of its languages, and an order about it begins with its words', async (t) => {
  const { mock, page } = await start(t);
  const [warning] = mock.state.warnings;
  await page.getByRole('link', { name: 'A cluster of cases in the neighbouring city' }).press('Enter');
  await drawer(page).getByText('Whoever was there in the last 14 days').waitFor();
  await drawer(page).getByText(warning.identifier).waitFor();
  await picture(page, 'warnings-one');
  await drawer(page).getByText('Chinese (China)').click();
  await drawer(page).getByText('近 14 天到过该市场的人员').waitFor();
  await drawer(page).getByRole('button', { name: 'Give an order about it' }).click();
  await page.waitForURL(`${mock.url}/orders/new?warning=${warning.id}`);
  await page.waitForFunction(() => document.querySelector('#t-zh-CN-headline')?.value === '邻市发现聚集性疫情');
  assert.equal(await page.inputValue('#t-en-US-text'), 'Twelve cases are reported at the wholesale market, which is closed.\n\nWhoever was there in the last 14 days reports at once and stays at home.');
  assert.equal(await page.locator('#t-en-headline').count(), 0, 'English is there already');
  await page.getByText(`About a warning of ${warning.sender}`).waitFor();
  await page.locator('.el-select', { has: page.locator('#c-urgency') }).getByText('Immediately').waitFor();
  await picture(page, 'warnings-order');
  await page.locator('#c-unit').fill('330782100');
  await page.getByRole('option', { name: /佛堂镇指挥部/ }).click();
  await page.fill('#t-en-US-headline', 'Who was at the market?');
  await page.getByRole('button', { name: 'Give the order' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Give the order' }).click();
  await page.waitForURL(/\/orders\/[0-9a-f-]{36}/);
  assert.deepEqual([mock.state.orders[0].texts.map((one) => one.headline), mock.state.orders[0].urgency], [['邻市发现聚集性疫情', 'Who was at the market?'], 'immediate']);
  assert.deepEqual(page.complaints, []);
});

test('nothing leads from an exercise to an order, not even its address', async (t) => {
  const { mock, page } = await start(t);
  const exercise = mock.state.warnings.find((one) => one.status === 'Exercise');
  await page.getByRole('link', { name: '全市应急演练' }).click();
  await drawer(page).getByText('This is not meant (Exercise): nobody has to act on it.').waitFor();
  assert.equal(await drawer(page).getByRole('button', { name: 'Give an order about it' }).count(), 0);
  await visit(page, mock, `/orders/new?warning=${exercise.id}`);
  await page.getByRole('alert').getByText('does not stand any more, or is not meant').waitFor();
  assert.equal(await page.inputValue('#t-zh-CN-headline'), '');
  assert.deepEqual(page.complaints, []);
});

test('a file is taken in; what the server refuses stays, with its place, until it is mended', async (t) => {
  const { mock, page, press, row } = await start(t);
  await page.keyboard.press('n');
  await page.waitForFunction(() => document.activeElement?.id === 'w-file');
  const take = () => taking(page).getByRole('button', { name: 'Take it in' }).click();
  const told = (text) => taking(page).getByRole('alert').getByText(text).waitFor();
  await take();
  await told('Choose a file or paste the XML.');
  await page.setInputFiles('#w-file', file(cap({ status: 'Perhaps' })));
  await taking(page).getByText('Chosen: river.cap').waitFor();
  await take();
  await told('Line 6, alert.status: "Perhaps" is none of the words for it.');
  await taking(page).getByText('Chosen: river.cap').waitFor();
  await picture(page, 'warnings-refused');
  await press('Cancel');
  await taking(page).waitFor({ state: 'hidden' });
  await press('Take a warning in');
  await taking(page).getByText('Chosen: river.cap').waitFor();
  await page.setInputFiles('#w-file', { name: 'film.xml', mimeType: 'text/xml', buffer: Buffer.alloc((4 << 20) + 1, 32) });
  await told('film.xml is larger than 4 MiB.');
  await page.setInputFiles('#w-file', file(cap(), 'mended.cap'));
  await taking(page).getByText('Chosen: mended.cap').waitFor();
  await take();
  await taking(page).waitFor({ state: 'hidden' });
  await drawer(page).getByRole('heading', { name: 'The river rises' }).waitFor();
  await page.waitForURL(new RegExp(`warning=${mock.state.warnings[0].id}`));
  await page.keyboard.press('Escape');
  await row('The river rises').getByText('In force').waitFor();

  await press('Take a warning in');
  await page.setInputFiles('#w-file', file(cap()));
  await take();
  await told('The warning river-7 of river@upstream.example was taken in before.');
  assert.deepEqual(page.complaints.filter((one) => !/400|409/.test(one)), []);
});

test('pasted text is taken in as well as a dropped file, and an update ends what it refers to', async (t) => {
  const { mock, page, press, row } = await start(t);
  await press('Take a warning in');
  await page.fill('#w-xml', `\n\n  ${cap().replace('UTF-8', 'GB2312')}`);
  const posted = page.waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('/warnings'));
  await page.locator('#w-xml').press('Control+Enter');
  assert.match((await posted).postData(), /^\n\n {2}\n<alert/, 'nothing before a declaration, no false encoding, and the same lines');
  await drawer(page).getByRole('heading', { name: 'The river rises' }).waitFor();
  await page.keyboard.press('Escape');
  await press('Take a warning in');
  assert.equal(await page.inputValue('#w-xml'), '', 'what was taken in is not offered again');
  await page.fill('#w-xml', 'not finished');
  const drop = (files) => page.locator('#take').evaluate((form, all) => {
    const data = new DataTransfer();
    for (const { name, text } of all) data.items.add(new File([text], name, { type: 'application/xml' }));
    form.dispatchEvent(new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true }));
    form.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, files);
  const update = cap({ identifier: 'river-8', msgType: 'Update', references: 'river@upstream.example,river-7,2026-03-02T08:00:00+08:00', headline: 'The river falls' });
  await drop([{ name: 'one.cap', text: update }, { name: 'two.cap', text: update }]);
  await taking(page).getByText('One file at a time: 2 were dropped.').waitFor();
  await drop([{ name: 'one.cap', text: update }]);
  await taking(page).getByText('Chosen: one.cap').waitFor();
  await taking(page).getByRole('button', { name: 'Leave it out' }).click();
  assert.equal(await page.inputValue('#w-xml'), 'not finished', 'what was written is there again');
  await drop([{ name: 'one.cap', text: update }]);
  await taking(page).getByRole('button', { name: 'Take it in' }).click();
  await drawer(page).getByRole('heading', { name: 'The river falls' }).waitFor();
  await page.keyboard.press('Escape');
  await row('The river rises').getByText('Over: an update came').waitFor();
  await row('The river falls').getByText('In force').waitFor();
  assert.equal(mock.calls.filter(({ key }) => key === 'POST /warnings').length, 2);
  assert.deepEqual(page.complaints, []);
});

test('who only looks on takes nothing in and gives no order, and others do not find the page', async (t) => {
  const { mock, page } = await start(t, { as: 'auditor' });
  await page.getByRole('link', { name: 'A cluster of cases in the neighbouring city' }).click();
  await drawer(page).getByText('Whoever was there').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Give an order about it' }).count(), 0);
  await page.keyboard.press('Escape');
  await drawer(page).waitFor({ state: 'hidden' });
  await page.keyboard.press('n');
  assert.equal(await page.getByRole('button', { name: 'Take a warning in' }).count(), 0);
  assert.equal(await taking(page).count(), 0);
  await logIn(page, mock, 'office');
  await page.goto(`${mock.url}/warnings`);
  await page.waitForURL(/\/wall/);
  assert.equal(await page.locator('nav a[href="/warnings"]').count(), 0);
});

const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-dialog__body, .el-drawer__body')].map((one) => one.scrollWidth - one.clientWidth));

for (const [language, dark] of [['zh-CN', false], ['en', true]]) {
  test(`on the narrowest phone in ${language} everything has its place and keeps WCAG 2.1 AA`, async (t) => {
    const { mock, page } = await start(t, { language, dark, width: 320, height: 720 });
    const fine = async (what) => {
      await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'));
      await picture(page, `warnings-${language}-${what}`);
      assert.deepEqual(await violations(page), [], what);
      assert.equal(await page.evaluate(over), 0, what);
    };
    await page.locator('tbody tr').first().waitFor();
    await fine('list');
    await page.getByRole('link', { name: mock.state.warnings[0].infos[language === 'en' ? 1 : 0].headline }).click();
    await drawer(page).getByRole('article').waitFor();
    await fine('one');
    await page.keyboard.press('Escape');
    await drawer(page).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: language === 'en' ? 'Take a warning in' : '接收预警' }).click();
    await page.setInputFiles('#w-file', file(cap(), 'a-name-as-long-as-systems-that-number-their-messages-make-them-20260302080000.cap'));
    await page.locator('.chosen').waitFor();
    await fine('take');
    assert.deepEqual(page.complaints, []);
  });
}
