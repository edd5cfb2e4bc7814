// The phone pages: what is written without a network arrives once, a refusal is shown and kept, nothing of an account stays
// behind, and an old phone with large type can be read.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { browserFor, logIn as enter, mockServer, openPage, password } from './console.mjs';
import { brokenWords, button, counted, cutOff, kept, logIn, phoneIn, tab, watch } from './handset.mjs';

const browser = browserFor(test);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const picture = fileURLToPath(new URL('../../web/public/phone/icon-512.png', import.meta.url));
const DIST = fileURLToPath(new URL('../../web/dist', import.meta.url));
const IN_FULL = 20; // tasks that a phone keeps to be read without a network
const phone = phoneIn(browser);

async function start(t, options) {
  const mock = await mockServer(t);
  const page = await phone(t, options);
  await logIn(page, mock);
  await page.locator('main a.p-card').first().waitFor();
  return { mock, page };
}

/** Everything that was seen is on the phone, and what came of it was sent: then it can be without a network. */
async function settled(page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  for (const end = Date.now() + 20_000; ; await page.waitForTimeout(100)) {
    const seen = await kept(page, 'kept');
    const inFull = seen.filter((key) => key.startsWith('incident/')).length;
    if (['me', 'types', 'tasks', 'orders', 'reports'].every((key) => seen.includes(key)) && inFull >= Math.min(IN_FULL, await page.locator('main a.p-card').count()) && (await kept(page, 'outbox')).length === 0) return;
    assert.ok(Date.now() < end, 'the phone does not come to rest');
  }
}

/** Neither the pages nor the service worker reach the server. */
async function cut(mock, ...pages) {
  mock.beAway(true);
  for (const page of pages) await page.context().setOffline(true);
}
async function mend(mock, ...pages) {
  mock.beAway(false);
  for (const page of pages) await page.context().setOffline(false);
}

async function writeReport(page, words, { withPicture = false } = {}) {
  await tab(page, 'Reports');
  await page.getByRole('link', { name: 'Report something' }).click();
  await button(page, 'Public safety').click();
  await button(page, 'People gather').click();
  await page.getByLabel('Number of people (needed)').fill('12');
  await page.getByText('Mahjong or cards').click();
  await page.getByLabel('What happened?').fill(words);
  if (withPicture) {
    await page.locator('section', { hasText: 'Pictures and voice' }).locator('input[type=file]').setInputFiles(picture);
    await page.getByRole('img', { name: 'Picture or voice note 1' }).waitFor();
  }
}
const reported = (mock, words) => mock.state.incidents.filter(({ description }) => description === words);

test('a report that is written without a network arrives once, its picture before it', async (t) => {
  const { mock, page } = await start(t);
  await settled(page);
  await cut(mock, page);
  await writeReport(page, 'mahjong upstairs', { withPicture: true });
  await button(page, 'Use where I am').click();
  await page.getByText('Found, to within 14 m.').waitFor();
  await button(page, 'Send').click();
  await page.getByRole('heading', { name: 'Waiting on this phone' }).waitFor();
  await page.getByText('There is no network.').first().waitFor();
  await page.reload(); // the pages themselves come from the phone
  await page.getByRole('link', { name: /Waiting to be sent: 2/ }).waitFor();
  assert.deepEqual(reported(mock, 'mahjong upstairs'), []);

  mock.loseAnswer('PUT /incidents/{id}'); // the first time it arrives, but its answer does not
  await mend(mock, page);
  await counted(() => reported(mock, 'mahjong upstairs').length > 0);
  await page.goto(`${mock.url}/phone/#/outbox`);
  await page.getByText('Nothing waits on this phone.').waitFor();
  const [one, ...others] = reported(mock, 'mahjong upstairs');
  assert.deepEqual(others, []);
  assert.deepEqual({ ...one.place }, { address: '', latitude_e6: 29_306_512, longitude_e6: 120_075_058 });
  assert.deepEqual(one.answers, { people: 12, kind: 'mahjong' });
  const sent = mock.calls.filter(({ key }) => /files|PUT .incidents/.test(key)).map(({ key }) => key);
  assert.deepEqual(sent, ['PUT /files/{id}', 'PUT /incidents/{id}', 'PUT /incidents/{id}']);
  const file = mock.state.files.get(one.pictures[0]);
  assert.equal(file.type, 'image/jpeg');
  assert.deepEqual([...file.raw.subarray(0, 2)], [0xff, 0xd8]);
  assert.ok(!file.raw.includes('Exif'), 'what the camera wrote stays behind');
  await tab(page, 'Reports');
  await page.locator('main a.p-card', { hasText: 'Reported, the centre looks at it' }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('two phones of one account and two tabs of one phone: each write counts once', async (t) => {
  const { mock, page } = await start(t);
  await settled(page);
  const second = await phone(t);
  await logIn(second, mock);
  await second.locator('main a.p-card').first().waitFor();
  await settled(second);
  await cut(mock, page, second);
  for (const [one, words] of [[page, 'from the first phone'], [second, 'from the second phone']]) {
    await writeReport(one, words);
    await button(one, 'Send').click();
    await one.getByRole('heading', { name: 'Waiting on this phone' }).waitFor();
  }
  const tab2 = await page.context().newPage();
  watch(tab2, page.complaints);
  await tab2.goto(`${mock.url}/phone/#/outbox`);
  await tab2.getByRole('heading', { name: 'Report', exact: true }).waitFor();
  await mend(mock, page, second);
  for (const words of ['from the first phone', 'from the second phone']) await counted(() => reported(mock, words).length === 1);
  await tab2.getByText('Nothing waits on this phone.').waitFor();
  assert.equal(mock.calls.filter(({ key }) => key === 'PUT /incidents/{id}').length, 2, 'nothing was sent twice');
  assert.deepEqual([...page.complaints, ...second.complaints], []);
});

test('a refusal is shown with the sentence of the server, and is corrected and sent again', async (t) => {
  const { mock, page } = await start(t);
  mock.refuse('PUT /incidents/{id}', 404, 'unit.unknown', 'There is no such unit any more.', '该单元已撤销。', 'unit');
  await writeReport(page, 'nobody at the gate', { withPicture: true });
  await button(page, 'Send').click();
  await page.getByText('Refused: There is no such unit any more.').waitFor();
  await page.reload();
  await page.getByRole('link', { name: 'Refused: 1. Look here.' }).waitFor();
  assert.equal((await kept(page, 'outbox')).length, 1);
  mock.refuse('PUT /incidents/{id}');
  await button(page, 'Correct it').click();
  await page.getByLabel('What happened?').fill('nobody at the north gate');
  await page.getByRole('img', { name: 'Picture or voice note 1' }).waitFor();
  await page.getByText('第 1 社区').click();
  await button(page, 'Send').click();
  await counted(() => reported(mock, 'nobody at the north gate').length === 1);
  const [one] = reported(mock, 'nobody at the north gate');
  assert.equal(one.unit_name, '第 1 社区');
  assert.equal(one.pictures.length, 1);
  assert.deepEqual(page.complaints, []);
});

test('who comes second is shown what happened meanwhile before anything is sent again', async (t) => {
  const { mock, page } = await start(t);
  const incident = mock.state.incidents.find(({ state }) => state === 'dispatched');
  await settled(page);
  await page.goto(`${mock.url}/phone/#/incident/${incident.id}`);
  await button(page, 'Return').waitFor();
  await cut(mock, page);
  await button(page, 'Return').click();
  await page.getByLabel('In your words (needed)').fill('not ours');
  await page.locator('label', { hasText: 'Add a picture' }).locator('input').setInputFiles(picture);
  await page.getByRole('img', { name: 'Picture or voice note 1' }).waitFor();
  await button(page, 'Return').click();
  await page.getByText('There is no network.').first().waitFor();
  const { act } = await import('../../web/mock/incidents.mjs');
  act(mock.state, incident.id, { version: incident.version, action: 'take_up', text: 'on our way' }, 'user:other');
  await mend(mock, page);
  await page.getByText(/Refused: Somebody was first/).waitFor();
  await page.getByRole('heading', { name: 'What happened meanwhile' }).waitFor();
  assert.equal(incident.state, 'handling', 'nothing was overwritten');
  await button(page, 'I have read it. Send mine too').click();
  await counted(() => incident.state === 'filed');
  const last = mock.state.stories.get(incident.id).story.at(-1);
  assert.deepEqual([last.text, last.pictures.length], ['not ours', 1], 'with its picture');
  assert.ok(mock.state.files.has(last.pictures[0]), 'which was there first');
  assert.deepEqual(page.complaints, []);
});

test('an order comes in the reader’s language, is reported as delivered and read, acknowledged, done and passed on', async (t) => {
  const { mock, page } = await start(t);
  const [everybody, done] = mock.state.myOrders;
  await tab(page, 'Orders');
  await page.getByText('Register every room before 20:00 tonight').click();
  await counted(() => everybody.mine.read_at && done.mine.delivered_at && !done.mine.read_at);
  await button(page, '中文（中国）').click();
  await page.getByRole('heading', { name: '今晚 20 时前完成房屋登记' }).waitFor();
  await page.getByText('先查出租房').waitFor();
  await button(page, 'Acknowledge').click();
  await counted(() => everybody.mine.acknowledged_at);
  await page.getByLabel('A line of your own, if you like').fill('begin with the east side');
  await button(page, 'Pass on').click();
  await counted(() => everybody.pass_on.length === 0);
  assert.equal(everybody.lines.at(-1).text, 'begin with the east side');

  await tab(page, 'Orders');
  await page.getByText('Put up the notice in every stairway').click();
  await button(page, 'Acknowledge').click();
  await page.locator('label', { hasText: 'Take a picture: done' }).locator('input').setInputFiles(picture);
  await counted(() => done.mine.done_at);
  await page.getByText(/^Done, /).waitFor();
  await tab(page, 'Orders');
  await page.getByText('The gate is staffed from 6 to 22').click();
  await page.getByText('This order was replaced by a newer one.').waitFor();
  await page.getByRole('link', { name: 'Show the newer order' }).click();
  await page.getByRole('heading', { name: 'The gate is staffed around the clock' }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('tasks, orders and the own unit can be read without a network, with the time they are of', async (t) => {
  const { mock, page } = await start(t);
  await settled(page);
  await cut(mock, page);
  await page.reload();
  await page.getByText(/^As of /).waitFor();
  await page.locator('main a.p-card').first().click();
  await page.getByRole('heading', { name: 'What happened' }).waitFor();
  await button(page, 'I have seen it').click();
  await page.getByText('Acknowledged. Nobody is called for now.').waitFor();
  await tab(page, 'Orders');
  await page.getByText('Register every room before 20:00 tonight').waitFor();
  await tab(page, 'Me');
  const call = page.getByRole('link', { name: /Call 陈伟/ });
  assert.equal(await call.getAttribute('href'), 'tel:10000000001');
  await mend(mock, page);
  await counted(() => mock.calls.some(({ key }) => key === 'POST /incidents/{id}/acknowledge'));
  assert.deepEqual(page.complaints, []);
});

test('a phone whose clock is a day off counts by the server’s and says so', async (t) => {
  const mock = await mockServer(t);
  mock.shiftClock(-24 * 3_600_000);
  const page = await phone(t);
  await logIn(page, mock);
  await page.getByText('The clock of this phone is 24 h fast.').waitFor();
  const [first] = [...mock.state.incidents].filter(({ stage, state }) => stage.deadline && state !== 'closed').sort((a, b) => (a.stage.deadline < b.stage.deadline ? -1 : 1));
  const minutes = Math.floor((Date.parse(first.stage.deadline) - (Date.now() - 24 * 3_600_000)) / 60_000);
  const words = await page.locator('main .left strong').first().textContent();
  assert.match(words, new RegExp(`^${Math.floor(minutes / 60)} h (${minutes % 60}|${(minutes + 1) % 60}) min left$`));
  assert.deepEqual(page.complaints, []);
});

test('logging out warns of what is not sent, and leaves nothing; what somebody else left is not shown', async (t) => {
  const { mock, page } = await start(t);
  await settled(page);
  mock.refuse('PUT /incidents/{id}', 400, 'x', 'No.', '不行。');
  await writeReport(page, 'kept');
  await button(page, 'Send').click();
  await page.getByText('Refused: No.').waitFor();
  await page.context().clearCookies(); // the session is over, and somebody else logs in here
  await page.reload();
  await page.getByText('Waiting on this phone: 1.').waitFor();
  await page.fill('#p-name', 'admin');
  await page.fill('#p-password', password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'This phone holds somebody else’s writing' }).waitFor();
  await button(page, 'Log out, so that they can send it').click();
  await page.fill('#p-name', 'li');
  await page.fill('#p-password', password);
  await page.keyboard.press('Enter');
  await tab(page, 'Me');
  await button(page, 'Log out').click();
  await page.getByText('Not sent yet and lost if you log out: 1').waitFor();
  await button(page, 'Log out').click();
  await page.locator('#p-name').waitFor();
  for (const shelf of ['outbox', 'drafts', 'kept', 'owner']) assert.deepEqual(await kept(page, shelf), [], shelf);
  assert.deepEqual(page.complaints, []);
});

test('a draft outlives its page, and a voice note is heard before it is sent', async (t) => {
  const { page } = await start(t);
  await writeReport(page, 'begun');
  await button(page, 'Record a voice note').click();
  await page.getByText(/Recording: 1 of 60 s/).waitFor();
  await button(page, 'Stop').click();
  await page.locator('audio').waitFor();
  await tab(page, 'Reports');
  await page.reload();
  await page.getByRole('heading', { name: 'Begun and not sent' }).waitFor();
  await page.getByRole('link', { name: 'Go on' }).click();
  assert.equal(await page.getByLabel('What happened?').inputValue(), 'begun');
  await page.locator('audio').waitFor();
  assert.deepEqual(page.complaints, []);
});

test('it can be installed: the manifest is whole and the worker keeps the pages, never an answer of the API', async (t) => {
  const { mock, page } = await start(t);
  await settled(page);
  const link = await page.getAttribute('link[rel=manifest]', 'href');
  const response = await page.request.get(mock.url + link);
  assert.equal(response.headers()['content-type'], 'application/manifest+json');
  const manifest = await response.json();
  assert.equal(manifest.display, 'standalone');
  assert.ok(manifest.start_url.startsWith(manifest.scope));
  for (const size of ['192x192', '512x512']) assert.ok(manifest.icons.some(({ sizes }) => sizes === size), size);
  assert.ok(manifest.icons.some(({ purpose }) => purpose === 'maskable'));
  for (const { src } of manifest.icons) assert.equal((await page.request.get(mock.url + src)).status(), 200, src);
  const cached = await page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat());
  assert.ok(cached.includes('/phone/') && cached.some((path) => path.endsWith('.css')));
  assert.deepEqual(cached.filter((path) => path.startsWith('/api')), []);
  const client = await page.context().newCDPSession(page);
  const { installabilityErrors } = await client.send('Page.getInstallabilityErrors');
  assert.deepEqual(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'), []);
});

test('what a phone loads first is small, and nothing of the console', async (t) => {
  const mock = await mockServer(t);
  const page = await phone(t);
  const loaded = [];
  page.on('response', (response) => loaded.push(new URL(response.url()).pathname));
  await page.goto(`${mock.url}/phone/`);
  await page.locator('#p-name').waitFor();
  const files = [...new Set(loaded)].filter((path) => /^\/assets\//.test(path));
  const contents = files.map((path) => readFileSync(DIST + path));
  const bytes = contents.reduce((sum, content) => sum + gzipSync(content).length, 0);
  t.diagnostic(`${files.length} files, ${Math.round(bytes / 1024)} KB gzipped, ${Math.round(contents.reduce((sum, { length }) => sum + length, 0) / 1024)} KB as they are`);
  assert.ok(bytes < 120 * 1024, `${bytes} bytes gzipped`);
  assert.ok(!contents.some((content) => /el-config-provider|zrender/.test(content)), 'parts of the console came along');
});

const PAGES = ['/tasks', '/orders', '/reports', '/me', '/outbox'];

for (const language of ['en', 'zh']) {
  test(`large type is 1.5 times as large and cuts nothing off at 320 px (${language})`, async (t) => {
    const { mock, page } = await start(t, { language, large: true, width: 320, height: 640 });
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).fontSize), '25.5px');
    const orders = mock.state.myOrders.map(({ order }) => `/orders/${order.id}`);
    for (const path of [...PAGES, `/incident/${mock.state.incidents[0].id}`, ...orders]) {
      await page.goto(`${mock.url}/phone/#${path}`);
      await page.locator('main h1').first().waitFor();
      assert.deepEqual(await page.evaluate(cutOff), [], path);
      assert.deepEqual(await page.evaluate(brokenWords), [], path);
    }
  });
}

test('the switch for large type is remembered', async (t) => {
  const { page } = await start(t);
  await tab(page, 'Me');
  await page.getByRole('switch', { name: 'Large type' }).click();
  assert.equal(await page.evaluate(() => localStorage.getItem('ward.phone.large')), 'yes');
  await page.reload();
  await page.getByRole('switch', { name: 'Large type', checked: true }).waitFor();
});

for (const dark of [false, true]) {
  test(`every page of the phone keeps WCAG 2.1 AA in ${dark ? 'dark' : 'light'} colours`, async (t) => {
    const { mock, page } = await start(t, { dark });
    const order = mock.state.myOrders[0].order.id;
    const found = [];
    for (const path of [...PAGES, '/reports/new', `/orders/${order}`, `/orders/${mock.state.myOrders[3].order.id}`, `/incident/${mock.state.incidents[20].id}`]) {
      await page.goto(`${mock.url}/phone/#${path}`);
      await page.locator('main h1').first().waitFor();
      await page.evaluate(axe);
      const rules = await page.evaluate(async () => (await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })).violations);
      found.push(...rules.flatMap((rule) => rule.nodes.map((node) => `${path} ${rule.id}: ${node.target.join(' ')} ${node.failureSummary.split('\n')[1] ?? ''}`)));
    }
    assert.deepEqual(found, []);
  });
}

test('names that hold markup are shown as they are', async (t) => {
  const mock = await mockServer(t, { hostile: true });
  const page = await phone(t);
  await logIn(page, mock);
  await page.locator('main a.p-card').first().waitFor();
  for (const path of ['/tasks', '/orders', `/orders/${mock.state.myOrders[0].order.id}`, '/me', `/incident/${mock.state.incidents[0].id}`]) {
    await page.goto(`${mock.url}/phone/#${path}`);
    await page.locator('main h1').first().waitFor();
  }
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(page.complaints, []);
});

test('the console leads to the phone pages, and they lead back who has a console', async (t) => {
  const mock = await mockServer(t);
  mock.state.users.push({ ...mock.state.users.find((one) => one.name === 'li'), id: mock.state.users[0].id.replace(/^./, 'f'), name: 'wang' });
  for (const [language, there, back, me] of [['en', 'Phone pages', 'To the console', 'Me'], ['zh', '手机端', '进入控制台', '我的']]) {
    const page = await openPage(t, browser(), { language: language === 'zh' ? 'zh-CN' : 'en' });
    await page.addInitScript((code) => localStorage.setItem('ward.phone.language', code), language);
    await enter(page, mock);
    await page.goto(mock.url);
    await page.getByRole('link', { name: there }).click();
    await page.waitForURL(/\/phone\//);
    await page.getByRole('link', { name: me, exact: true }).click();
    await page.getByRole('link', { name: back }).click();
    await page.locator('nav.side').waitFor();
  }
  const hand = await phone(t);
  await logIn(hand, mock, 'wang');
  await tab(hand, 'Me');
  await button(hand, 'Log out').waitFor();
  assert.equal(await hand.getByRole('link', { name: 'To the console' }).count(), 0);
  assert.deepEqual(hand.complaints, []);
});
