// Measures in the console: what findings led to, step by step to its end, who is second, and the catalogue of offences; in both
// languages, on a screen and on a phone.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { browserFor, logIn, looksIn, mockServer, openPage, violations, visit } from './console.mjs';

const browser = browserFor(test);

async function openAs(t, mock, as, options) {
  const page = await openPage(t, browser(), options);
  await logIn(page, mock, as);
  return page;
}
const press = (at, name) => at.getByRole('button', { name, exact: true }).click();
const dialog = (page) => page.locator('.el-overlay-dialog:visible');
const send = (page, name) => press(dialog(page).locator('.el-dialog__footer'), name);
const alert = (page, words) => dialog(page).getByRole('alert').filter({ hasText: words }).waitFor();
const gone = (page) => dialog(page).waitFor({ state: 'hidden' });
const way = (page) => page.getByRole('region', { name: 'Its way' });
const offered = (page) => way(page).getByRole('button').allTextContents();
const lineOf = (page) => way(page).locator('ol b').allTextContents();
const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);
const unexpected = (page, ...expected) => page.complaints.filter((text) => !expected.some((one) => one.test(text)));
async function choose(page, field, option) {
  await page.locator(field).press('Enter');
  await page.getByRole('option', { name: option, exact: true }).click();
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
const measure = (mock, kind, state) => mock.state.measures.find((one) => one.kind === kind && one.state === state);
/** A wall clock in Shanghai. */
const clock = (ms) => new Date(Date.now() + 8 * 3_600_000 + ms).toISOString().slice(0, 16).replace('T', ' ');

test('a fine is told of, decided, delivered, appealed, reduced and paid; each step asks for what it needs', async (t) => {
  const mock = await mockServer(t);
  const fine = measure(mock, 'fine', 'proposed');
  const zhang = await openAs(t, mock, 'zhang');
  await visit(zhang, mock, `/measures/${fine.id}`);
  await zhang.getByText(/^Before a fine is decided the party is told/).waitFor();
  assert.deepEqual(await offered(zhang), ['Write down that the party was told']);
  assert.deepEqual(await lineOf(zhang), ['Proposed', 'Told', 'Decided', 'Delivered', 'Carried out']);
  await press(zhang, 'Write down that the party was told');
  await send(zhang, 'Write down that the party was told');
  await alert(zhang, 'Say why, or how it was done.');
  await zhang.fill('#step-text', 'Told at the door.');
  await loseAnswer(zhang, 'POST', '**/steps');
  await send(zhang, 'Write down that the party was told');
  await dialog(zhang).getByRole('alert').waitFor();
  await send(zhang, 'Write down that the party was told');
  await zhang.getByText('There is nothing for you to do on it now.').waitFor();
  assert.equal(fine.steps.length, 2, 'sent twice it counted once');

  const page = await openAs(t, mock, 'admin');
  await visit(page, mock, `/measures/${fine.id}`);
  await press(page, 'Decide');
  assert.equal(await page.inputValue('#step-fen'), '500');
  await dialog(page).getByText('The party was told of 500 yuan; the law allows 500 to 1,000 yuan.').waitFor();
  await page.fill('#step-fen', 'five hundred');
  await page.fill('#step-text', 'Heard.');
  await send(page, 'Decide');
  await alert(page, 'Enter the amount in yuan');
  await page.fill('#step-fen', '600');
  await send(page, 'Decide');
  await alert(page, 'Being heard makes no fine heavier.');
  await page.fill('#step-fen', '500.00');
  await send(page, 'Decide');
  await gone(page);
  await page.getByText('To be delivered by').waitFor();

  await press(page, 'Write down the delivery');
  await send(page, 'Write down the delivery');
  await alert(page, 'Say how it was delivered.');
  await choose(page, '#step-how', 'Electronically');
  await send(page, 'Write down the delivery');
  await alert(page, 'Say who took it');
  await page.fill('#step-to', 'Zhao Min');
  await send(page, 'Write down the delivery');
  await alert(page, 'Electronic delivery needs the party’s consent in writing.');
  await dialog(page).getByText('The party agreed in writing to electronic delivery').click();
  await page.fill('#step-at', clock(2 * 3_600_000));
  await page.keyboard.press('Tab');
  await send(page, 'Write down the delivery');
  await alert(page, 'It lies in the future.');
  await page.fill('#step-at', clock(-3 * 3_600_000));
  await page.keyboard.press('Tab');
  await send(page, 'Write down the delivery');
  await gone(page);
  await page.getByText(/^Electronically, .*, to Zhao Min$/).waitFor();
  await page.getByText('Reconsideration can be asked for until').waitFor();
  await page.getByText(/^It happened on /).waitFor();

  await press(page, 'Give a later day');
  await page.fill('#step-text', 'Ill.');
  await send(page, 'Give a later day');
  await alert(page, 'Choose a later day.');
  await page.fill('#step-due', clock(40 * 86_400_000).slice(0, 10));
  await page.keyboard.press('Tab');
  await send(page, 'Give a later day');
  await gone(page);
  await page.getByText(/^39 d \d+ h left$|^40 d \d+ h left$/).waitFor();

  await press(page, 'Write down a request for reconsideration');
  await page.fill('#step-text', 'Too much.');
  await send(page, 'Write down a request for reconsideration');
  await gone(page);
  await page.getByText(/^It is under review\./).waitFor();
  await press(page, 'Reduce');
  await dialog(page).getByText('Less than 500 yuan, and more than nothing.').waitFor();
  await page.fill('#step-fen', '300');
  await page.fill('#step-text', 'The first time.');
  await send(page, 'Reduce');
  await gone(page);
  await press(page, 'Write down that it was carried out');
  await page.fill('#step-text', 'Paid, receipt 12.');
  await send(page, 'Write down that it was carried out');
  await gone(page);
  await page.getByText(/^It is carried out\./).waitFor();
  assert.deepEqual(await lineOf(page), ['Proposed', 'Told', 'Decided', 'Delivered', 'Under review', 'Reduced', 'Carried out']);
  assert.deepEqual(await page.locator('ol li .did b').allTextContents(), ['Carried out', 'Reduced', 'Asked for reconsideration', 'Gave a later day', 'Delivered', 'Decided', 'Told the party', 'Proposed']);
  assert.deepEqual([fine.fen, fine.state, fine.delivery.how, fine.delivery.to], [30_000, 'carried_out', 'electronic', 'Zhao Min']);
  assert.deepEqual(unexpected(page, /400/), []);
  assert.deepEqual(unexpected(zhang, /ERR_/), []);
});

test('who is second is told what the first did, keeps what was typed, and goes on or not', async (t) => {
  const mock = await mockServer(t);
  const one = measure(mock, 'instruction', 'delivered');
  const [first, second] = [await openAs(t, mock, 'admin'), await openAs(t, mock, 'admin')];
  for (const page of [first, second]) await visit(page, mock, `/measures/${one.id}`);
  await press(second, 'Write down that it was carried out');
  await second.fill('#step-text', 'Seen on the spot.');
  await press(first, 'Set overdue');
  await send(first, 'Set overdue');
  await gone(first);
  await send(second, 'Write down that it was carried out');
  await alert(second, /^Somebody was first/);
  const meanwhile = dialog(second).getByRole('region', { name: 'What happened meanwhile' });
  await meanwhile.getByText('Set overdue').waitFor();
  await meanwhile.getByText(/^It is now: Overdue\. What you typed is kept/).waitFor();
  assert.equal(await second.inputValue('#step-text'), 'Seen on the spot.');
  await send(second, 'Write down that it was carried out');
  await gone(second);
  assert.equal(one.state, 'carried_out');

  // The page behind was fresh all the time; a step that is not possible any more says so.
  await visit(first, mock, `/measures/${measure(mock, 'fine', 'told').id}`);
  await visit(second, mock, `/measures/${measure(mock, 'fine', 'told').id}`);
  await press(second, 'Decide');
  await second.fill('#step-text', 'Heard.');
  await press(first, 'Drop');
  await first.fill('#step-text', 'Not proven.');
  await send(first, 'Drop');
  await gone(first);
  await send(second, 'Decide');
  await dialog(second).getByText('It is now: Dropped. This step is not possible any more.').waitFor();
  assert.equal(await dialog(second).getByRole('button', { name: 'Decide', exact: true }).isDisabled(), true);
  await send(second, 'Cancel');
  await second.getByText(/^It was dropped before it was decided/).waitFor();
  assert.deepEqual(unexpected(second, /409/), []);
  assert.deepEqual(first.complaints, []);
});

test('the list shows what waits and what is late, and is narrowed as the address says', async (t) => {
  const mock = await mockServer(t);
  const page = await openAs(t, mock, 'admin');
  await visit(page, mock, '/measures');
  const rows = page.locator('tbody tr');
  const open = mock.state.measures.filter(({ state }) => !['carried_out', 'withdrawn', 'dropped'].includes(state));
  assert.equal(await rows.count(), open.length);
  const late = rows.filter({ hasText: 'Instruction to put it right' });
  await late.getByText('Late', { exact: true }).waitFor();
  await late.getByText(/^over by \d+ d \d+ h$/).waitFor();
  await page.getByText('Only where somebody must still act').click();
  await page.waitForURL(/open=false/);
  await rows.nth(mock.state.measures.length - 1).waitFor();
  await choose(page, '#measures-state', 'Withdrawn');
  await page.getByText('No measure is as asked for here.').waitFor();
  await choose(page, '#measures-state', 'Overdue');
  await page.waitForURL(/state=overdue/);
  await rows.getByText('Overdue', { exact: true }).waitFor();
  await page.locator('#measures-unit').fill('330782100');
  await page.getByRole('option', { name: /佛堂镇指挥部/ }).click();
  await page.waitForURL(/unit=/);
  await page.getByText('No measure is as asked for here.').waitFor();
  await page.goto(`${mock.url}/measures?state=overdue&open=false`);
  await rows.getByRole('link').click();
  await page.getByText(/^At most 600 yuan may be added so far/).waitFor();
  await page.getByRole('link', { name: /抽查$/ }).click();
  await page.waitForURL(/\/draws\/.*visit=/);
  await page.getByRole('dialog').getByRole('link', { name: 'Fine, number 3', exact: true }).waitFor();

  for (const one of mock.state.measures.slice()) for (let i = 0; i < 8; ++i) mock.state.measures.push({ ...one, id: one.id.replace(/.{4}$/, String(1000 + mock.state.measures.length)), number: mock.state.measures.length + 1 });
  await visit(page, mock, '/measures?open=false');
  assert.equal(await rows.count(), 50);
  await press(page, 'More');
  await rows.nth(mock.state.measures.length - 1).waitFor();
  assert.deepEqual(page.complaints, []);
});

test('an offence is added, changed and left out; nothing of anybody else is lost', async (t) => {
  const mock = await mockServer(t);
  const page = await openAs(t, mock, 'admin');
  await visit(page, mock, '/offences');
  await press(page, 'Add an offence');
  for (const [field, bad, good, fault] of [['code', 'Gas Bottle', 'gas_bottle', 'Use a to z'], ['name_zh', ' ', '违规使用瓶装燃气', 'Enter the name in Chinese.'], ['name_en', '', 'Bottled gas used against the rules', 'Enter the name in English.'], ['basis', '', '《城镇燃气管理条例》第四十九条', 'Enter the law and the article.']]) {
    await page.fill(`#offence-${field}`, bad);
    await send(page, 'Save');
    await alert(page, fault);
    await page.fill(`#offence-${field}`, good);
  }
  await send(page, 'Save');
  await alert(page, 'Say what it may lead to.');
  await dialog(page).getByText('Fine', { exact: true }).click();
  await page.fill('#offence-least', '1,000');
  await page.fill('#offence-most', '999.99');
  await send(page, 'Save');
  await alert(page, 'Enter an amount that is not below the least.');
  await page.fill('#offence-most', '5000.5');
  await loseAnswer(page, 'PUT', '**/api/v1/offences');
  await send(page, 'Save');
  await dialog(page).getByRole('alert').waitFor();
  await send(page, 'Save');
  await gone(page);
  const row = page.locator('tr', { hasText: 'gas_bottle' });
  await row.getByText('1,000 to 5,000.50').waitFor();
  assert.deepEqual(mock.state.offences.map(({ code }) => code), ['tenant_undeclared', 'exit_blocked', 'no_extinguisher', 'gas_bottle']);

  await press(page, 'Add an offence');
  for (const [field, value] of [['code', 'gas_bottle'], ['name_zh', '别的'], ['name_en', 'Another one'], ['basis', 'x']]) await page.fill(`#offence-${field}`, value);
  await dialog(page).getByText('Written notice', { exact: true }).click();
  await send(page, 'Save');
  await alert(page, 'There is an offence with this code.');
  await send(page, 'Cancel');

  // Somebody else changes the same one, and adds another.
  await press(row, 'Change Bottled gas used against the rules');
  await page.fill('#offence-name_en', 'Bottled gas');
  const other = mock.state.offences.at(-1);
  mock.state.offences = [...mock.state.offences.slice(0, -1), { ...other, basis: '第五十条', name: { ...other.name, en: 'Gas bottle' } }, { ...other, code: 'blocked_drain' }];
  await send(page, 'Save');
  await dialog(page).getByText(/^Somebody else changed it meanwhile/).waitFor();
  await dialog(page).getByText('Gas bottle', { exact: true }).waitFor();
  assert.deepEqual([await page.inputValue('#offence-name_en'), await page.inputValue('#offence-basis')], ['Bottled gas', '第五十条']);
  await send(page, 'Save');
  await gone(page);
  assert.deepEqual(mock.state.offences.slice(3).map(({ code, basis, name }) => [code, basis, name.en]), [['gas_bottle', '第五十条', 'Bottled gas'], ['blocked_drain', '《城镇燃气管理条例》第四十九条', 'Bottled gas used against the rules']]);

  // Somebody adds another one between the reading and the storing: it is read again, and both stand.
  let between = false;
  await page.route('**/api/v1/offences', async (route) => {
    if (!between && route.request().method() === 'PUT') {
      between = true;
      const { version, offences } = await page.context().request.get(`${mock.url}/api/v1/offences`).then((answer) => answer.json());
      await page.context().request.put(`${mock.url}/api/v1/offences`, { data: { version, offences: [...offences, { ...offences[2], code: 'late_comer', name: { en: 'Late comer', zh: '后来' } }] }, headers: { 'X-Ward-Csrf': '1' } });
    }
    return route.fallback();
  });
  await press(row, 'Change Bottled gas');
  await page.fill('#offence-name_en', 'Bottled gas');
  await page.fill('#offence-basis', '第五十一条');
  await send(page, 'Save');
  await gone(page);
  assert.deepEqual(mock.state.offences.slice(3).map(({ code, basis }) => [code, basis.slice(0, 5)]), [['gas_bottle', '第五十一条'], ['blocked_drain', '《城镇燃气'], ['late_comer', mock.state.offences[2].basis.slice(0, 5)]]);

  const remove = async (name) => {
    await press(page, `Leave out ${name}`);
    await page.locator('.el-message-box').getByRole('button', { name: 'Leave out', exact: true }).click();
  };
  await remove('Tenant not declared within the term');
  await page.getByText('A measure for tenant_undeclared is open').waitFor();
  await remove('Bottled gas');
  await row.waitFor({ state: 'detached' });
  assert.deepEqual(mock.state.offences.map(({ code }) => code), ['tenant_undeclared', 'exit_blocked', 'no_extinguisher', 'blocked_drain', 'late_comer']);

  const reader = await openAs(t, mock, 'li');
  await visit(reader, mock, '/offences');
  await reader.getByText('《中华人民共和国消防法》第六十条第一款第三项').waitFor();
  assert.equal(await reader.getByRole('button', { name: 'Add an offence' }).count(), 0);
  assert.equal(await reader.getByRole('button', { name: /^Change / }).count(), 0);
  mock.state.offences = [];
  await visit(page, mock, '/offences');
  await page.getByText(/^No offence is written down yet\./).waitFor();
  assert.deepEqual(unexpected(page, /409/, /ERR_/), []);
  assert.deepEqual(reader.complaints, []);
});

/** How far a page, or a dialog on it, runs over the side; in pixels. */
const over = () => Math.max(...[document.documentElement, ...document.querySelectorAll('.el-dialog__body, .el-drawer__body')].map((one) => one.scrollWidth - one.clientWidth));
const still = () => document.getAnimations().every((one) => one.playState !== 'running');
const WORDS = {
  en: { deliver: 'Write down the delivery', decide: 'Decide', reduce: 'Reduce', cancel: 'Cancel', add: 'Add an offence', fine: 'Fine', defer: 'Give a later day' },
  'zh-CN': { deliver: '登记送达', decide: '决定', reduce: '变更', cancel: '取消', add: '添加违法行为', fine: '罚款', defer: '延期' },
};

for (const [language, words] of Object.entries(WORDS)) {
  test(`in ${language}, on a screen and on a phone, light and dark: nothing runs over the side, and everybody can use it`, async (t) => {
    const mock = await mockServer(t);
    const told = measure(mock, 'fine', 'told');
    const decided = { ...structuredClone(told), id: told.id.replace(/.{4}$/, '1000'), number: 9, state: 'decided', decided_at: new Date().toISOString() };
    mock.state.measures.push(decided);
    for (const [width, dark] of looksIn(language)) {
      const page = await openAs(t, mock, 'admin', { language, width, height: width < 500 ? 844 : 900, dark });
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
        await send(page, words.cancel);
        await gone(page);
      };
      await visit(page, mock, '/measures');
      await fits('measures');
      await visit(page, mock, `/measures/${measure(mock, 'fine', 'overdue').id}`);
      await fits('overdue');
      await dialogFits(words.defer, 'defer');
      await visit(page, mock, `/measures/${measure(mock, 'fine', 'appealed').id}`);
      await fits('appealed');
      await dialogFits(words.reduce, 'reduce');
      await visit(page, mock, `/measures/${told.id}`);
      await dialogFits(words.decide, 'decide');
      await visit(page, mock, `/measures/${decided.id}`);
      await press(page, words.deliver);
      await choose(page, '#step-how', language === 'en' ? 'By public notice' : '公告送达');
      await fits('deliver');
      await visit(page, mock, '/offences');
      await fits('offences');
      await press(page, words.add);
      await dialog(page).getByText(words.fine, { exact: true }).click();
      await fits('offence');
      assert.deepEqual(page.complaints, []);
    }
  });
}
