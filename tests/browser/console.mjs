// What every browser test needs: the console before a mock server whose answers are held against openapi.yaml, and
// pages of chromium that remember what they complained of.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { chromium } from 'playwright-core';
import { parse } from 'yaml';
import { start } from '../../web/mock/server.mjs';
import { password as secret } from '../flow/support/ward.mjs';

const repository = fileURLToPath(new URL('../../', import.meta.url));
export const password = 'correct horse';

const contract = parse(readFileSync(`${repository}api/openapi.yaml`, 'utf8'), { merge: true });
const ajv = new Ajv({ strict: false, validateFormats: true });
formats(ajv);
ajv.addSchema({ $id: 'contract', ...contract });
const escape = (key) => key.replace(/~/g, '~0').replace(/\//g, '~1');

/** Made once for each answer: making one takes longer than a test's page. */
const validators = new Map();
function validatorOf($ref) {
  if (!validators.has($ref)) validators.set($ref, ajv.compile({ $ref }));
  return validators.get($ref);
}

/** Fails when the mock answers what the contract does not allow: then tests would prove nothing about the server. */
function checkAnswer(key, status, body) {
  const [method, path] = key.split(' ');
  const responses = contract.paths[path]?.[method.toLowerCase()]?.responses;
  if (!responses) return status === 404 ? undefined : assert.fail(`the mock answers ${key}, which openapi.yaml does not know`);
  const name = responses[status] ? status : 'default';
  const at = responses[name].$ref ?? `#/paths/${escape(path)}/${method.toLowerCase()}/responses/${name}`;
  const response = at.slice(2).split('/').reduce((node, step) => node[step.replace(/~1/g, '/').replace(/~0/g, '~')], contract);
  const type = Object.keys(response.content ?? {})[0];
  if (!type) return assert.equal(body, undefined, `${key} ${status} has no body in openapi.yaml`);
  const validate = validatorOf(`contract${at}/content/${escape(type)}/schema`);
  return assert.ok(validate(JSON.parse(JSON.stringify(body))), `the mock's ${key} ${status}: ${ajv.errorsText(validate.errors)}`);
}

/** A mock of its own for a test; its answers are checked when it stops. */
export async function mockServer(t, options = {}) {
  assert.ok(existsSync(`${repository}web/dist/index.html`), 'build the console first: npm ci && npm run build in web/');
  const wrong = new Set();
  const mock = await start({
    ...options,
    onAnswer(key, status, body) {
      try {
        checkAnswer(key, status, body);
      } catch (error) {
        wrong.add(error.message);
      }
    },
  });
  t.after(async () => {
    await mock.stop();
    assert.deepEqual([...wrong], []);
  });
  return mock;
}

/** One chromium for a file of tests. */
export function browserFor(test) {
  let browser;
  test.before(async () => {
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
    });
  });
  test.after(() => browser?.close());
  return () => browser;
}

/** A page with its complaints: errors of scripts, of the console and of loading, less the one 401 that asks who we are. */
export async function openPage(t, browser, { language = 'en', width = 1280, height = 860, dark = false } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  t.after(() => context.close());
  await context.addInitScript((wanted) => localStorage.setItem('ward.language', wanted), language);
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', (error) => page.complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    const expected = message.location().url.endsWith('/api/v1/session') && /401/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !expected) page.complaints.push(`${message.type()}: ${message.text()}`);
  });
  return page;
}

/** Without the page of the form, which stories.test.mjs tries: it would be loaded before each test. */
export async function logIn(page, mock, name = 'admin') {
  const answer = await page.context().request.post(`${mock.url}/api/v1/session`, { data: { name, password } });
  assert.equal(answer.status(), 200, await answer.text());
}

/** A page of the real `server`, somebody being logged in. */
export async function openLoggedIn(t, browser, server, path, { as = 'admin', ...options } = {}) {
  const page = await openPage(t, browser, options);
  await page.goto(server.url + path);
  await page.fill('#login-name', as);
  await page.fill('#login-password', secret);
  await page.keyboard.press('Enter');
  await page.waitForURL(server.url + path);
  await page.locator('main h1').waitFor();
  return page;
}

/** Goes to a page of the console and waits until its content stands. */
export async function visit(page, mock, path) {
  await page.goto(mock.url + path);
  await page.waitForSelector('main h1');
  await page.waitForLoadState('load');
  await page.waitForFunction(() => document.querySelectorAll('.el-loading-mask').length === 0);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core, which knows the rules of WCAG 2.1 AA, complains of. */
export async function violations(page) {
  await page.evaluate(axe); // a script in the page would be against its policy
  return page.evaluate(async () => {
    const result = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
    return result.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary.split('\n')[1] ?? ''}`));
  });
}

/** In a page: whether something reaches past an edge of the screen or is cut off within its box. */
export const cutOff = () =>
  [...document.querySelectorAll('body *')]
    .filter((one) => one.getClientRects().length > 0 && !one.closest('.w-hidden, svg, option, optgroup'))
    .filter((one) => {
      const { left, right } = one.getBoundingClientRect();
      return left < -1 || right > innerWidth + 1 || (getComputedStyle(one).overflowX !== 'visible' && one.scrollWidth > one.clientWidth + 1 && !['TEXTAREA', 'INPUT', 'SELECT'].includes(one.tagName));
    })
    .map((one) => one.outerHTML.slice(0, 120));

export const PAGES = ['/wall', '/alarms', '/passages', '/people', '/temperatures', '/devices', '/policy', '/units', '/premises', '/residents', '/residents/proposals', '/rounds', '/rounds?open=false', '/declarations', '/declarations?state=overdue&order=last', '/declarations/rules', '/declarations/rules?version=1', '/enterprises', '/draws', '/measures', '/measures?state=overdue&open=false', '/offences', '/incidents', '/incidents?view=list', '/incident-types', '/incident-types?type=gathering', '/assessment', '/assessment?days=90&order=-returned', '/orders', '/orders/new', '/warnings', '/duty', '/notices', '/calendar', '/channels', '/channels?view=deliveries', '/channels?view=keys', '/sites', '/users', '/journal', '/account', '/nowhere'];

const day = (ago) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

/** Pages of one thing at the command centre. */
export const cityPages = ({ state }) => [
  `/incidents/${state.incidents.find((one) => state.stories.get(one.id).pages.length > 0).id}`, `/orders/${state.orders[1].id}`, `/orders/${state.orders.find((one) => one.public).id}`, `/orders/new?supersedes=${state.orders[1].id}`, ...state.warnings.slice(0, 3).map(({ id }) => `/warnings?warning=${id}`), `/orders/new?warning=${state.warnings[0].id}`, `/units?unit=${state.units[0].id}`, `/units?unit=${state.units[1].id}&by=unacknowledged`, `/premises/${state.premises[0].id}`, `/premises/${state.premises[0].id}?room=${state.premises[0].rooms[0].id}`, `/premises/${state.premises[0].id}?day=${day(200)}`, `/residents/${state.residents[0].id}`,
  `/enterprises?unit=${state.units[0].id}&state=silent`, ...['known', 'checked', 'closed'].map((stands) => `/enterprises/${state.enterprises.find((one) => one.state === stands).id}`), `/enterprises/${state.enterprises.find((one) => one.trouble === 'over_cap').id}`,
  `/rounds/${state.rounds[0].id}?state=rooms`, `/rounds/${state.rounds[0].id}?unit=${state.units[1].id}`, `/rounds/${state.rounds[1].id}?state=contested&room=${state.roundRooms[0].id}`,
  ...state.draws.map(({ id }) => `/draws/${id}`), `/draws/${state.draws[0].id}?show=nobody&visit=${state.draws[0].visits.find(({ declared }) => declared === false).item}`, ...['carried_out', 'appealed', 'overdue', 'proposed'].map((stands) => `/measures/${state.measures.find((one) => one.state === stands).id}`),
  `/assessment?days=90&unit=${state.units[1].id}&figure=on_time.handling`, '/assessment?month=2020-02',
  `/declarations?unit=${state.units[1].id}`, `/declarations?declaration=${state.declarations[1].id}`,
];

/** Widths, and whether dark, in which pages are looked at in a language: a screen and a phone, each light in one language and dark in the other. */
export const looksIn = (language, narrowest = 320) => (language === 'en' ? [[1440, false], [narrowest, true]] : [[1440, true], [390, false]]);
