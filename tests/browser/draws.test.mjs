// Inspections by lot in the console: a draw is promised, revealed, drawn again by whoever wants to, looked into visit by visit, and
// what it says of the whole; by who may and who may not; in both languages, on a screen and on a phone.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { temporary, wardBin } from '../flow/support/ward.mjs';
import { browserFor, logIn, looksIn, mockServer, openPage, violations, visit } from './console.mjs';
import { startTiles } from './tiles.mjs';

const browser = browserFor(test);
const BALL = 'Double Colour Ball of 2026-03-03: red ascending, two digits, spaces, + blue';
const VALUE = '03 09 14 22 27 31 + 08';
const XFORM = `<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Fire safety</h:title><model>
<bind nodeset="/data/extinguisher" type="boolean" required="true"/><bind nodeset="/data/gas" type="select1"/><bind nodeset="/data/door" type="binary"/><bind nodeset="/data/where" type="geopoint"/></model></h:head><h:body>
<input ref="/data/extinguisher"><label>Extinguisher in reach</label></input><select1 ref="/data/gas"><label>Gas</label><item><label>Bottle</label><value>bottle</value></item><item><label>Pipe</label><value>pipe</value></item></select1>
<upload ref="/data/door" mediatype="image/*"><label>The door</label></upload></h:body></h:html>`;

async function start(t, path = '/draws', { as = 'admin', ...options } = {}) {
  const mock = await mockServer(t);
  const page = await openAs(t, mock, as, options);
  await visit(page, mock, typeof path === 'function' ? path(mock.state) : path);
  return { mock, page };
}
async function openAs(t, mock, as, options) {
  const page = await openPage(t, browser(), options);
  await logIn(page, mock, as);
  return page;
}
const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const dialog = (page) => page.locator('.el-overlay-dialog:visible');
const send = (page, name) => press(dialog(page).locator('.el-dialog__footer'), name);
const alert = (page, words) => dialog(page).getByRole('alert').filter({ hasText: words }).waitFor();
const file = (name, text) => ({ name, mimeType: 'application/xml', buffer: Buffer.from(text) });
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);
const unexpected = (page, ...expected) => page.complaints.filter((text) => !expected.some((one) => one.test(text)));
async function choose(page, field, words, option) {
  await page.locator(field).fill(words);
  await page.getByRole('option', { name: option }).click();
}
/** The next call counts, but its answer is lost on the way. */
async function loseAnswer(page, method, at) {
  let lost = false;
  await page.route(at, async (route) => {
    if (lost || route.request().method() !== method) return route.fallback();
    lost = true;
    await route.fetch();
    return route.abort();
  });
}
const mayReveal = ({ state }) => state.draws.find((one) => !one.reveal);

test('a draw is committed to: what is missing is said, and sent twice it is one draw', async (t) => {
  const { mock, page } = await start(t);
  const before = mock.state.draws.length;
  await press(page, 'Commit to a draw');
  await send(page, 'Commit');
  await alert(page, 'Choose the unit.');
  await choose(page, '#draw-unit', '330782001', /稠城街道指挥部/);
  await send(page, 'Commit');
  await alert(page, 'Enter a title.');
  await page.fill('#draw-title', 'Are tenants declared?');
  await dialog(page).getByText('Landlords (houses that have one)').click();
  await send(page, 'Commit');
  await alert(page, 'Choose what is drawn from.');
  await dialog(page).getByText('Shops', { exact: true }).click();
  await dialog(page).getByText('Declarations of arrivals').click();
  await send(page, 'Commit');
  await alert(page, 'Say how many of which kind.');
  await page.fill('#draw-from', '2026-03-02');
  await page.fill('#draw-last', '2026-03-01');
  await page.keyboard.press('Tab');
  await send(page, 'Commit');
  await alert(page, 'The last day lies before the first one.');
  await page.fill('#draw-last', '2026-03-02');
  await page.keyboard.press('Tab');
  await page.fill('#draw-take-shops', '45');
  await dialog(page).getByText(/^Without a public value nobody can rule out/).waitFor();
  await page.fill('#draw-public', BALL);
  assert.equal(await dialog(page).getByText(/^Without a public value/).count(), 0);
  await send(page, 'Commit');
  await alert(page, '45 of shops are asked for, which has 44.');
  await page.fill('#draw-take-shops', '4');

  // A checklist out of an ODK form: what it is not, what it is, and what is left out of it and why.
  await press(dialog(page), 'Take questions from an ODK form');
  await page.setInputFiles('#xform-file', file('list.xml', 'extinguisher;gas'));
  await alert(page, 'This is no XForm');
  await page.setInputFiles('#xform-file', file('fire.xml', XFORM));
  await dialog(page).getByText('Fire safety. Questions found: 2').waitFor();
  await dialog(page).getByText('Extinguisher in reach (Yes or no, must be answered)').waitFor();
  await dialog(page).getByText('Left out: 2').waitFor();
  await dialog(page).getByText('Questions of the kind geopoint are not asked here.').waitFor();
  await dialog(page).getByText('Pictures are no question here.').waitFor();
  await press(dialog(page), 'Take over 2');
  assert.deepEqual([await page.inputValue('#question-1-zh'), await page.inputValue('#question-2-en')], ['Extinguisher in reach', 'Gas']);
  await page.fill('#question-1-zh', '');
  await send(page, 'Commit');
  await alert(page, 'Question 1 needs its words in both languages.');
  await page.fill('#question-1-zh', '灭火器完好可取');

  await loseAnswer(page, 'PUT', '**/api/v1/draws/*');
  await send(page, 'Commit');
  await dialog(page).getByRole('alert').waitFor();
  await send(page, 'Commit');
  await page.getByRole('heading', { level: 1, name: 'Are tenants declared?' }).waitFor();
  assert.equal(mock.state.draws.length, before + 1);
  const made = mock.state.draws.at(-1);
  const input = JSON.parse(made.input);
  assert.deepEqual([input.sources, input.takes, input.from, input.until, input.replacements, input.public_value], [['declarations', 'shops'], { shops: 4 }, '2026-03-02', '2026-03-03', 5, BALL]);
  assert.deepEqual(input.form, [
    { key: 'extinguisher', name: { en: 'Extinguisher in reach', zh: '灭火器完好可取' }, kind: 'yes_no', required: true },
    { key: 'gas', name: { en: 'Gas', zh: 'Gas' }, kind: 'choice', required: false, choices: [{ value: 'bottle', name: { en: 'Bottle', zh: 'Bottle' } }, { value: 'pipe', name: { en: 'Pipe', zh: 'Pipe' } }] },
  ]);
  await page.getByText(/^Committed, and not revealed yet/).waitFor();
  assert.deepEqual(unexpected(page, /400/, /ERR_/), []);
});

test('a draw that was committed to stays as it is: whoever sends it again otherwise is led to it', async (t) => {
  const { mock, page } = await start(t);
  await press(page, 'Commit to a draw');
  await choose(page, '#draw-unit', '330782001', /稠城街道指挥部/);
  await page.fill('#draw-title', 'First');
  await dialog(page).getByText('Altogether, shared out by size').click();
  await send(page, 'Commit');
  await alert(page, 'Say how many altogether.');
  await page.fill('#draw-total', '12');
  await loseAnswer(page, 'PUT', '**/api/v1/draws/*');
  await send(page, 'Commit');
  await dialog(page).getByRole('alert').waitFor();
  await page.fill('#draw-title', 'Second');
  await send(page, 'Commit');
  await alert(page, 'This draw was committed to already, and stays as it is.');
  await dialog(page).getByRole('link', { name: 'Look at the draw' }).click();
  await page.getByRole('heading', { level: 1, name: 'First' }).waitFor();
  assert.deepEqual(unexpected(page, /409/, /ERR_/), []);
});

test('a draw is revealed, and everybody draws the same list with the commands that stand on the page', async (t) => {
  const { mock, page } = await start(t, (state) => `/draws/${mayReveal({ state }).id}`);
  const draw = mayReveal(mock);
  draw.commitment.public_value = BALL;
  await page.reload();
  await press(page, 'Reveal');
  await dialog(page).getByText(`Named beforehand: ${BALL}`).waitFor();
  await send(page, 'Reveal');
  await alert(page, 'Enter the public value.');
  await page.fill('#reveal-value', ` ${VALUE} `);
  await send(page, 'Reveal');
  await alert(page, 'Choose who inspects.');
  await choose(page, '#reveal-inspectors', 'sun', 'sun');
  await page.keyboard.press('Escape');
  await send(page, 'Reveal');
  await alert(page, 'Two go together: choose at least two.');
  await press(dialog(page), 'Choose all');
  await loseAnswer(page, 'POST', '**/reveal');
  await send(page, 'Reveal');
  await dialog(page).getByRole('alert').waitFor();
  await send(page, 'Reveal');
  await page.getByText('Revealed. The inspectors have their visits.').waitFor();
  assert.equal(draw.reveal.public_value, VALUE);

  const folder = await temporary(t);
  await page.getByText('Check it yourself').click();
  await page.getByText(/^Or without Ward/).click();
  for (const name of [/^Frame \(/, /^Commitment \(/, /^Reveal \(/]) {
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).or(page.getByRole('button', { name })).click()]);
    await saved.saveAs(join(folder, saved.suggestedFilename()));
  }
  const command = async (name) => page.getByRole('region', { name }).textContent();
  const run = (text) => execFileSync('sh', ['-c', text], { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `${dirname(wardBin)}:${process.env.PATH}` } });
  assert.deepEqual(run(await command(/^2\./)).match(/[0-9a-f]{64}/g), [draw.commitment.frame, draw.commitment.secret]);
  assert.deepEqual(JSON.parse(readFileSync(join(folder, `reveal-${draw.number}.json`), 'utf8')), draw.reveal);
  const list = run(await command(/^3\./)).replace('\ufeff', '').trim().split(/\r?\n/).slice(1).map((line) => line.split(','));
  const expected = draw.visits.map((one) => [one.stratum, String(one.rank), one.replaces ? 'replacement' : 'drawn', one.item, one.key]);
  assert.deepEqual(list.map(([stratum, rank, as, item, , key]) => [stratum, rank, as, item, key]), expected);
  const plain = run(await command(/^Or without Ward/)).trim().split('\n').map((line) => line.split('\t'));
  assert.deepEqual(plain.map(([stratum, key, item]) => [stratum, item, key]), expected.map(([stratum, , , item, key]) => [stratum, item, key]));
  // A frame of which a line was left out is found out.
  const frame = readFileSync(join(folder, `frame-${draw.number}.txt`), 'utf8');
  assert.notEqual(run(`tail -n +2 frame-${draw.number}.txt | sha256sum`).slice(0, 64), draw.commitment.frame);
  assert.equal(frame.split('\n').length, 1 + draw.commitment.strata.reduce((sum, { items }) => sum + items, 0));
  assert.deepEqual(unexpected(page, /ERR_/), []);
});

test('the centre, which may not list accounts, chooses who goes by name', async (t) => {
  const { mock, page } = await start(t, (state) => `/draws/${mayReveal({ state }).id}`, { as: 'desk' });
  const draw = mayReveal(mock);
  await press(page, 'Reveal');
  await page.fill('#reveal-value', VALUE);
  for (const name of ['zhang', 'qian']) await choose(page, '#reveal-inspectors', name, name);
  await dialog(page).getByText('Reveal the draw and send the inspectors').click(); // closes the list
  await send(page, 'Reveal');
  await page.getByText('Revealed. The inspectors have their visits.').waitFor();
  await page.getByRole('cell', { name: 'zhang and qian' }).first().waitFor();
  assert.deepEqual([...new Set(draw.visits.flatMap(({ inspectors }) => inspectors.map(({ name }) => name)))].sort(), ['qian', 'zhang']);
  assert.deepEqual(page.complaints, []);
});

test('two reveal a draw: the second one is told, and sees what was revealed', async (t) => {
  const { mock, page } = await start(t, (state) => `/draws/${mayReveal({ state }).id}`);
  const other = await openAs(t, mock, 'admin');
  await visit(other, mock, `/draws/${mayReveal(mock).id}`);
  for (const [one, value] of [[page, VALUE], [other, '01 02 03 04 05 06 + 07']]) {
    await press(one, 'Reveal');
    await one.fill('#reveal-value', value);
    await press(dialog(one), 'Choose all');
  }
  await send(page, 'Reveal');
  await page.getByText('Revealed. The inspectors have their visits.').waitFor();
  await send(other, 'Reveal');
  await alert(other, 'This draw was revealed already');
  await press(dialog(other), 'Cancel');
  await other.locator('section', { hasText: 'The public value' }).getByText(VALUE, { exact: true }).first().waitFor();
  assert.equal(await other.getByRole('button', { name: 'Reveal', exact: true }).count(), 0);
  assert.deepEqual(unexpected(other, /409/), []);
});

test('visits are narrowed by outcome; one opens with its checklist, its pictures and what it led to, and stands in the address', async (t) => {
  const { mock, page } = await start(t, (state) => `/draws/${state.draws[0].id}`);
  const [draw] = mock.state.draws;
  const undeclared = draw.visits.find(({ declared }) => declared === false);
  await page.getByText('14 of 18 visited').waitFor({ state: 'detached' });
  await page.locator('tr', { hasText: 'Replacement' }).nth(1).waitFor();
  await page.getByRole('combobox', { name: 'Which visits' }).press('Enter');
  await page.getByRole('option', { name: 'Not declared: 1' }).click();
  await page.waitForURL(/show=undeclared/);
  const rows = page.getByRole('region', { name: 'Visits' }).locator('tbody tr');
  assert.equal(await rows.count(), 1);
  await rows.getByRole('link').click();
  await page.waitForURL(/visit=/);
  const drawer = page.getByRole('dialog', { name: undeclared.name });
  for (const words of ['zhang and qian', 'Seen', 'Fire extinguisher in reach', 'no', 'Bottle', undeclared.note, undeclared.key]) await drawer.getByText(words, { exact: true }).first().waitFor();
  await drawer.getByRole('img', { name: 'Picture 2' }).waitFor();
  await drawer.getByRole('link', { name: /^Fine, number 3$/ }).waitFor();
  assert.equal(await drawer.getByRole('button', { name: 'Propose a measure' }).count(), 0, 'only who was sent there proposes');
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
  assert.doesNotMatch(page.url(), /visit=/);
  await page.getByRole('combobox', { name: 'Which visits' }).press('Enter');
  await page.getByRole('option', { name: 'Replacements in reserve: 2' }).click();
  await page.locator('tr', { hasText: 'In reserve' }).first().waitFor();
  await page.goto(`${mock.url}/draws/${draw.id}?visit=nonsense`);
  await page.getByText('This visit is not among those that you see.').waitFor();
  assert.deepEqual(page.complaints, []);
});

test('where there are tiles the visits are on a map, marked by what came of them; without tiles nothing is seen of it', async (t) => {
  const mock = await mockServer(t, { map: (await startTiles(t)).map });
  const page = await openAs(t, mock, 'admin');
  const [draw] = mock.state.draws;
  const placed = (outcome) => draw.visits.filter((one) => one.place && (one.outcome === outcome)).length;
  await visit(page, mock, `/draws/${draw.id}`);
  const marks = page.locator('.mark-box');
  await page.getByRole('region', { name: /^Visits on the map: \d+$/ }).waitFor();
  await page.getByText(/^\d+ without a position are not on the map\.$/).waitFor();
  await page.getByRole('list', { name: 'What the marks mean' }).getByText('Nobody there').waitFor();
  await page.getByRole('combobox', { name: 'Which visits' }).press('Enter');
  await page.getByRole('option', { name: /^Nobody there: / }).click();
  await page.getByRole('region', { name: `Visits on the map: ${placed('nobody')}` }).waitFor();
  const nobody = draw.visits.find(({ outcome, place }) => place && outcome === 'nobody');
  const mark = marks.and(page.locator(`[aria-label="${nobody.name}: Nobody there"]`));
  await mark.locator('.warning').waitFor();
  await mark.press('Enter');
  await page.getByRole('dialog', { name: nobody.name }).waitFor();
  await page.waitForURL(new RegExp(`visit=${nobody.item}`));
  await page.keyboard.press('Escape');

  // The enterprises stand in one house: nearer does not part them, so they are named.
  for (const one of draw.visits) if (one.stratum !== 'enterprises') one.place = null;
  await visit(page, mock, `/draws/${draw.id}`);
  await marks.press('Enter');
  const here = draw.visits.filter(({ place, replaces }) => place && !replaces);
  await page.getByText(`At this place: ${here.length}`).waitFor();
  await page.locator('.places').getByRole('link').first().click();
  await page.waitForURL(/visit=/);
  await page.getByRole('dialog').waitFor();
  for (const one of draw.visits) one.place = null;
  await visit(page, mock, `/draws/${draw.id}`);
  await page.getByRole('table', { name: 'Landlords' }).waitFor();
  assert.equal(await page.locator('.ground').count(), 0, 'nothing of it has a place');
  assert.deepEqual(page.complaints, []);

  const { page: without } = await start(t, (state) => `/draws/${state.draws[0].id}`);
  await without.getByRole('table', { name: 'Landlords' }).waitFor();
  assert.equal(await without.locator('.ground, .places').count(), 0);
});

test('an inspector has their own visits alone, and proposes what one of them leads to', async (t) => {
  const { mock, page } = await start(t, (state) => `/draws/${state.draws[0].id}`, { as: 'zhang' });
  const { state } = mock;
  const me = state.users.find(({ name }) => name === 'zhang').id;
  const undeclared = state.draws[0].visits.find(({ declared }) => declared === false);
  await page.getByText('Your own visits. The centre sees all of them.').waitFor();
  await page.goto(`${mock.url}/draws/${state.draws[0].id}?visit=${undeclared.item}`);
  await press(page, 'Propose a measure');
  await send(page, 'Propose');
  await alert(page, 'Choose the offence.');
  await choose(page, '#propose-offence', 'Tenant', /Tenant not declared/);
  await dialog(page).getByText(/^By 《浙江省/).waitFor();
  await send(page, 'Propose');
  await alert(page, 'Choose what it should lead to.');
  await dialog(page).getByText('Fine', { exact: true }).click();
  await page.fill('#propose-fen', '1,000.01');
  await send(page, 'Propose');
  await alert(page, 'Enter an amount within the limits.');
  await page.fill('#propose-fen', '1,000');
  await page.fill('#propose-party', ' ');
  await send(page, 'Propose');
  await alert(page, 'Say whom it concerns.');
  await page.fill('#propose-party', '陈伟国');
  const [other] = undeclared.inspectors.filter(({ id }) => id !== me);
  await dialog(page).getByText(other.name, { exact: true }).click();
  await send(page, 'Propose');
  await alert(page, 'A fine must have been found by two people at least.');
  await dialog(page).getByText(other.name, { exact: true }).click();
  const before = state.measures.length;
  await loseAnswer(page, 'PUT', '**/api/v1/measures/*');
  await send(page, 'Propose');
  await dialog(page).getByRole('alert').last().waitFor();
  await send(page, 'Propose');
  await page.getByText('Proposed.', { exact: true }).waitFor();
  await page.getByRole('link', { name: `Fine, number ${before + 1}`, exact: true }).waitFor();
  assert.equal(state.measures.length, before + 1);
  const { kind, fen, inspectors, offence } = state.measures.at(-1);
  assert.deepEqual([kind, fen, offence, inspectors.length, inspectors.some(({ id }) => id === me)], ['fine', 100_000, 'tenant_undeclared', 2, true]);
  assert.deepEqual(unexpected(page, /ERR_/), []);
});

test('what can be said of the whole is said with its assumption and the worst case, and what cannot be said is not', async (t) => {
  const { mock, page } = await start(t, (state) => `/draws/${state.draws[0].id}`);
  const { figures: { estimate, worst_case: worst } } = await page.evaluate((id) => fetch(`/api/v1/draws/${id}`).then((answer) => answer.json()), mock.state.draws[0].id);
  const figures = page.getByRole('region', { name: 'What it says of the whole' });
  const percent = (rate) => String(rate / 100);
  await figures.getByText(`An estimated ${percent(estimate.rate)} % were declared as they should be.`).waitFor();
  await figures.getByText(`lies between ${percent(estimate.interval.low)} % and ${percent(estimate.interval.high)} %, with 95 % confidence`).waitFor();
  await figures.getByText(/^This takes it that the \d+ who were drawn and not seen are like those who were\./).waitFor();
  await figures.getByText(`if none of them were declared the rate would be ${percent(worst.rate.low)} %, if all were ${percent(worst.rate.high)} %`).waitFor();
  await visit(page, mock, `/draws/${mock.state.draws[1].id}`);
  await figures.getByText('Nothing can be estimated yet: of Shops nobody was seen.').waitFor();
  await figures.getByText(/^What can be said without any assumption/).waitFor();
  assert.equal(await figures.getByText(/^An estimated/).count(), 0);
  await page.getByText(/^No public value was named\./).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('the list goes on page by page, and who may not commit or reveal is not offered it', async (t) => {
  const { mock, page } = await start(t, '/measures', { as: 'auditor' });
  const [first] = mock.state.draws;
  for (let i = 4; i < 30; ++i) mock.state.draws.push({ ...first, id: first.id.replace(/.{4}$/, String(1000 + i)), number: i, title: `Draw ${i}` });
  await visit(page, mock, '/draws');
  await page.getByRole('link', { name: 'Draw 29', exact: true }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 20);
  await press(page, 'More');
  await page.getByRole('link', { name: '三月房东申报抽查', exact: true }).waitFor();
  assert.equal(await page.locator('tbody tr').count(), 29);
  await page.getByText('14 of 18 visited').nth(26).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Commit to a draw' }).count(), 0);
  await visit(page, mock, `/draws/${mock.state.draws[2].id}`);
  await page.getByText(/^Committed, and not revealed yet/).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Reveal', exact: true }).count(), 0);
  const guard = await openAs(t, mock, 'guard');
  assert.equal(await guard.locator('nav a[href="/draws"]').count(), 0);
  await guard.goto(`${mock.url}/draws`);
  await guard.waitForURL(/\/wall/);
  assert.deepEqual(page.complaints, []);
});

test('the questions of a round are taken from an ODK form, too', async (t) => {
  const { page } = await start(t, '/rounds');
  await press(page, 'Open a round');
  await press(dialog(page), 'Take questions from an ODK form');
  await page.setInputFiles('#xform-file', file('fire.xml', XFORM));
  await press(dialog(page), 'Take over 2');
  assert.equal(await page.inputValue('#question-2-zh'), 'Gas');
  for (let i = 0; i < 47; ++i) await press(dialog(page), 'Add a question');
  await press(dialog(page), 'Take questions from an ODK form');
  await page.setInputFiles('#xform-file', file('fire.xml', XFORM));
  await alert(page, 'At most 50 questions can be asked: only the first 1 of these fit.');
  await press(dialog(page), 'Take over 1');
  assert.equal(await page.inputValue('#question-50-en'), 'Extinguisher in reach');
  assert.equal(await dialog(page).getByRole('button', { name: 'Take questions from an ODK form' }).count(), 0);
  assert.deepEqual(page.complaints, []);
});

/** How far a page, or a dialog on it, runs over the side; in pixels. */
const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-dialog__body, .el-drawer__body')].map((one) => one.scrollWidth - one.clientWidth));
const still = () => document.getAnimations().every((one) => one.playState !== 'running');
const WORDS = {
  en: { make: 'Commit to a draw', xform: 'Take questions from an ODK form', cancel: 'Cancel', reveal: 'Reveal', check: 'Check it yourself', propose: 'Propose a measure', declarations: 'Declarations of arrivals' },
  'zh-CN': { make: '发起抽查', xform: '从 ODK 表单导入问题', cancel: '取消', reveal: '公布', check: '自行核对', propose: '提出措施', declarations: '来人申报' },
};

for (const [language, words] of Object.entries(WORDS)) {
  test(`in ${language}, on a screen and on a phone, light and dark: nothing runs over the side, and everybody can use it`, async (t) => {
    const mock = await mockServer(t, { map: (await startTiles(t)).map });
    const { draws } = mock.state;
    const item = draws[0].visits.find(({ declared }) => declared === false).item;
    for (const [width, dark] of looksIn(language)) {
      const page = await openAs(t, mock, 'admin', { language, width, height: width < 500 ? 844 : 900, dark });
      const fits = async (what) => {
        await page.waitForFunction(still);
        await picture(page, `${what}-${language}-${width}-${dark ? 'dark' : 'light'}`);
        assert.ok((await page.evaluate(over)) <= 0, `${what} at ${width} runs over the side`);
        assert.deepEqual(await violations(page), [], `${what} at ${width}`);
      };
      await visit(page, mock, '/draws');
      await fits('draws');
      await press(page, words.make);
      await dialog(page).getByText(words.declarations).click();
      await press(dialog(page), words.xform);
      await page.setInputFiles('#xform-file', file('fire.xml', XFORM));
      await dialog(page).locator('.found').waitFor();
      await fits('commit');
      await send(page, words.cancel);
      await visit(page, mock, `/draws/${draws[0].id}`);
      await page.getByText(words.check).click();
      await fits('draw');
      await visit(page, mock, `/draws/${draws[1].id}`);
      await fits('unseen');
      await visit(page, mock, `/draws/${draws[2].id}`);
      await press(page, words.reveal);
      await dialog(page).waitFor();
      await fits('reveal');
      const inspector = await openAs(t, mock, 'zhang', { language, width, height: width < 500 ? 844 : 900, dark });
      await visit(inspector, mock, `/draws/${draws[0].id}?visit=${item}`);
      await inspector.getByRole('button', { name: words.propose, exact: true }).waitFor();
      await inspector.waitForFunction(still);
      await picture(inspector, `visit-${language}-${width}-${dark ? 'dark' : 'light'}`);
      assert.deepEqual(await violations(inspector), [], `visit at ${width}`);
      await press(inspector, words.propose);
      await dialog(inspector).waitFor();
      await inspector.waitForFunction(still);
      await picture(inspector, `propose-${language}-${width}-${dark ? 'dark' : 'light'}`);
      assert.ok((await inspector.evaluate(over)) <= 0, `propose at ${width} runs over the side`);
      assert.deepEqual(await violations(inspector), [], `propose at ${width}`);
      assert.deepEqual([...page.complaints, ...inspector.complaints], []);
    }
  });
}
