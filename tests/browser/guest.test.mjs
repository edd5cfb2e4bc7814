// The page of a guest who has a link and no account, before the real server: declared in their own language, kept while it
// is written, led to what is wrong, shown again, changed, and read from the right.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { cityOf, housesIn } from '../flow/support/city.mjs';
import { id, repository } from '../flow/support/ward.mjs';
import { browserFor, cutOff, violations } from './console.mjs';

const browser = browserFor(test);
const DIST = join(repository, 'web/dist');
const units = 'code,name,kind,parent\nyw,Yiwu,city,\nt1,Choucheng,town,yw\nc1,Jiangbin,community,t1\ng1,First,grid,c1\nb1,Building,building,g1\nl1,Chen,tenants,b1\n';
const members = 'unit,name,phone,duty\ng1,Li,10000000002,member\nb1,Chen,10000000004,member\nl1,Chen,10000000004,commander\n';
const rules = {
  version: 0,
  rules: [{ regions: ['KOR', '420000'], from: '2020-01-01', kind: 'home', days: 14, why: { en: 'Many cases there. Stay at home.', zh: '当地病例较多，请居家。', ko: '그 지역에 환자가 많습니다. 집에 머물러 주세요.' }, basis: 'Notice 3' }],
};

/** A city with one house, and a link to its room 102. */
async function invited(t) {
  const { server, unit, li, chen } = await cityOf(t, { units, members }, { server: { web: DIST } });
  const { houses, rooms } = await housesIn(server, unit, ['l1'], ['101', '102']);
  await server.admin.put(`/premises/${houses.l1}`, { unit: unit.l1, code: 'H-l1', address: '稠城街道江滨社区城中中路 12 号', kind: 'house', version: 1 });
  await server.admin.put('/declarations/rules', rules);
  const invitation = id();
  const { code } = await chen.put(`/invitations/${invitation}`, { premises: houses.l1, room: rooms['l1-102'] });
  return { server, li, chen, invitation, link: `${server.url}/d/#${code}` };
}

/** A phone of somebody whose browser speaks `locale`. Remembers what its scripts complained of, and where it called. */
async function phone(t, { locale = 'en-GB', width = 390, height = 844, dark = false } = {}) {
  const context = await browser().newContext({ locale, timezoneId: 'Asia/Seoul', viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce', hasTouch: true });
  t.after(() => context.close());
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(`script: ${error.message}`));
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && !/Failed to load resource/.test(message.text()) && page.complaints.push(message.text()));
  return page;
}

const picture = (page, name) => (process.env.WARD_PICTURES ? page.screenshot({ path: join(process.env.WARD_PICTURES, `${name}.png`), animations: 'disabled', fullPage: true }) : undefined);
const at = (page, path) => page.locator(`[id="${path}"]`);
const press = (page, name) => page.getByRole('button', { name, exact: true }).click();
const heading = (page, name) => page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
const dayIn = (days) => new Date(Date.now() + days * 86400e3).toISOString().slice(0, 10);
const focused = (page) => page.evaluate(() => document.activeElement?.id);

/** What a usual guest fills in; whatever the language, for a field is found by its path. */
async function fill(page, { name = '김민수', carrier = 'plane', day = dayIn(3) } = {}) {
  await at(page, 'persons[0].name').fill(name);
  await at(page, 'persons[0].nationality').selectOption('KOR');
  await at(page, 'stays[0].country').selectOption('KOR');
  await at(page, 'arrives_at').fill(day);
  await at(page, 'time').fill('14:30');
  const carriers = ['train', 'plane', 'coach', 'car', 'ship', 'foot', 'other'];
  await at(page, 'carrier').locator('label').nth(carriers.indexOf(carrier)).click();
}

async function addPassport(page, number) {
  await page.locator('summary').first().click();
  await at(page, 'persons[0].documents[0].kind').selectOption('passport');
  await at(page, 'persons[0].documents[0].number').fill(number);
}

test('a guest from Korea declares in Korean, sees what awaits them and how far it is, and changes it until they are there', async (t) => {
  const { server, li, invitation, link } = await invited(t);
  const page = await phone(t, { locale: 'ko-KR' });
  await page.goto(link);
  await heading(page, '도착 신고');
  assert.equal(await page.title(), '도착 신고');
  await page.getByText('稠城街道江滨社区城中中路 12 号').waitFor();
  await page.getByText('102호').waitFor();
  await page.getByText(/중국 표준시/).waitFor();
  await fill(page);
  await addPassport(page, 'M12345678');
  assert.equal(await at(page, 'persons[0].documents[0].country').inputValue(), 'KOR', 'issued by where they are from, unless they say otherwise');
  await at(page, 'vehicle').fill('OZ359');
  await press(page, '보내기');
  await heading(page, '1명의 도착을 신고했습니다');
  for (const text of ['집에서 하는 의학 관찰', '14일', '대한민국', rules.rules[0].why.ko, '도착 예정', invitation]) await page.getByText(text, { exact: true }).first().waitFor();
  await page.getByText(/오후 2:30/).waitFor();
  const [declared] = (await li.get('/declarations')).items;
  assert.deepEqual([declared.language, declared.arrives_at, declared.vehicle, declared.persons[0].documents], ['ko', `${dayIn(3)}T06:30:00.000Z`, 'OZ359', [{ kind: 'passport', country: 'KOR', last: '5678' }]]);
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft'))), [], 'nothing stays here once it is sent');
  assert.deepEqual(await page.context().cookies(), []);

  await page.reload();
  await press(page, '고치기');
  await page.getByText('신고한 내용을 고치고 있습니다.').waitFor();
  assert.equal(await at(page, 'time').inputValue(), '14:30');
  await at(page, 'time').fill('18:00');
  await press(page, '사람 추가');
  await at(page, 'persons[1].name').fill('이서연');
  await press(page, '보내기');
  await heading(page, '2명의 도착을 신고했습니다');
  const changed = await li.get(`/declarations/${invitation}`);
  assert.deepEqual([changed.version, changed.arrives_at, changed.persons[0].documents[0].last], [2, `${dayIn(3)}T10:00:00.000Z`, '5678']);

  await li.post(`/declarations/${invitation}/steps`, { id: id(), step: 'meet', persons: [changed.persons[0].id] });
  await page.reload();
  await page.getByText('도착함', { exact: true }).waitFor();
  await page.getByText(/이미 도착했거나/).waitFor();
  assert.equal(await page.getByRole('button', { name: '고치기' }).count(), 0);
  assert.deepEqual(page.complaints, []);
});

test('a wrong number of a document leads to its field, with a sentence in the reader’s language', async (t) => {
  const { link } = await invited(t);
  const page = await phone(t, { locale: 'fr-FR' });
  await page.goto(link);
  await heading(page, 'Déclarer votre arrivée');
  await press(page, 'Envoyer');
  await page.getByText('Écrivez le nom.').waitFor();
  assert.equal(await focused(page), 'persons[0].name');
  assert.equal(await at(page, 'persons[0].name').getAttribute('aria-invalid'), 'true');
  await fill(page, { name: 'Jean Dupont', carrier: 'train' });
  await at(page, 'persons[0].nationality').selectOption('CHN');
  await addPassport(page, '');
  await at(page, 'persons[0].documents[0].kind').selectOption('resident_card');
  await at(page, 'persons[0].documents[0].number').fill('110105194912310021');
  await page.locator('summary').first().click(); // it is led to even where it is folded away
  await press(page, 'Envoyer');
  await page.getByText('Un caractère de ce numéro est faux. Comparez-le avec le document.').waitFor();
  assert.equal(await focused(page), 'persons[0].documents[0].number');
  assert.deepEqual(await violations(page), []);
  await at(page, 'persons[0].documents[0].number').fill('11010519491231002X');
  await at(page, 'arrives_at').fill(dayIn(500));
  await press(page, 'Envoyer');
  await page.getByText('L’arrivée doit être à moins d’un an d’aujourd’hui.').waitFor();
  assert.equal(await focused(page), 'arrives_at');
  assert.deepEqual(page.complaints, []);
});

test('what was typed survives a reload and a dead network, and is sent once however often it is sent', async (t) => {
  const { li, link } = await invited(t);
  const page = await phone(t);
  await page.goto(link);
  await heading(page, 'Declare your arrival');
  await fill(page, { name: 'Anna Lindqvist' });
  await at(page, 'stays[0].country').selectOption('CHN');
  await at(page, 'stays[0].province').selectOption({ label: 'Hubei 湖北省' });
  await at(page, 'stays[0].region').selectOption({ label: 'Wuhan 武汉市' });
  await press(page, 'Add a place');
  await at(page, 'stays[1].country').selectOption('SWE');
  await at(page, 'stays[1].left_on').fill(dayIn(-5));
  await page.reload();
  await heading(page, 'Declare your arrival');
  assert.deepEqual(await Promise.all(['persons[0].name', 'stays[0].region', 'stays[1].left_on', 'time'].map((path) => at(page, path).inputValue())), ['Anna Lindqvist', '420100', dayIn(-5), '14:30']);

  await page.context().setOffline(true);
  await press(page, 'Send');
  await page.getByText('There is no connection. What you wrote is kept; please try again later.').waitFor();
  await page.context().setOffline(false);
  await page.route('**/public/declarations', async (route) => { // it arrives, but its answer does not
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await press(page, 'Send');
  await page.getByText(/There is no connection/).waitFor();
  await press(page, 'Send');
  await heading(page, '1 person is declared.');
  await page.getByText('Wuhan 武汉市').first().waitFor();
  const { items } = await li.get('/declarations');
  assert.deepEqual(items.map(({ version, persons, stays }) => [version, persons.length, stays]), [[1, 1, [{ region: '420100', left_on: null }, { region: 'SWE', left_on: dayIn(-5) }]]]);
  assert.deepEqual(page.complaints, []);
});

test('who changes it second is told so, and replaces what the first one stored only when they want to', async (t) => {
  const { li, link } = await invited(t);
  const [first, second] = [await phone(t), await phone(t)];
  for (const page of [first, second]) {
    await page.goto(link);
    await heading(page, 'Declare your arrival');
    await fill(page, { name: page === first ? 'First' : 'Second' });
  }
  await press(first, 'Send');
  await heading(first, '1 person is declared.');
  await press(second, 'Send');
  await second.getByText(/A declaration was stored meanwhile/).waitFor();
  assert.equal(await focused(second), 'fault');
  await second.reload();
  await second.getByText(/A declaration was stored meanwhile/).waitFor();
  assert.equal((await li.get('/declarations')).items[0].persons[0].name, 'First');
  await press(second, 'Send');
  await heading(second, '1 person is declared.');
  assert.equal((await li.get('/declarations')).items[0].persons[0].name, 'Second');

  await press(first, 'Change it');
  await at(first, 'persons[0].name').fill('First again');
  await press(first, 'Send');
  await first.getByText(/A declaration was stored meanwhile/).waitFor();
  await press(first, 'Leave it as it was');
  await first.getByText('Second', { exact: true }).waitFor();
  assert.deepEqual([...first.complaints, ...second.complaints], []);
});

test('a link that is not valid says so and asks for a new one; without a network nobody is turned away', async (t) => {
  const { server, chen, invitation, link } = await invited(t);
  const page = await phone(t, { locale: 'es-ES' });
  for (const hash of ['', '#x', `#${'0'.repeat(64)}`, `#${'0'.repeat(80)}`]) {
    await page.goto('about:blank');
    await page.goto(`${server.url}/d/${hash}`);
    await heading(page, 'Este enlace ya no es válido.');
  }
  await page.route('**/look', (route) => route.abort(), { times: 1 });
  await page.goto(link); // another link in the same window
  await page.getByText('En este momento no hay conexión.').waitFor();
  await press(page, 'Intentar de nuevo');
  await heading(page, 'Declarar su llegada');
  await at(page, 'persons[0].name').fill('María');
  await chen.call('DELETE', `/invitations/${invitation}`);
  await page.reload();
  await heading(page, 'Este enlace ya no es válido.');
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft'))), []);
  assert.deepEqual(page.complaints, []);
});

test('the language is that of the browser, is chosen by its own name, and is remembered; what was written is deleted when asked', async (t) => {
  const { link } = await invited(t);
  const page = await phone(t, { locale: 'zh-CN' });
  await page.goto(link);
  await heading(page, '申报到达');
  await press(page, 'русский');
  await heading(page, 'Сообщить о приезде');
  await at(page, 'persons[0].name').fill('Иван');
  await page.reload();
  await heading(page, 'Сообщить о приезде');
  page.once('dialog', (dialog) => dialog.accept());
  await press(page, 'Удалить написанное');
  assert.equal(await at(page, 'persons[0].name').inputValue(), '');
  await page.reload();
  await heading(page, 'Сообщить о приезде');
  assert.equal(await at(page, 'persons[0].name').inputValue(), '');
  assert.deepEqual(page.complaints, []);
});

test('an hour is that of the city that the link leads to, wherever the reader is and whatever its zone', async (t) => {
  const { server, li, invitation, link } = await invited(t);
  await server.admin.put('/calendar', { ...(await server.admin.get('/calendar')), zone: 'Asia/Kathmandu' });
  const page = await phone(t);
  await page.goto(link);
  await page.getByText(/^In local time: Nepal Time\. There it is now/).waitFor();
  const day = dayIn(3);
  await fill(page, { day });
  await press(page, 'Send');
  await heading(page, '1 person is declared.');
  const at1430 = `${day}T08:45:00.000Z`;
  const words = await page.evaluate((said) => new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Kathmandu', dateStyle: 'full', timeStyle: 'short' }).format(new Date(said)), at1430);
  await page.getByText(words, { exact: true }).waitFor();
  assert.equal((await li.get(`/declarations/${invitation}`)).arrives_at, at1430);
  await press(page, 'Change it');
  assert.deepEqual([await at(page, 'arrives_at').inputValue(), await at(page, 'time').inputValue()], [day, '14:30']);
  assert.deepEqual(page.complaints, []);
});

test('what an older page kept is not read, and does not stay', async (t) => {
  const { link } = await invited(t);
  const page = await phone(t);
  await page.goto(link);
  await at(page, 'persons[0].name').fill('Anna');
  await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes('draft')));
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((one) => one.includes('draft'));
    localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), format: undefined }));
  });
  await page.reload();
  await heading(page, 'Declare your arrival');
  assert.equal(await at(page, 'persons[0].name').inputValue(), '');
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft'))), []);
  assert.deepEqual(page.complaints, []);
});

test('it is filled in and sent by keyboard alone', async (t) => {
  const { li, link } = await invited(t);
  const page = await phone(t);
  await page.goto(link);
  await heading(page, 'Declare your arrival');
  const to = async (path) => {
    for (let presses = 0; (await focused(page)) !== path; presses++) {
      assert.ok(presses < 40, `the keyboard does not reach ${path}`);
      await page.keyboard.press('Tab');
    }
  };
  await to('persons[0].name');
  await page.keyboard.type('Anna');
  await to('stays[0].country');
  await page.keyboard.type('Swed');
  await to('arrives_at');
  await at(page, 'arrives_at').fill(dayIn(2)); // its parts are in the order of the browser
  await to('time');
  await at(page, 'time').fill('09:00');
  for (let presses = 0; (await page.evaluate(() => document.activeElement?.name)) !== 'carrier'; presses++) {
    assert.ok(presses < 10);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Space');
  await to('vehicle');
  await page.keyboard.press('Enter');
  await heading(page, '1 person is declared.');
  const [{ stays, carrier }] = (await li.get('/declarations')).items;
  assert.deepEqual([stays[0].region, carrier], ['SWE', 'train']);
});

test('what it loads first is small', async (t) => {
  const { link } = await invited(t);
  const page = await phone(t, { locale: 'ar' });
  const loaded = [];
  page.on('response', (response) => loaded.push(new URL(response.url()).pathname));
  await page.goto(link);
  await at(page, 'persons[0].name').waitFor();
  const contents = [...new Set(loaded)].filter((path) => /^\/assets\//.test(path)).map((path) => readFileSync(DIST + path));
  const bytes = contents.reduce((sum, content) => sum + gzipSync(content).length, 0);
  t.diagnostic(`${contents.length} files, ${Math.round(bytes / 1024)} KB gzipped, ${Math.round(contents.reduce((sum, { length }) => sum + length, 0) / 1024)} KB as they are`);
  assert.ok(bytes < 120 * 1024, `${bytes} bytes gzipped`);
});

test('nothing is cut off in any language at 320 px, in the reader’s own size of letters; Arabic is mirrored', async (t) => {
  const { link } = await invited(t);
  const page = await phone(t, { width: 320, height: 640 });
  const nowhereCut = async (language, what) => {
    for (const size of ['', '200%']) {
      await page.evaluate((wanted) => (document.documentElement.style.fontSize = wanted), size);
      assert.deepEqual(await page.evaluate(cutOff), [], `${language} ${what} ${size}`);
      await picture(page, `guest-${language}-320-${what}${size && '-large'}`);
    }
    await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  };
  await page.goto(link);
  await fill(page);
  await addPassport(page, 'M12345678');
  await at(page, 'vehicle').fill('OZ359');
  const languages = await page.locator('nav button').evaluateAll((all) => all.map(({ lang }) => lang));
  assert.deepEqual(languages, ['ar', 'en', 'es', 'fr', 'ko', 'ru', 'zh']);
  const speak = async (language) => {
    await page.locator(`nav button[lang=${language}]`).click();
    await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), language === 'ar' ? 'rtl' : 'ltr');
  };
  for (const language of languages) {
    await speak(language);
    await nowhereCut(language, 'form');
  }
  await page.locator('form button.primary').click();
  await page.locator('h1[tabindex]').waitFor();
  for (const language of languages) {
    await speak(language);
    await nowhereCut(language, 'stored');
  }
  assert.deepEqual(page.complaints, []);
});

for (const dark of [false, true]) {
  test(`the page keeps WCAG 2.1 AA in ${dark ? 'dark' : 'light'} colours`, async (t) => {
    const { link } = await invited(t);
    const page = await phone(t, { dark });
    const shade = dark ? 'dark' : 'light';
    await page.goto(link);
    await fill(page);
    await addPassport(page, 'M12345678');
    for (const language of ['zh', 'en', 'ar', 'ko']) {
      await page.locator(`nav button[lang=${language}]`).click();
      await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
      assert.deepEqual(await violations(page), [], language);
      await picture(page, `guest-${language}-390-form-${shade}`);
    }
    await page.locator('form button.primary').click();
    await page.locator('h1[tabindex]').waitFor();
    for (const language of ['zh', 'en', 'ar', 'ko']) {
      await page.locator(`nav button[lang=${language}]`).click();
      await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
      assert.deepEqual(await violations(page), [], language);
      await picture(page, `guest-${language}-390-stored-${shade}`);
    }
    assert.deepEqual(page.complaints, []);
  });
}
