// Enterprises on the phone, before the real server: a head applies, reports and mends without a network; the grid records what it found; what
// somebody else did meanwhile is shown, and what the server refuses is kept.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { cityOf } from '../flow/support/city.mjs';
import { id, password, repository } from '../flow/support/ward.mjs';
import { browserFor, violations } from './console.mjs';
import { brokenWords, button, counted, cutOff, kept, logIn, phoneIn } from './handset.mjs';

const browser = browserFor(test);
const phone = phoneIn(browser);
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First grid,grid,c1\ne1,Zippers,enterprise,g1\nw1,Dyeing,workshop,e1\n';
const members =
  'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\ng1,Chen,10000000004,member\ne1,Chen,10000000004,commander\ne1,Zhang,10000000005,member\nw1,Zhang,10000000005,commander\n';
const day = (after = 0) => new Date(Date.now() + 8 * 3600e3 + after * 86_400_000).toISOString().slice(0, 10); // in Shanghai
const plan = {
  resume_on: day(1), workers: [{ region: '420000', count: 20 }, { region: '330000', count: 60 }, { region: 'KOR', count: 2 }], masks: 2000, masks_a_day: 160, thermometers: 4,
  isolation_rooms: 2, canteen: 'staggered', disinfection: 'Twice a day.', responsible: 'Chen', phone: '10000000004',
};
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);

async function city(t) {
  const made = await cityOf(t, { units, members }, { server: { web: join(repository, 'web/dist') } });
  await made.server.admin.put(`/users/${id()}`, { name: 'market', role: 'market_supervision', password });
  const where = id();
  await made.server.admin.put(`/enterprises/${where}`, { unit: made.unit.w1, name: 'Jiangbin Dyeing Works', kind: 'factory', version: 0 });
  return { ...made, market: await made.server.login('market'), where };
}
const step = (api, where, name, more) => api.post(`/enterprises/${where}/${['apply', 'withdraw', 'check'].includes(name) ? 'steps' : 'decisions'}`, { id: id(), step: name, ...more });
const approved = async ({ zhang, li, market, where }) => {
  await step(zhang, where, 'apply', { plan });
  await step(li, where, 'check', { passed: true });
  await step(market, where, 'approve', { cap: { from: day(), people: 40 }, note: 'One to a table in the canteen.' });
};

async function open(t, { server, where }, name, options = {}) {
  const page = await phone(t, { withoutWorker: true, ...options });
  await logIn(page, server, name, password);
  await counted(async () => (await kept(page, 'kept')).includes('enterprises'), 'the phone does not see the enterprises');
  page.url_of = (path = '') => `${server.url}/phone/#/tasks/enterprises${path}`;
  page.one = page.url_of(`/${where}`);
  return page;
}
const inFull = (page, where) => counted(async () => (await kept(page, 'kept')).includes(`enterprise/${where}`), 'the phone does not know the enterprise');
/** A page without a worker has its parts only after they were opened. */
async function load(page, ...urls) {
  for (const url of urls) {
    await page.goto(new URL('/icon.svg', url).href); // nothing is left of the page before
    await page.goto(url);
    await page.locator('main h1').waitFor();
  }
}
const sent = (page) => counted(async () => (await kept(page, 'outbox')).length === 0, 'something waits on the phone');
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();

test('a head applies without a network, the grid finds something missing, looks again, and the head reads the conditions', async (t) => {
  const made = await city(t);
  const { server, market, where } = made;
  const head = await open(t, made, 'zhang');
  await inFull(head, where);
  await load(head, head.url_of(), head.one, `${head.one}/apply`);
  await head.goto(`${server.url}/phone/#/tasks`);
  await head.context().setOffline(true);
  await head.getByRole('link', { name: 'Enterprises', exact: true }).click();
  await head.getByRole('link', { name: /Jiangbin Dyeing Works.*Not applied/ }).click();
  await head.getByText('It may not work yet. Apply with a plan.').waitFor();
  await head.getByRole('link', { name: 'Apply' }).click();
  await head.getByLabel('Who answers for it', { exact: true }).fill('Zhang');
  await head.getByLabel('Phone of who answers for it').fill('10000000005');
  await button(head, 'Apply').click();
  await heading(head, 'Apply to go back to work'); // the browser asks for the region
  const region = (number) => head.getByRole('group', { name: `Region ${number}` });
  await region(1).getByLabel('Province or country (needed)').selectOption({ label: 'Hubei' });
  await region(1).getByLabel('How many people? (needed)').fill('20');
  await button(head, 'Another region').click();
  await region(2).getByLabel('Province or country (needed)').selectOption({ label: 'Hubei' });
  await region(2).getByLabel('How many people? (needed)').fill('5');
  await button(head, 'Apply').click();
  await head.getByText('A region stands there twice.').waitFor();
  await region(2).getByLabel('Province or country (needed)').selectOption({ label: 'South Korea' });
  await head.getByLabel('Masks in stock').fill('2000');
  await head.getByLabel('Masks used a day').fill('160');
  await head.getByLabel('Meals').selectOption('In shifts');
  await head.goto(head.url_of());
  await head.getByRole('heading', { name: 'Begun and not sent' }).waitFor();
  await head.getByRole('link', { name: 'Go on' }).click();
  assert.equal(await head.getByLabel('Masks in stock').inputValue(), '2000', 'a draft outlives its page');
  await button(head, 'Apply').click();
  await heading(head, 'Jiangbin Dyeing Works');
  await head.getByText('Application to go back to work').waitFor();
  assert.equal(await head.getByRole('link', { name: 'Apply' }).count(), 0, 'while it waits there is no other');
  await head.context().setOffline(false);
  await sent(head);
  await head.getByText('Next the grid looks whether it is as the plan says.').waitFor();

  const grid = await open(t, made, 'li');
  await inFull(grid, where);
  await load(grid, grid.url_of(), grid.one);
  await grid.goto(`${server.url}/phone/#/tasks`);
  await grid.context().setOffline(true);
  await grid.getByRole('link', { name: 'Enterprises To be checked: 1' }).click();
  await grid.getByRole('link', { name: /Jiangbin Dyeing Works/ }).click();
  await grid.getByText('Hubei: 20').waitFor();
  await grid.getByText('Days they last: 12. In stock: 2000. A day: 160.').waitFor();
  await grid.getByText('Something is missing', { exact: true }).click();
  await button(grid, 'Record it').click();
  await grid.getByText('Say what is missing.').waitFor();
  await grid.getByLabel('What is missing? (needed)').fill('No isolation room.');
  await picture(grid, 'check');
  await button(grid, 'Record it').click();
  await grid.getByText('Check by the grid', { exact: true }).waitFor();
  await grid.getByText('Jiangbin Dyeing Works: Something is missing').waitFor();
  await grid.context().setOffline(false);
  await sent(grid);
  await grid.getByText('Something was missing. Look again whether it is as the plan says.').waitFor();
  await head.goto(head.url_of());
  await head.goto(head.one);
  await head.getByText('The grid found something missing. Mend it: the grid looks again.').waitFor();
  await head.getByText('No isolation room.').first().waitFor();
  await grid.getByText('As it should be', { exact: true }).click();
  await button(grid, 'Record it').click();
  await sent(grid);
  const found = await server.admin.get(`/enterprises/${where}`);
  assert.deepEqual(found.done.map(({ step: name, passed, author }) => [name, passed, author]), [['check', true, 'li'], ['check', false, 'li'], ['apply', null, 'zhang']]);
  assert.deepEqual([found.plan.masks, found.plan.workers, found.plan.canteen], [2000, [{ region: '420000', count: 20 }, { region: 'KOR', count: 5 }], 'staggered']);

  await step(market, where, 'approve', { cap: { from: day(), people: 40 }, note: 'One to a table in the canteen.' });
  await head.goto(head.url_of());
  await head.goto(head.one);
  await head.getByText('One to a table in the canteen.').first().waitFor();
  await head.getByRole('link', { name: /^Today/ }).waitFor();
  assert.deepEqual([...head.complaints, ...grid.complaints], []);
});

test('a day is reported without a network, with what was typed wrongly said; too many people are told, and the report is mended', async (t) => {
  const made = await city(t);
  const { server, where } = made;
  await approved(made);
  const page = await open(t, made, 'zhang', { withoutWorker: false });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await inFull(page, where);
  await page.context().setOffline(true);
  await server.stop();
  await page.goto(page.one);
  await page.getByRole('link', { name: /^Today Not reported/ }).click();
  await button(page, 'Report').click();
  await page.getByText('Say how many were there; 0 on a day without work.').waitFor();
  await page.getByLabel('People there').fill('47');
  await page.getByLabel('Highest temperature, °C').fill('3.6');
  await button(page, 'Report').click();
  await page.getByText('Enter it with at most one decimal, as 36.5; between 30 and 45.').waitFor();
  await page.getByLabel('Highest temperature, °C').fill('36,9');
  await page.reload();
  assert.equal(await page.getByLabel('People there').inputValue(), '47', 'a draft outlives its page');
  await picture(page, 'day-form');
  await button(page, 'Report').click();
  await page.getByRole('link', { name: /^Today Not sent yet/ }).click();
  await page.getByText('There is no network.').first().waitFor();
  await button(page, 'Change the report').click();
  await page.getByLabel('Masks left').fill('1900');
  await button(page, 'Report').click();
  await page.getByRole('link', { name: /^Today Not sent yet/ }).waitFor();
  await server.start();
  await page.context().setOffline(false);
  await sent(page);
  await page.getByText('By the last report more people were there than allowed.').waitFor();
  await page.getByRole('link', { name: /^Today There: 47\. Feverish: 0\. Highest: 36\.9 °C Too many people/ }).click();
  await page.getByLabel('People there').fill('40');
  await button(page, 'Report').click();
  await sent(page);
  const { days } = await server.admin.get(`/enterprises/${where}`);
  assert.deepEqual(days.map(({ day: of, present, highest_cc, masks, version }) => [of, present, highest_cc, masks, version]), [[day(), 40, 3690, 1900, 2]]);
  assert.deepEqual(page.complaints, []);
});

test('two report one day: who is second sees what the first reported, and decides', async (t) => {
  const made = await city(t);
  const { server, where, chen } = made;
  await approved(made);
  const page = await open(t, made, 'zhang');
  await inFull(page, where);
  await load(page, page.one, `${page.one}/${day()}`);
  await page.context().setOffline(true);
  await page.getByLabel('People there').fill('38');
  await page.getByLabel('Feverish').fill('1');
  await button(page, 'Report').click();
  await page.getByRole('link', { name: /^Today Not sent yet/ }).waitFor();
  await chen.put(`/enterprises/${where}/days/${day()}`, { present: 36, fevers: 0, version: 0 });
  await page.context().setOffline(false);
  await page.getByRole('link', { name: 'Refused: 1. Look here.' }).click();
  assert.equal(await button(page, 'Send again').count(), 0, 'it is not sent again unseen');
  await button(page, 'See what stands now').click();
  const meanwhile = page.locator('section', { has: page.getByRole('heading', { name: 'Somebody else reported this day meanwhile' }) });
  await meanwhile.locator('dl > div').first().waitFor();
  assert.deepEqual(await meanwhile.locator('dl > div').allTextContents(), ['People there36', 'Feverish0']);
  assert.equal(await page.getByLabel('People there').inputValue(), '38');
  await picture(page, 'day-meanwhile');
  await button(page, 'I have read it. Send mine too').click();
  await sent(page);
  const { days } = await server.admin.get(`/enterprises/${where}`);
  assert.deepEqual(days.map(({ present, fevers, version }) => [present, fevers, version]), [[38, 1, 2]]);
  assert.deepEqual(page.complaints, []);
});

test('the application is returned while the grid writes: the refusal is shown and kept; the head reads why, applies again and withdraws', async (t) => {
  const made = await city(t);
  const { server, market, zhang, where } = made;
  await step(zhang, where, 'apply', { plan });
  const grid = await open(t, made, 'li');
  await inFull(grid, where);
  await load(grid, grid.url_of(), grid.one);
  await grid.context().setOffline(true);
  await grid.getByText('As it should be', { exact: true }).click();
  await grid.getByLabel('In your words, if you like').fill('all well');
  await button(grid, 'Record it').click();
  await grid.getByText('Check by the grid', { exact: true }).waitFor();
  await step(market, where, 'return', { note: 'Say who answers for the dormitory.' });
  await grid.context().setOffline(false);
  await grid.getByText(/^Refused: Jiangbin Dyeing Works is "returned": this step is not for it\./).waitFor();
  await button(grid, 'Correct it').click();
  await grid.getByText('There is nothing to check any more. The enterprise: Returned. What you wrote is still here.').waitFor();
  await grid.getByText('all well').waitFor();
  await button(grid, 'Delete').click();

  const head = await open(t, made, 'zhang');
  await head.goto(head.one);
  await head.getByText('Say who answers for the dormitory.').first().waitFor();
  await picture(head, 'returned');
  await head.getByRole('link', { name: 'Apply' }).click();
  assert.equal(await head.getByLabel('Masks in stock').inputValue(), '2000', 'it begins with the plan before');
  await head.getByLabel('In your words, if you like').fill('The porter answers for it.');
  await button(head, 'Apply').click();
  await head.getByText('Next the grid looks whether it is as the plan says.').waitFor();
  await sent(head);
  await button(head, 'Withdraw the application').click();
  await head.getByText('Nobody looks or decides any more until you apply again.').waitFor();
  await button(head, 'Withdraw the application').click();
  await head.getByText('It may not work yet. Apply with a plan.').waitFor();
  assert.equal((await server.admin.get(`/enterprises/${where}`)).state, 'known');
  assert.deepEqual([...grid.complaints, ...head.complaints], []);
});

/** One at work that had a fever and too many people, and another one that waits for the grid. */
async function halfway(t) {
  const made = await city(t);
  await approved(made);
  await made.zhang.put(`/enterprises/${made.where}/days/${day()}`, { present: 47, fevers: 2, highest_cc: 3840, masks: 900, note: 'Sent to the fever clinic.', version: 0 });
  const other = id();
  await made.server.admin.put(`/enterprises/${other}`, { unit: made.unit.e1, name: '义乌市江滨针织染整有限公司第二分厂', kind: 'factory', version: 0 });
  await step(made.chen, other, 'apply', { plan });
  await step(made.li, other, 'check', { passed: false, note: 'No isolation room.' });
  return { ...made, other };
}
const pages = ({ where, other }) => ({
  zhang: { tasks: '/tasks', list: '/tasks/enterprises', one: `/tasks/enterprises/${where}`, day: `/tasks/enterprises/${where}/${day()}` },
  chen: { failed: `/tasks/enterprises/${other}` },
  li: { look: '/tasks/enterprises', check: `/tasks/enterprises/${other}` },
});

for (const [language, large, width, dark] of [['en', true, 320, false], ['zh', true, 320, true], ['zh', false, 390, false], ['en', false, 390, true]]) {
  test(`enterprises on the phone: nothing is cut off and WCAG 2.1 AA is kept (${language}, ${width} px${large ? ', large' : ''}${dark ? ', dark' : ''})`, async (t) => {
    const made = await halfway(t);
    for (const [name, paths] of Object.entries(pages(made))) {
      const page = await open(t, made, name, { language, large, width, dark, height: large ? 640 : 844 });
      for (const [where, path] of Object.entries(paths)) {
        await page.goto(`${made.server.url}/phone/#${path}`);
        await page.locator('main h1').waitFor();
        if (where !== 'tasks') await page.locator(where === 'day' ? '#p-report-present' : 'main .p-card').first().waitFor();
        if (where === 'check') await page.locator('fieldset label').nth(1).click();
        await picture(page, `enterprises-${where}-${language}-${width}${dark ? '-dark' : ''}`);
        assert.deepEqual(await page.evaluate(cutOff), [], where);
        assert.deepEqual(await page.evaluate(brokenWords), [], where);
        assert.deepEqual(await violations(page), [], where);
      }
      assert.deepEqual(page.complaints, []);
    }
  });
}
