// An inspector's phone: the visits of a draw are worked through without a network, two of a pair meet at one address, a measure is proposed
// after its finding, told, decided and delivered; what the server refuses is shown and kept.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { browserFor, violations } from './console.mjs';
import { brokenWords, button, counted, cutOff, kept, logIn, phoneIn } from './handset.mjs';
import { inspectorsServer } from './inspector.mjs';

const browser = browserFor(test);
const phone = phoneIn(browser);
const photo = fileURLToPath(new URL('../../web/public/phone/icon-512.png', import.meta.url));
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);

/** A phone that has seen what there is of inspections. */
async function open(t, mock, name = 'zhou', options = {}) {
  const page = await phone(t, { withoutWorker: true, ...options });
  await logIn(page, mock, name);
  await settled(page, mock);
  return page;
}
async function settled(page, mock) {
  await counted(async () => {
    const there = await kept(page, 'kept');
    return ['draws', 'measures', 'offences', `draw/${mock.state.draws[0].id}`].every((key) => there.includes(key)) && (await kept(page, 'outbox')).length === 0;
  }, 'the phone does not come to rest');
}
const at = (mock, path) => `${mock.url}/phone/#/tasks/${path}`;
const visitAt = (mock, i) => at(mock, `inspections/${mock.state.draws[0].id}/${mock.state.draws[0].visits[i].item}`);
const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
const choose = (page, group, name) => page.getByRole('group', { name: group }).getByText(name, { exact: true }).click();
const sent = (page) => counted(async () => (await kept(page, 'outbox')).length === 0, 'something waits on the phone');
const outside = (...pages) => Promise.all(pages.map((page) => page.context().setOffline(true)));
const inside = (...pages) => Promise.all(pages.map((page) => page.context().setOffline(false)));

async function sawThem(page, declared, { board = 'Yes' } = {}) {
  await choose(page, 'What did you find?', 'Seen');
  await choose(page, 'Was everybody declared who should have been?', declared);
  await choose(page, 'Notice board at the door (needed)', board);
}

test('the visits of a draw are worked through in walking order without a network, and the server has each once', async (t) => {
  const mock = await inspectorsServer(t);
  const page = await open(t, mock, 'zhou', { withoutWorker: false });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  mock.beAway(true);
  await outside(page);
  await page.getByRole('link', { name: 'Inspections Left: 4' }).click();
  await page.getByText('Visits left: 4 of 4').waitFor();
  assert.equal(await page.getByText(/尚未公布|没有我的/).count(), 0, 'what is not revealed, or has no visit of theirs, is not shown');
  await page.getByRole('link', { name: /三月出租房抽查/ }).click();
  await heading(page, '三月出租房抽查');
  const names = await page.locator('main a.p-card h3').allTextContents();
  assert.deepEqual(names, ['浙江兴达针织有限公司第二车间', '江滨小吃店', '王秀兰', '陈国强'], 'in the order of the route');

  await page.getByRole('link', { name: /第二车间/ }).click();
  await heading(page, '浙江兴达针织有限公司第二车间');
  await button(page, 'Save, then the next one').click();
  await heading(page, '浙江兴达针织有限公司第二车间'); // the browser asks for what is needed
  await sawThem(page, 'No');
  await page.getByLabel('Number of beds').fill('12');
  await page.getByLabel('In your words, if you like').fill('three beds more than declared');
  await page.locator('section', { hasText: 'Pictures' }).locator('input[type=file]').setInputFiles(photo);
  await page.getByRole('img', { name: 'Picture 1' }).waitFor();
  await page.reload(); // what is being written outlives its page, with its picture
  await page.getByRole('img', { name: 'Picture 1' }).waitFor();
  assert.equal(await page.getByLabel('Number of beds').inputValue(), '12');
  await picture(page, 'visit-form');
  await button(page, 'Save, then the next one').click();
  await heading(page, '江滨小吃店');
  await page.getByText('浙江兴达针织有限公司第二车间 is kept: Somebody was not declared').waitFor();
  await choose(page, 'What did you find?', 'It does not exist');
  await page.getByText('Another one is drawn in its place.').waitFor();
  await button(page, 'Save, then the next one').click();
  await heading(page, '王秀兰');
  await choose(page, 'What did you find?', 'Nobody there');
  await button(page, 'Save, then the next one').click();
  await heading(page, '陈国强');
  await sawThem(page, 'Yes');
  await button(page, 'Save').click();
  await page.getByText('All visits are done: 4').waitFor();
  await page.reload();
  await page.getByRole('link', { name: /Waiting to be sent: 5/ }).waitFor();
  assert.equal(await page.locator('main a.p-card', { hasText: 'Not sent yet' }).count(), 4);
  await picture(page, 'draw-unsent');

  mock.loseAnswer('PUT /draws/{id}/visits/{item}'); // the first time it arrives, but its answer does not
  mock.beAway(false);
  await inside(page);
  await sent(page);
  const [chen, wang, snack, workshop] = mock.state.draws[0].visits;
  assert.deepEqual([workshop.outcome, workshop.declared, workshop.note, workshop.answers, workshop.pictures.length, workshop.version], ['seen', false, 'three beds more than declared', { board: true, beds: 12 }, 1, 1]);
  assert.equal(mock.state.files.get(workshop.pictures[0]).type, 'image/jpeg');
  assert.deepEqual([snack.outcome, wang.outcome, chen.declared, chen.version], ['not_there', 'nobody', true, 1]);
  await page.getByText('Visits left: 1 of 5').waitFor(); // the one that was drawn in place of the snack bar
  await page.getByRole('link', { name: /刘海.*In place of another/ }).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('between visits stands how far it is, for the whole way what the server says, and a visit opens in the map of the phone', async (t) => {
  const mock = await inspectorsServer(t);
  const page = await open(t, mock);
  await page.goto(at(mock, `inspections/${mock.state.draws[0].id}`));
  await page.getByText('From door to door 1.6 km as the crow flies').waitFor();
  const walk = () => page.locator('main section', { hasText: 'Left to do, in walking order' }).locator('h3, .leg').allTextContents();
  assert.deepEqual(await walk(), ['浙江兴达针织有限公司第二车间', 'then 350 m', '江滨小吃店', 'then 1.3 km', '王秀兰', '陈国强'], 'nothing is told of a way to an unknown place');
  await page.getByRole('link', { name: /江滨小吃店/ }).click();
  await heading(page, '江滨小吃店');
  assert.equal(await page.getByRole('link', { name: 'Show on a map' }).getAttribute('href'), `geo:${(29_300_000 + Math.round(350 / 0.111195)) / 1e6},120.07`);
  await outside(page);
  await choose(page, 'What did you find?', 'Nobody there');
  await button(page, 'Save, then the next one').click();
  await heading(page, '王秀兰');
  await page.goto(at(mock, `inspections/${mock.state.draws[0].id}`));
  await page.getByText('then 1.6 km').waitFor();
  assert.equal(await page.getByText(/^From door to door/).count(), 0, 'that was said of another way');
  await inside(page);
  await sent(page);
  await page.goto(visitAt(mock, 0));
  await heading(page, '陈国强');
  assert.equal(await page.getByRole('link', { name: 'Show on a map' }).count(), 0, 'it has no place');
  assert.deepEqual(page.complaints, []);
});

test('two of a pair were at one address: who is second sees what the first found, and nothing is lost', async (t) => {
  const mock = await inspectorsServer(t);
  const [zhou, qian] = [await open(t, mock, 'zhou'), await open(t, mock, 'qiu')];
  await zhou.goto(visitAt(mock, 0));
  await heading(zhou, '陈国强');
  await outside(zhou);
  await sawThem(zhou, 'No');
  await zhou.getByLabel('In your words, if you like').fill('two in the back room');
  await zhou.locator('section', { hasText: 'Pictures' }).locator('input[type=file]').setInputFiles(photo);
  await zhou.getByRole('img', { name: 'Picture 1' }).waitFor();
  await button(zhou, 'Save, then the next one').click();
  await zhou.getByText('陈国强 is kept: Somebody was not declared').waitFor();
  await qian.goto(visitAt(mock, 0));
  await choose(qian, 'What did you find?', 'Nobody there');
  await button(qian, 'Save, then the next one').click();
  await counted(() => mock.state.draws[0].visits[0].version === 1);

  await inside(zhou);
  await zhou.getByRole('link', { name: 'Refused: 1. Look here.' }).click();
  await zhou.getByText('Refused: Somebody else wrote this down meanwhile.').waitFor();
  assert.equal(await button(zhou, 'Send again').count(), 0, 'it is not sent again unseen');
  await picture(zhou, 'visit-refused');
  await button(zhou, 'See what stands now').click();
  const meanwhile = zhou.locator('section', { has: zhou.getByRole('heading', { name: 'Somebody else wrote this down meanwhile' }) });
  await meanwhile.getByText('Nobody there').waitFor();
  await meanwhile.getByText(/^qiu, /).waitFor();
  assert.equal(await zhou.getByLabel('In your words, if you like').inputValue(), 'two in the back room');
  await zhou.getByRole('img', { name: 'Picture 1' }).waitFor();
  await picture(zhou, 'visit-meanwhile');
  await button(zhou, 'I have read it. Save mine').click();
  await sent(zhou);
  const [one] = mock.state.draws[0].visits;
  assert.deepEqual([one.outcome, one.note, one.author, one.version, one.pictures.length], ['seen', 'two in the back room', 'zhou', 2, 1]);

  await zhou.goto(visitAt(mock, 0)); // and who was first can leave it at that
  await button(zhou, 'Change what was found').click();
  await choose(zhou, 'What did you find?', 'It does not exist');
  await button(zhou, 'Leave it as it stands').click();
  await zhou.getByText('two in the back room').waitFor();
  assert.deepEqual([...zhou.complaints, ...qian.complaints], []);
});

test('what was written wrongly is refused with the sentence of the server and corrected; what waits can be written again', async (t) => {
  const mock = await inspectorsServer(t);
  const page = await open(t, mock);
  await page.goto(visitAt(mock, 2));
  await sawThem(page, 'Yes');
  await page.getByLabel('Number of beds').fill('99999');
  await button(page, 'Save, then the next one').click();
  await page.getByRole('link', { name: 'Refused: 1. Look here.' }).click();
  await page.getByText('Refused: So many beds there are not.').waitFor();
  await button(page, 'Correct it').click();
  await heading(page, '江滨小吃店');
  assert.equal(await page.getByLabel('Number of beds').inputValue(), '99999');
  await page.getByLabel('Number of beds').fill('9');
  await outside(page);
  await button(page, 'Save, then the next one').click();
  await page.getByText('江滨小吃店 is kept: Everybody was declared').click();
  await button(page, 'Change what was found').click();
  await page.getByLabel('Number of beds').fill('10');
  await button(page, 'Save, then the next one').click();
  await inside(page);
  await sent(page);
  assert.deepEqual([mock.state.draws[0].visits[2].answers, mock.state.draws[0].visits[2].version], [{ board: true, beds: 10 }, 1]);
  assert.deepEqual(page.complaints, []);
});

/** Found by zhou, so that something can be proposed. */
async function findingOf(page, mock) {
  await page.goto(visitAt(mock, 0));
  await sawThem(page, 'No');
  await button(page, 'Save, then the next one').click();
  await page.getByText('陈国强 is kept: Somebody was not declared').click();
  await heading(page, '陈国强');
}

test('a fine is proposed without a network, is sent after its finding, and is told, decided by the head and delivered', async (t) => {
  const mock = await inspectorsServer(t);
  const page = await open(t, mock, 'zhou', { withoutWorker: false });
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  mock.beAway(true);
  await outside(page);
  await findingOf(page, mock);
  await page.getByRole('link', { name: 'Propose a measure' }).click();
  await button(page, 'Propose').click();
  await page.getByText('Choose what was wrong.').waitFor();
  await button(page, 'Tenants were not declared').click();
  assert.equal(await page.getByLabel('Whom it concerns (needed)').inputValue(), '陈国强');
  await choose(page, 'What shall it lead to?', 'Fine');
  await page.getByLabel('Fine in yuan').fill('501');
  await button(page, 'Propose').click();
  await page.getByText('A fine is found by two: tick who found it with you.').waitFor();
  await page.getByLabel('钱进').check();
  await button(page, 'Propose').click();
  await page.getByRole('alert').getByText('From 200 yuan to 500 yuan').waitFor();
  await page.getByLabel('Fine in yuan').fill('300.50');
  await picture(page, 'propose');
  await page.goto(at(mock, 'inspections')); // begun and not sent
  await page.getByRole('heading', { name: 'Begun and not sent' }).waitFor();
  await page.getByRole('link', { name: 'Go on' }).click();
  assert.equal(await page.getByLabel('Fine in yuan').inputValue(), '300.50');
  await button(page, 'Propose').click();
  await heading(page, '陈国强');
  await page.goto(at(mock, 'inspections'));
  await page.getByText('Fine: 陈国强').waitFor();
  mock.beAway(false);
  await inside(page);
  await sent(page);
  const order = mock.calls.map(({ key }) => key).filter((key) => /visits|measures/.test(key));
  assert.deepEqual(order, ['PUT /draws/{id}/visits/{item}', 'PUT /measures/{id}']);
  const [fine] = mock.state.measures;
  assert.deepEqual([fine.fen, fine.inspectors.map(({ name }) => name), fine.party], [30_050, ['周明', '钱进'], '陈国强']);

  await page.getByRole('link', { name: /陈国强 Tenants were not declared/ }).click();
  await page.getByText('300.50 yuan').first().waitFor();
  await button(page, 'The party was told').click();
  await page.getByLabel('In your words (needed)').fill('told at the door');
  await button(page, 'The party was told').click();
  await page.locator('.w-badge', { hasText: 'The party was told' }).waitFor();

  const chief = await open(t, mock, 'wu');
  await chief.goto(at(mock, `measures/${fine.id}`));
  await button(chief, 'Decide').click();
  await chief.getByLabel('Fine in yuan').fill('400');
  await chief.getByLabel('In your words (needed)').fill('heard; the rent is low');
  await button(chief, 'Decide').click();
  await chief.getByText('The amount must lie within the limits').waitFor();
  await chief.getByLabel('Fine in yuan').fill('250');
  await picture(chief, 'measure-decide');
  await button(chief, 'Decide').click();
  await chief.locator('.w-badge', { hasText: 'Decided' }).waitFor();
  await chief.getByText('More can be done in the console.').waitFor();

  await page.reload();
  await button(page, 'It was delivered').click();
  await choose(page, 'How?', 'Electronic');
  await page.getByLabel('Who took it, or where it was left or published (needed)').fill('陈国强');
  await outside(page);
  await page.getByText('This step needs a network.').waitFor();
  await inside(page);
  await page.getByText('This step needs a network.').waitFor({ state: 'detached' });
  await button(page, 'It was delivered').click();
  await page.getByText('Electronic delivery needs the party’s consent in writing.').waitFor();
  await page.getByLabel('The party agreed to it in writing.').check();
  await picture(page, 'measure-deliver');
  // The line breaks at the very moment: the page believes in its network until then.
  await page.route('**/measures/*/steps', (route) => route.abort());
  await button(page, 'It was delivered').click();
  await page.locator('form').getByRole('alert').waitFor();
  await page.unroute('**/measures/*/steps');
  await button(page, 'It was delivered').click();
  await page.getByText(/^Electronic, 陈国强, /).waitFor();
  assert.deepEqual(fine.steps.map(({ action, fen }) => [action, fen]), [['propose', 30_050], ['tell', 30_050], ['decide', 25_000], ['deliver', 25_000]]);
  await picture(page, 'measure');
  assert.deepEqual([...page.complaints, ...chief.complaints], []);
});

test('somebody was first with a measure: what they did is shown, and what was typed stays', async (t) => {
  const mock = await inspectorsServer(t);
  const page = await open(t, mock);
  await findingOf(page, mock);
  await page.getByRole('link', { name: 'Propose a measure' }).click();
  await button(page, 'The notice board is missing').click(); // which leads to a notice and nothing else
  await button(page, 'Propose').click();
  await sent(page);
  const [notice] = mock.state.measures;
  const chief = await open(t, mock, 'wu');
  await page.goto(at(mock, `measures/${notice.id}`));
  await button(page, 'Decide').click();
  await page.getByLabel('In your words, if you like').fill('seen by both');
  await chief.goto(at(mock, `measures/${notice.id}`));
  await button(chief, 'Drop it').click();
  await chief.getByLabel('In your words (needed)').fill('put up meanwhile');
  await button(chief, 'Drop it').click();
  await chief.locator('.w-badge', { hasText: 'Dropped' }).waitFor();
  await button(page, 'Decide').click();
  await page.getByText('Somebody was first. Look at it again before you act.').waitFor();
  await page.locator('form').getByText('put up meanwhile').waitFor();
  await page.getByText('It is no longer possible. The measure: Dropped.').waitFor();
  assert.equal(await page.getByLabel('In your words, if you like').inputValue(), 'seen by both');
  await picture(page, 'measure-meanwhile');
  assert.deepEqual([...page.complaints, ...chief.complaints], []);
});

test('a proposal that is refused is corrected, and who does not inspect has no inspections', async (t) => {
  const mock = await inspectorsServer(t);
  const page = await open(t, mock);
  await findingOf(page, mock);
  await page.getByRole('link', { name: 'Propose a measure' }).click();
  mock.refuse('PUT /measures/{id}', 400, 'measure.party', 'Say it more exactly.', '请填写全称。', 'party');
  await button(page, 'The notice board is missing').click();
  await button(page, 'Propose').click();
  await page.getByRole('link', { name: 'Refused: 1. Look here.' }).click();
  await page.getByText('Refused: Say it more exactly.').waitFor();
  mock.refuse('PUT /measures/{id}');
  await button(page, 'Correct it').click();
  await page.getByLabel('Whom it concerns (needed)').fill('陈国强，稠州北路 12 号');
  await button(page, 'Propose').click();
  await sent(page);
  assert.deepEqual(mock.state.measures.map(({ party }) => party), ['陈国强，稠州北路 12 号']);
  const li = await phone(t);
  await logIn(li, mock, 'li');
  await li.locator('main a.p-card').first().waitFor();
  assert.equal(await li.getByRole('link', { name: /Inspections/ }).count(), 0);
  assert.deepEqual([...page.complaints, ...li.complaints], []);
});

/** Halfway: a visit of each kind, and a measure of each kind. */
async function halfway(t, options) {
  const mock = await inspectorsServer(t, options);
  const [zhou, qian] = ['zhou', 'qiu'].map((name) => mock.state.users.find((one) => one.name === name));
  const [draw] = mock.state.draws;
  const said = [{ outcome: 'seen', declared: false, note: '后间住有两名未申报人员', answers: { board: true, beds: 12 } }, { outcome: 'nobody' }];
  said.forEach((more, i) => Object.assign(draw.visits[i], { version: 1, author: 'zhou', at: new Date().toISOString(), ...more }));
  const measure = (i, kind, state, more = {}) => {
    const offence = mock.state.offences[kind === 'notice' ? 1 : 0];
    return {
      id: draw.visits[i].item.replace(/^...../, `0000${i}`), number: i + 1, draw: draw.id, draw_title: draw.title, item: draw.visits[0].item, unit: draw.unit, unit_name: draw.unit_name, kind, offence: offence.code, offence_name: offence.name, basis: offence.basis,
      party: draw.visits[i].name, inspectors: [{ id: zhou.id, name: '周明' }, { id: qian.id, name: '钱进' }], fen: kind === 'fine' ? 30_050 : 0, days: 15, state, due: null, late: false, version: 2, proposed_at: new Date().toISOString(), address: draw.visits[i].address,
      decided_at: new Date().toISOString(), delivery: null, review: null, lawsuit: null, carried_out_at: null, most_late_fen: 0, least_fen: offence.least_fen, most_fen: offence.most_fen,
      steps: ['propose', 'tell', 'decide'].map((action, j) => ({ id: draw.visits[j].item, action, actor: 'user:1', actor_name: '周明', at: new Date().toISOString(), happened: new Date().toISOString(), from: 'proposed', to: 'proposed', fen: 0, text: j ? '已当面告知其权利' : '' })), ...more,
    };
  };
  mock.state.measures = [
    measure(0, 'fine', 'decided'), measure(1, 'instruction', 'overdue', { due: new Date(Date.now() - 86_400_000).toISOString(), late: true, delivery: { how: 'left', at: new Date().toISOString(), to: '门卫室' } }), measure(2, 'notice', 'carried_out'),
  ];
  return mock;
}
const pages = ({ state: { draws: [draw], measures } }) => ({
  tasks: '/tasks', inspections: '/tasks/inspections', draw: `/tasks/inspections/${draw.id}`, found: `/tasks/inspections/${draw.id}/${draw.visits[0].item}`, visit: `/tasks/inspections/${draw.id}/${draw.visits[3].item}`,
  propose: `/tasks/measures/propose/${measures[0].id.replace(/^../, '11')}?draw=${draw.id}&item=${draw.visits[0].item}`, measure: `/tasks/measures/${measures[0].id}`, late: `/tasks/measures/${measures[1].id}`,
});

for (const [language, large, width, dark] of [['en', true, 320, false], ['zh', true, 320, true], ['zh', false, 390, false], ['en', false, 390, true]]) {
  test(`inspections and measures: nothing is cut off and WCAG 2.1 AA is kept (${language}, ${width} px${large ? ', large' : ''}${dark ? ', dark' : ''})`, async (t) => {
    const mock = await halfway(t);
    const page = await open(t, mock, 'zhou', { language, large, width, dark, height: large ? 640 : 844 });
    const name = language === 'zh' ? 'zh' : 'en';
    for (const [where, path] of Object.entries(pages(mock))) {
      await page.goto(`${mock.url}/icon.svg`); // nothing is left of the page before
      await page.goto(`${mock.url}/phone/#${path}`);
      await page.locator('main h1').waitFor();
      if (where === 'visit') {
        await page.locator('fieldset label').first().click();
        await page.getByRole('group').nth(2).waitFor();
      }
      if (where === 'propose') {
        await page.getByRole('button', { name: mock.state.offences[0].name[name] }).click();
        await page.locator('fieldset label').nth(1).click();
        await page.locator('#p-amount').waitFor();
      }
      if (where === 'measure') {
        await page.locator('main button').first().click();
        await page.locator('fieldset label').nth(3).click();
      }
      await picture(page, `${where}-${language}-${width}${dark ? '-dark' : ''}`);
      assert.deepEqual(await page.evaluate(cutOff), [], where);
      assert.deepEqual(await page.evaluate(brokenWords), [], where);
      assert.deepEqual(await violations(page), [], where);
    }
    assert.deepEqual(page.complaints, []);
  });
}

test('names that hold markup are shown as they are', async (t) => {
  const mock = await halfway(t, { hostile: true });
  const page = await open(t, mock);
  for (const path of Object.values(pages(mock))) {
    await page.goto(`${mock.url}/phone/#${path}`);
    await page.locator('main h1').waitFor();
  }
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  assert.deepEqual(page.complaints, []);
});
