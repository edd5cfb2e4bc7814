// Several sites in one console, a server that is away, and what comes while a page is open.
import assert from 'node:assert/strict';
import test from 'node:test';
import { browserFor, logIn, mockServer, openPage, visit } from './console.mjs';

const browser = browserFor(test);

async function start(t, as = 'admin') {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  await logIn(page, mock, as);
  await visit(page, mock, '/wall');
  return { mock, page, other: mock.state.sites[1] };
}

async function chooseSite(page, name) {
  await page.getByRole('banner').getByRole('combobox', { name: 'Site' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name }).click();
}

test('another site keeps what means the same there, and nothing that belongs to the one before', async (t) => {
  const { mock, page, other } = await start(t);
  const [gate] = mock.state.devices, [group] = mock.state.groups;
  await visit(page, mock, `/passages?device=${gate.id}&group=${group.id}&min=37.3&open=${mock.state.passages[0].id}`);
  await page.keyboard.press('Escape');
  await chooseSite(page, other.name);
  await page.waitForURL((url) => url.searchParams.get('site') === other.id);
  await page.getByText('No passage fits this filter.').waitFor();
  const query = new URL(page.url()).searchParams;
  assert.deepEqual([...query.keys()].sort(), ['min', 'site']);
  assert.equal(await page.inputValue('#f-min'), '37.3');
});

test('from a person of one site, another site leads to its people', async (t) => {
  const { mock, page, other } = await start(t);
  await visit(page, mock, `/people/${mock.state.people[0].id}`);
  await chooseSite(page, other.name);
  await page.waitForURL((url) => url.pathname === '/people' && url.searchParams.get('site') === other.id);
});

test('a link says which site it is about, whatever site was open before', async (t) => {
  const { mock, page, other } = await start(t);
  await visit(page, mock, `/devices?site=${other.id}`);
  await page.getByRole('article', { name: 'Quay gate' }).waitFor();
  await visit(page, mock, `/people/${mock.state.people[0].id}?site=${other.id}`);
  await page.waitForURL((url) => url.searchParams.get('site') === mock.state.site.id);
  await page.locator('.w-table tbody tr').first().waitFor();
  await visit(page, mock, '/policy?site=no-such-site');
  await page.waitForURL((url) => url.searchParams.get('site') === mock.state.site.id);
});

test('the bell counts the alarms of every site, as the wall and the page do', async (t) => {
  const { mock, page, other } = await start(t);
  const open = () => mock.state.alarms.filter((alarm) => !alarm.acknowledged_at).length;
  const bell = page.getByRole('banner').getByRole('link', { name: /open\)$/ });
  await bell.filter({ hasText: String(open()) }).waitFor();
  const gate = mock.state.devices.find((one) => one.site === other.id);
  const alarm = { ...mock.state.alarms[0], id: mock.state.passages[0].id, site: other.id, device: gate.id, device_name: gate.name, at: new Date().toISOString() };
  mock.state.alarms.push(alarm);
  mock.send('alarm', alarm);
  await bell.filter({ hasText: String(open()) }).waitFor();
  await bell.click();
  await page.getByRole('feed').getByText('Harbour Campus · Quay gate').waitFor();
  assert.equal(await page.locator('article.alarm').count(), open());
});

test('while the server is away the console says so, and opens when it is back', async (t) => {
  const { mock, page } = await start(t);
  mock.beAway(true);
  await page.goto(`${mock.url}/people`);
  await page.getByText('The server cannot be reached').waitFor();
  assert.match(page.url(), /\/people/);
  mock.beAway(false);
  await page.locator('.w-table tbody tr').first().waitFor();
});

test('who cannot log out because the server is away is told, and stays', async (t) => {
  const { mock, page } = await start(t);
  mock.beAway(true);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.locator('.el-message', { hasText: 'The server cannot be reached.' }).waitFor();
  assert.match(page.url(), /\/wall/);
  assert.ok(!page.complaints.some((one) => one.startsWith('script:')), page.complaints.join('\n'));
});

test('only new passages that fit the filter are offered', async (t) => {
  const { mock, page } = await start(t);
  const [gate, elsewhere] = mock.state.devices;
  await visit(page, mock, `/passages?device=${gate.id}`);
  await page.locator('.w-table tbody tr').first().waitFor();
  mock.happen({ gate: elsewhere });
  mock.happen({ gate });
  mock.happen({ gate: elsewhere });
  await page.getByRole('button', { name: 'New passages since: 1. Show them' }).waitFor();
});

test('what happened between the page and its live stream is caught up', async (t) => {
  const mock = await mockServer(t);
  const page = await openPage(t, browser());
  mock.refuseStreams(true);
  await logIn(page, mock);
  await page.goto(mock.url);
  await page.locator('article.tile').first().waitFor();
  const missed = mock.happen();
  mock.refuseStreams(false);
  await page.locator(`time[datetime="${missed.at}"]`).first().waitFor({ timeout: 30_000 });
});

test('an alarm sound that the browser does not allow yet asks for a click', async (t) => {
  const { mock, page } = await start(t);
  await visit(page, mock, '/alarms');
  await page.getByRole('switch', { name: 'Sound' }).focus();
  await page.keyboard.press('Space');
  const asks = page.getByText('The browser keeps alarms silent until you click');
  assert.equal(await asks.count(), 0);
  const later = await page.context().newPage(); // as after a reload: nobody has touched it
  await later.goto(`${mock.url}/alarms`);
  await later.getByText('The browser keeps alarms silent until you click').waitFor();
  await later.getByRole('heading', { name: 'Alarms' }).click();
  await later.getByText('The browser keeps alarms silent until you click').waitFor({ state: 'detached' });
});
