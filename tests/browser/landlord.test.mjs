// A landlord who holds no post in the unit of the house, before the mock: the houses at which they are named stand beside those of their units,
// each once, and there they speak as the landlord.
import assert from 'node:assert/strict';
import test from 'node:test';
import { absent, page as pageOf, Refusal } from '../../web/mock/answers.mjs';
import { uuid7, whoIs } from '../../web/mock/data.mjs';
import { browserFor, mockServer, violations } from './console.mjs';
import { brokenWords, button, counted, cutOff, kept, logIn, phoneIn } from './handset.mjs';

const browser = browserFor(test);
const phone = phoneIn(browser);
const STATE = { state: 'expected', observation: null, registered: false, steps: ['meet', 'withdraw', 'miss'], birth: null, sex: null, nationality: null, spellings: [], documents: [] };
const member = (state, user) => (user.name === 'fang' ? state.fang : whoIs(state, user).member);

/** fang lets two houses, one of them in the grid of li, who lets the second one of hers and one elsewhere. */
function make(state) {
  const user = { id: uuid7(), name: 'fang', role: 'member', sites: [], units: [], disabled: false, created_at: new Date().toISOString() };
  state.users.push(user);
  state.fang = { id: uuid7(), name: '方敏', phone: '10000000009', account: user.id };
  const li = whoIs(state, state.users.find(({ name }) => name === 'li')).member;
  const [first, second] = state.premises;
  const elsewhere = state.units.at(-1);
  const other = (code, address, landlord) => ({ ...second, id: uuid7(), code, address, unit: elsewhere.id, unit_name: elsewhere.name, landlord, rooms: [] });
  Object.assign(first, { landlord: { id: state.fang.id, name: '方敏' } });
  Object.assign(second, { landlord: { id: li.id, name: '李静' } });
  state.premises.push(other('H-900', '宾王路 9 号', { id: li.id, name: '李静' }), other('H-901', '宾王路 10 号', { id: state.fang.id, name: '方敏' }));
  state.declarations = [];
}

const routes = {
  'GET /me': ({ state, user }) => (user.name === 'fang' ? { member: state.fang, posts: [], desks: [] } : whoIs(state, user)),
  'GET /premises': ({ state, user, query }) => {
    const inUnits = (one) => user.name !== 'fang' && !one.code.startsWith('H-9');
    const found = state.premises.filter((one) => (query.get('mine') === 'true' ? one.landlord?.id === member(state, user)?.id : inUnits(one)));
    return { ...pageOf(found.map((one) => ({ ...one, rooms: one.rooms.length })), query), premises: found.length, rooms: 0 };
  },
  'PUT /declarations/{id}': ({ state, user, id, body }) => {
    const house = state.premises.find((one) => one.id === body.premises);
    if (!house) throw absent();
    if (body.source !== 'landlord' && user.name === 'fang') throw new Refusal(403, 'declaration.source', 'You are its landlord.', '您是房东。', 'source');
    const { persons, room, premises: _premises, version, vehicle = '', note = '', language = '', stays, ...rest } = body;
    const at = house.rooms.find((one) => one.id === room);
    const made = {
      id, ...rest, vehicle, note, language, stays: stays.map((one) => ({ left_on: null, ...one })), day: body.arrives_at.slice(0, 10), declared_at: new Date().toISOString(), version: version + 1, awaits: null, author: user.name, prepared_at: null, incident: null, done: [],
      premises: { id: house.id, code: house.code, address: house.address }, room: at ? { id: at.id, number: at.number } : null, unit_name: house.unit_name, persons: persons.map((one) => ({ ...STATE, id: one.id, name: one.name, phones: one.phones, since: new Date().toISOString() })),
    };
    state.declarations.push(made);
    return made;
  },
};

async function open(t, name, options) {
  const mock = await mockServer(t, { more: routes, make });
  const page = await phone(t, { withoutWorker: true, ...options });
  await logIn(page, mock, name);
  await counted(async () => {
    const there = await kept(page, 'kept');
    return ['me', 'houses', 'arrivals'].every((key) => there.includes(key));
  }, 'the phone does not see the houses');
  return { mock, page };
}

async function declare(page) {
  await page.getByLabel('Name (needed)').fill('王建国');
  await page.getByLabel('Province (needed)').selectOption('420000');
  await page.getByText('Tomorrow', { exact: true }).click();
  await page.getByLabel('Time (needed)').fill('14:30');
  await page.getByText('Train', { exact: true }).click();
  await button(page, 'Send').click();
  await page.getByRole('heading', { level: 1, name: '王建国' }).waitFor();
  await counted(async () => (await kept(page, 'outbox')).length === 0, 'something waits on the phone');
}

test('who is named at houses and holds no post sees them, and declares as their landlord', async (t) => {
  const { mock, page } = await open(t, 'fang');
  await page.getByRole('link', { name: 'Arrivals' }).click();
  await page.getByRole('link', { name: 'Declare who will arrive' }).click();
  await button(page, '城中中路 12 号 H-101').waitFor();
  assert.equal(await page.locator('button', { hasText: /H-\d+$/ }).count(), 2, 'theirs and no others');
  await page.getByLabel('Search for a house: code or address').fill('901');
  await button(page, '宾王路 10 号 H-901').click();
  assert.equal(await page.getByText('They are here and were not declared').count(), 0, 'a landlord finds nobody');
  await declare(page);
  assert.deepEqual(mock.state.declarations.map((one) => [one.source, one.premises.code]), [['landlord', 'H-901']]);
  assert.equal(await button(page, 'Arrived').count(), 0, 'the steps are the grid’s');
  await button(page, 'Will not come').waitFor();
  assert.deepEqual(page.complaints, []);
});

test('of a member of the grid who lets houses too, each house stands there once, and speaks for itself', async (t) => {
  const { mock, page } = await open(t, 'li');
  await page.getByRole('link', { name: 'Arrivals' }).click();
  await page.getByRole('link', { name: 'Declare who will arrive' }).click();
  await page.getByLabel('Search for a house: code or address').waitFor();
  assert.deepEqual(await page.locator('button .w-muted').allTextContents(), ['H-101', 'H-102', 'H-103', 'H-104', 'H-900']);
  await button(page, '城中中路 13 号 H-102').click();
  await page.getByText('They are here and were not declared').waitFor(); // in the own grid they are a member, though they let it
  await button(page, 'Another house').click();
  await button(page, '宾王路 9 号 H-900').click();
  await page.getByText('They are here and were not declared').waitFor({ state: 'detached' });
  await declare(page);
  assert.deepEqual(mock.state.declarations.map((one) => [one.source, one.premises.code]), [['landlord', 'H-900']]);
  assert.deepEqual(page.complaints, []);
});

for (const [language, dark] of [['en', false], ['zh', true]]) {
  test(`the houses can be read in large type at 320 px (${language})`, async (t) => {
    const { mock, page } = await open(t, 'fang', { language, dark, large: true, width: 320, height: 640 });
    await page.goto(`${mock.url}/phone/#/tasks/arrivals/declare/${uuid7()}`);
    await page.locator('#p-house').waitFor();
    assert.deepEqual(await page.evaluate(cutOff), []);
    assert.deepEqual(await page.evaluate(brokenWords), []);
    assert.deepEqual(await violations(page), []);
  });
}
