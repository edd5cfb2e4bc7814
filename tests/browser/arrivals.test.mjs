// Who will arrive, on the phone and before the real server: a landlord declares without a network, the grid brings a family to the
// register and into observation, a link leads where its code says, and what is refused is told.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import { Api } from '../flow/support/api.mjs';
import { cityOf, housesIn } from '../flow/support/city.mjs';
import { id, password, repository, ward } from '../flow/support/ward.mjs';
import { browserFor, violations } from './console.mjs';
import { brokenWords, button, cutOff, kept, logIn, phoneIn } from './handset.mjs';

const browser = browserFor(test);
const phone = phoneIn(browser);
const { renderSVG } = await import(createRequire(new URL('../../web/package.json', import.meta.url)).resolve('uqr'));
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\nb1,Building,building,g1\nl1,Chen,tenants,b1\n';
const members = 'unit,name,phone,duty\nc1,Wu,10000000001,member\ng1,Wu,10000000001,commander\ng1,Li,10000000002,member\nb1,Chen,10000000004,member\nl1,Chen,10000000004,commander\n';
const rules = {
  version: 0,
  rules: [{ regions: ['420000'], from: '2020-01-01', kind: 'home', days: 14, why: { en: 'Many cases there.', zh: '当地病例较多。', ko: '그 지역에 환자가 많습니다.' }, basis: 'Notice 3' }],
};

async function city(t, numbers = ['101', '102']) {
  const made = await cityOf(t, { units, members }, { server: { web: join(repository, 'web/dist') } });
  await made.server.admin.put('/declarations/rules', rules);
  return { ...made, ...(await housesIn(made.server, made.unit, ['g1', 'l1'], numbers)) };
}

async function open(t, server, name, options) {
  const page = await phone(t, options);
  await logIn(page, server, name, password);
  await page.goto(`${server.url}/phone/#/tasks/arrivals`);
  await page.locator('main h1').waitFor();
  return page;
}

const day = (more = 0) => new Date(Date.now() + more * 86400e3).toISOString().slice(0, 10);
const person = (name, more = {}) => ({ id: id(), name, ...more });
const coming = (premises, persons, more = {}) => ({
  premises, source: 'landlord', arrives_at: new Date(Date.now() + 24 * 3600e3).toISOString(), carrier: 'train', vehicle: 'G1321', stays: [{ region: '420106' }], persons, version: 0, ...more,
});
const step = (name, persons, more = {}) => ({ id: id(), step: name, persons: persons.map((one) => one.id), ...more });
const family = () => ['王建国', '李秀英', 'Mohammed al-Sayed', 'محمد السيد', '王小明', '王小红'].map((name, i) => person(name, { phones: [`1380000000${i}`] }));
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);
const row = (page, name) => page.locator('main li.p-card', { hasText: name });

async function until(check, what) {
  for (const end = Date.now() + 20_000; ; await new Promise((resume) => setTimeout(resume, 50))) {
    const found = await check();
    if (found) return found;
    assert.ok(Date.now() < end, what);
  }
}

/** What it needs lies on the phone: then it can be without a network. */
async function settled(page, ...shelves) {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await until(async () => {
    const there = await kept(page, 'kept');
    return ['me', 'arrivals', 'houses', ...shelves].every((key) => there.includes(key)) && (await kept(page, 'outbox')).length === 0;
  }, 'the phone does not come to rest');
}

async function cut(server, page) {
  await page.context().setOffline(true);
  await server.stop();
}
async function mend(server, page) {
  await server.start();
  await page.context().setOffline(false);
}

/** The part of the form that every declaration needs, the name having been written. */
async function fillJourney(page) {
  await page.getByLabel('Province (needed)').selectOption('420000');
  await page.getByLabel('City or prefecture').selectOption({ label: 'Wuhan' });
  await page.getByText('Tomorrow', { exact: true }).click();
  await page.getByLabel('Time (needed)').fill('14:30');
  await page.getByText('Train', { exact: true }).click();
  await page.getByLabel('Number of the train').fill('G1321');
}

test('a landlord declares without a network, the phone is started again, and the server has it once', async (t) => {
  const { server, houses, rooms } = await city(t, Array.from({ length: 60 }, (_, i) => String(101 + i)));
  const page = await open(t, server, 'chen');
  await settled(page, `rooms/${houses.l1}`);
  await cut(server, page);
  await page.getByRole('link', { name: 'Declare who will arrive' }).click();
  await page.getByText('Road l1', { exact: true }).waitFor(); // the only house need not be chosen
  await page.getByLabel('Room, if it is known: its number').fill('144');
  await button(page, '144').click();
  await page.getByLabel('Name (needed)').fill('王建国');
  await page.getByLabel('Phone').fill('13800000001');
  await page.reload();
  await page.getByText('Room 144').waitFor();
  assert.equal(await page.getByLabel('Name (needed)').inputValue(), '王建国', 'a draft outlives its page');
  await button(page, 'One more person').click();
  await page.getByRole('group', { name: 'Person 2' }).getByLabel('Name (needed)').fill('李秀英');
  await fillJourney(page);
  await picture(page, 'arrivals-form');
  await button(page, 'Send').click();
  await page.getByText('Known as soon as the declaration is sent.').waitFor();
  await page.getByText('There is no network.').first().waitFor();
  await page.goto(`${server.url}/phone/#/tasks/arrivals`);
  await page.reload();
  await page.getByRole('heading', { name: 'Waiting on this phone' }).waitFor();
  await page.getByText('王建国 and others, 2 in all').waitFor();

  await mend(server, page);
  await page.getByRole('heading', { name: 'Tomorrow' }).waitFor();
  const { items } = await server.admin.get('/declarations');
  assert.deepEqual(items.map((one) => [one.source, one.author, one.room.id, one.vehicle, one.stays[0].region, one.version, one.persons.map(({ name, phones }) => [name, phones])]),
    [['landlord', 'chen', rooms['l1-144'], 'G1321', '420100', 1, [['王建国', ['13800000001']], ['李秀英', []]]]]);
  assert.equal(new Date(items[0].arrives_at).toTimeString().slice(0, 5), '14:30');
  await page.getByRole('link', { name: /王建国 and others, 2 in all/ }).click();
  await page.getByText(/^Medical observation at home\. Days: 14\. Ends: /).waitFor();
  await page.getByText('Many cases there.').waitFor();
  await page.getByText('Wuhan, Hubei').first().waitFor();
  assert.equal(await button(page, 'Arrived').count(), 0, 'the steps are the grid’s');
  assert.deepEqual(page.complaints, []);
});

test('of a family of six four arrive: the grid takes them to the register and into observation, in a lift without a network', async (t) => {
  const { server, houses, rooms, li, chen } = await city(t);
  const six = family();
  const where = id();
  await chen.put(`/declarations/${where}`, coming(houses.l1, six, { room: rooms['l1-101'], arrives_at: new Date(Date.now() - 600e3).toISOString() }));
  const page = await open(t, server, 'li');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await picture(page, 'arrivals-list');
  await page.getByRole('link', { name: /王建国 and others, 6 in all/ }).click();
  await button(page, 'The room is ready').click();
  await page.getByText(/^The room is ready: /).first().waitFor();
  for (const { name } of six.slice(0, 4)) await page.getByRole('checkbox', { name }).check();
  await picture(page, 'arrivals-chosen');
  await button(page, 'Arrived').click();
  await until(async () => (await li.get(`/declarations/${where}`)).persons.filter(({ state }) => state === 'arrived').length === 4, 'nobody was met');

  await settled(page, `rooms/${houses.l1}`);
  await cut(server, page);
  await page.reload();
  for (const { name } of six.slice(0, 4)) await page.getByRole('checkbox', { name }).check();
  await button(page, 'Verified').click();
  await row(page, '王建国').getByText('Not sent yet').waitFor();
  for (const { name } of six.slice(0, 3)) await page.getByRole('checkbox', { name }).check();
  await button(page, 'Begin observation').click();
  assert.equal(await page.getByLabel('Day on which they can be released').inputValue(), day(14), 'as the rule says');
  assert.ok(await page.getByRole('radio', { name: 'at home' }).isChecked());
  await picture(page, 'arrivals-observe');
  await button(page, 'Begin observation').click();
  await row(page, '李秀英').getByText('In observation', { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: 'محمد السيد' }).check();
  await button(page, 'Register').click();
  await button(page, 'Another room').click();
  await button(page, '102').click();
  await button(page, 'Register').click();
  await row(page, 'محمد السيد').getByText('Registered').waitFor();
  await picture(page, 'arrivals-offline');
  await mend(server, page);
  const brought = await until(async () => {
    const seen = await li.get(`/declarations/${where}`);
    return seen.done.length === 5 && seen;
  }, 'the steps did not arrive');
  assert.deepEqual(brought.persons.map(({ state }) => state), ['observed', 'observed', 'observed', 'registered', 'expected', 'expected']);
  assert.deepEqual(brought.done.map((one) => [one.step, one.persons.length]), [['prepare', 0], ['meet', 4], ['verify', 4], ['observe', 3], ['register', 1]]);
  const living = async (room) => (await li.get(`/rooms/${rooms[room]}/residents`)).items.map(({ name }) => name).sort();
  assert.deepEqual(await living('l1-101'), six.slice(0, 3).map(({ name }) => name).sort());
  assert.deepEqual(await living('l1-102'), ['محمد السيد']);
  await page.getByText('Registered: محمد السيد').or(page.getByText('Register: محمد السيد')).waitFor();

  const landlord = await open(t, server, 'chen');
  await landlord.getByRole('link', { name: /王小明 and others, 2 in all/ }).click();
  await button(landlord, 'Choose all').click();
  await button(landlord, 'Will not come').click();
  await landlord.getByLabel('Why? (needed)').fill('They stay at home.');
  await button(landlord, 'Will not come').click();
  await until(async () => (await li.get(`/declarations/${where}`)).persons.filter(({ state }) => state === 'withdrawn').length === 2, 'they are still expected');
  await page.goto(`${server.url}/phone/#/tasks/arrivals`);
  await page.reload(); // its stream was cut with the server
  await page.getByRole('heading', { name: 'In observation' }).waitFor();
  await page.getByText(/^Ends: /).waitFor();
  await page.getByRole('heading', { name: 'Today' }).waitFor({ state: 'detached' });
  assert.deepEqual([...page.complaints, ...landlord.complaints], []);
  const checked = await ward(['check', ...server.where]);
  assert.equal(checked.code, 0, checked.err);
});

test('a link is shown as the code of its address, is passed on, and says nothing any more when it is withdrawn', async (t) => {
  const { server } = await city(t);
  const page = await open(t, server, 'chen');
  await page.addInitScript(() => (navigator.share = async (what) => void (window.shared = what)));
  await page.reload();
  await page.getByRole('link', { name: 'A link for the tenant' }).click();
  await button(page, '102').click();
  await button(page, 'Make the link').click();
  const image = page.getByRole('img', { name: 'QR code of the link for Road l1, room 102' });
  await image.waitFor();
  await picture(page, 'arrivals-link');
  const address = await page.getByLabel('The link').inputValue();
  const code = address.slice(`${server.url}/d/#`.length);
  assert.equal(address, `${server.url}/d/#${code}`);
  assert.equal(await image.getAttribute('src'), `data:image/svg+xml,${encodeURIComponent(renderSVG(address, { ecc: 'M', border: 4 }))}`);
  assert.ok(await image.evaluate((at) => at.naturalWidth > 0 && at.getBoundingClientRect().width > 280), 'large enough for a camera');
  await button(page, 'Share').click();
  assert.deepEqual(await page.evaluate(() => window.shared), { text: 'Please declare your arrival at Road l1, room 102 here:', url: address });

  const guest = new Api(server.url);
  assert.equal((await guest.post('/public/declarations/look', { code })).room, '102');
  await page.reload();
  await button(page, 'Show').click();
  assert.equal(await page.getByLabel('The link').inputValue(), address, 'the phone remembers what it asked for');
  await button(page, 'Withdraw the link').click();
  await button(page, 'Withdraw it').click();
  await button(page, 'Make the link').waitFor();
  assert.equal((await guest.call('POST', '/public/declarations/look', { body: { code } })).status, 404);
  assert.deepEqual(page.complaints, []);
});

test('what the server refuses is told in its words: a step that came too late, and a number that is mistyped', async (t) => {
  const { server, houses, li, chen } = await city(t);
  const [one] = family();
  const where = id();
  await chen.put(`/declarations/${where}`, coming(houses.l1, [one]));
  await li.post(`/declarations/${where}/steps`, step('meet', [one]));
  const page = await open(t, server, 'li');
  await page.goto(`${server.url}/phone/#/tasks/arrivals/${where}`);
  await button(page, 'Verified').waitFor();
  await settled(page);
  await cut(server, page);
  await button(page, 'Verified').click();
  await row(page, '王建国').getByText('Not sent yet').waitFor();
  await server.start();
  await li.post(`/declarations/${where}/steps`, step('correct', [one], { note: 'Somebody else.' }));
  await page.context().setOffline(false);
  await page.getByText('Refused: 王建国 is expected: this step is not for them.').waitFor();
  await picture(page, 'arrivals-refused');
  await button(page, 'Do not send').click();
  await button(page, 'Delete it').click();
  await row(page, '王建国').getByText('Expected', { exact: true }).waitFor();
  await button(page, 'Arrived').waitFor();

  await page.goto(`${server.url}/phone/#/tasks/arrivals`);
  await page.getByRole('link', { name: 'Somebody is here and was not declared' }).click();
  await page.getByLabel('Search for a house: code or address').fill('h-g1');
  await button(page, 'Road g1 H-g1').click();
  await page.getByLabel('Name (needed)').fill('赵云');
  await page.getByText('Document, birth, nationality').click();
  await page.getByLabel('Document', { exact: true }).selectOption('resident_card');
  await page.getByLabel('Its number', { exact: true }).fill('110105194912310021');
  await page.getByText('Another country', { exact: true }).click();
  await page.getByLabel('Country (needed)').selectOption({ label: 'South Korea' });
  await page.getByLabel('Day (needed)').fill(day(-2));
  await page.getByLabel('Time (needed)').fill('08:00');
  await page.getByText('Car', { exact: true }).click();
  await button(page, 'Send').click();
  await page.getByText(/^Refused: .*mistyped/).waitFor();
  await button(page, 'Correct it').click();
  assert.equal(await page.getByLabel('Country (needed)').inputValue(), 'KOR');
  await page.getByText('Document, birth, nationality').click();
  await page.getByLabel('Its number', { exact: true }).fill('11010519491231002X');
  await button(page, 'Send').click();
  await page.getByText('Resident identity card, ends with 002X').waitFor();
  await page.getByText('There is no rule for where they come from: they are registered.').waitFor();
  const { items } = await server.admin.get('/declarations?found=true');
  assert.deepEqual(items.map((found) => [found.source, found.stays[0].region, found.persons[0].state]), [['found', 'KOR', 'arrived']]);
  assert.deepEqual(page.complaints, []);
});

test('a landlord changes what nobody has come of, and the list hears of a new declaration by itself', async (t) => {
  const { server, houses, li, chen } = await city(t);
  const where = id();
  await chen.put(`/declarations/${where}`, coming(houses.l1, family()));
  const page = await open(t, server, 'chen');
  const list = await open(t, server, 'li');
  await list.getByText('G1321').waitFor();
  await page.getByRole('link', { name: /王建国 and others/ }).click();
  await button(page, 'Change the declaration').click();
  await page.getByLabel('Number of the train').fill('G7001');
  await button(page, 'Send').click();
  await list.getByText('Train G7001').waitFor({ timeout: 20_000 }); // a beat is a minute: it was told
  assert.equal((await li.get(`/declarations/${where}`)).version, 2);
  assert.deepEqual([...page.complaints, ...list.complaints], []);
});

for (const [language, dark] of [['en', false], ['zh', true]]) {
  test(`nothing is cut off at 320 px in large type, and WCAG 2.1 AA is kept (${language}, ${dark ? 'dark' : 'light'})`, async (t) => {
    const { server, houses, rooms, li, chen } = await city(t, Array.from({ length: 40 }, (_, i) => String(101 + i)));
    const six = family();
    const [where, other] = [id(), id()];
    await chen.put(`/declarations/${where}`, coming(houses.l1, six, { room: rooms['l1-101'], note: 'They come with a dog and eleven suitcases.' }));
    await li.put(`/declarations/${other}`, coming(houses.g1, [person('Kim', { documents: [{ kind: 'passport', country: 'KOR', number: 'M12345678' }], nationality: 'KOR' })], { source: 'grid', stays: [{ region: 'KOR' }] }));
    for (const name of ['meet', 'verify']) await li.post(`/declarations/${where}/steps`, step(name, six.slice(0, 4)));
    await li.post(`/declarations/${where}/steps`, step('observe', six.slice(0, 2), { observation: { kind: 'home', from: day(), until: day(14) }, room: rooms['l1-101'] }));
    for (const [name, width, large] of [['plain', 390, false], ['large', 320, true]]) {
      const page = await open(t, server, 'li', { language, large, dark, width });
      const found = [];
      for (const [path, what] of [['', 'tasks'], ['/arrivals', 'list'], [`/arrivals/${where}`, 'family'], [`/arrivals/${other}`, 'one'], [`/arrivals/declare/${id()}`, 'form'], ['/arrivals/invite', 'invite']]) {
        await page.goto(`${server.url}/phone/#/tasks${path}`);
        await page.locator('main h1').waitFor();
        if (what === 'list') await page.locator('main a.p-card').first().waitFor();
        if (what === 'family') await page.locator('main li').first().waitFor();
        if (what === 'form') {
          await page.getByRole('button', { name: /Road g1/ }).click();
          await page.getByRole('button', { name: '101' }).waitFor();
          await page.locator('summary').click();
        }
        assert.deepEqual(await page.evaluate(cutOff), [], `${name} ${what}`);
        assert.deepEqual(await page.evaluate(brokenWords), [], `${name} ${what}`);
        await picture(page, `arrivals-${language}-${dark ? 'dark' : 'light'}-${name}-${what}`);
        found.push(...(await violations(page)).map((one) => `${what} ${one}`));
      }
      assert.deepEqual(found, []);
      assert.deepEqual(page.complaints, []);
    }
  });
}
