// The screen at the gate, in Chromium: what each answer shows, that it fits, that it never runs what it is told, and that
// it says so when its gate is gone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { startFakeGate } from './fake-gate.mjs';

const text = (zh, en) => ({ zh, en });
const fever = {
  mood: 'refused', temperature_cc: 3886, temperature_sd_cc: 31, simulated: true,
  why: [text('筛查体温偏高。', 'The screening temperature is raised.')],
  what: [text('请稍等一分钟再试，或联系工作人员测量体温。', 'Please wait a minute and try again, or ask the staff to take your temperature.')],
};
const sizes = { portrait: [1080, 1920], wide: [1280, 800], phone: [390, 844], small: [667, 375] };

let browser, gate, page;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
});
after(() => browser?.close());

async function open(t, { query = '', size = 'portrait', ...options } = {}) {
  gate = await startFakeGate();
  const [width, height] = sizes[size];
  page = await browser.newPage({ viewport: { width, height }, ...options });
  page.errors = [];
  page.on('pageerror', (error) => page.errors.push(error.message));
  t.after(async () => {
    await page.close();
    await gate.stop();
  });
  await page.goto(gate.url + query);
  await page.waitForFunction(() => document.querySelector('#device').textContent !== '');
}

async function say(changes) {
  gate.say(changes);
  await page.waitForFunction((mood) => document.body.dataset.mood === mood, changes.mood);
}
const shown = (selector) => page.locator(selector).innerText();

test('nobody is here: the notice says who processes what, and no picture is asked for', async (t) => {
  await open(t);
  assert.match(await shown('#notice'), /示范学校/);
  assert.match(await shown('#notice'), /without face recognition/);
  assert.equal(await page.locator('#mirror').isVisible(), false);
  assert.equal(gate.asked.pictures, 0);
});

test('a fever: temperature with its deviation, not a diagnosis, why and what to do, in both languages', async (t) => {
  await open(t);
  await say(fever);
  assert.match(await shown('#title'), /暂不能通行[\s\S]*You cannot go in now/);
  assert.match(await shown('#temperature'), /38\.9\s*°C\s*± 0\.3/);
  assert.match(await shown('#caveat'), /并非医学诊断[\s\S]*not a diagnosis[\s\S]*simulated/);
  assert.match(await shown('#why'), /筛查体温偏高/);
  assert.match(await shown('#what'), /wait a minute and try again/);
  assert.deepEqual(page.errors, []);
});

test('one language alone', async (t) => {
  await open(t, { query: '?lang=en' });
  await say(fever);
  assert.equal(await page.evaluate(() => /[\u4e00-\u9fff]/.test(document.querySelector('#panel').innerText)), false);
  await page.goto(`${gate.url}?lang=zh`);
  await say(fever);
  assert.equal((await shown('#what')).includes('Please'), false);
});

for (const size of Object.keys(sizes))
  test(`everything fits on ${size}, and the title can be read from afar`, async (t) => {
    await open(t, { size });
    for (const state of [fever, { mood: 'admitted', temperature_cc: 3661, temperature_sd_cc: 30, name: '陈浩' }, { mood: 'guiding', asks: 'lower_mask', what: [text('请暂时拉下口罩。', 'Please lower your mask for a moment.')] }]) {
      await say(state);
      const found = await page.evaluate(() => {
        const panel = document.querySelector('#panel');
        const title = document.querySelector('#title');
        return {
          over: Math.max(panel.scrollHeight - panel.clientHeight, panel.scrollWidth - panel.clientWidth),
          share: parseFloat(getComputedStyle(title).fontSize) / Math.min(innerWidth, innerHeight),
        };
      });
      assert.ok(found.over <= 0, `${state.mood}: ${found.over} px are cut off`);
      assert.ok(found.share >= 0.05, `${state.mood}: the title is only ${(found.share * 100).toFixed(1)} % of the shorter side`);
    }
  });

test('every answer has its own colour and its own outline', async (t) => {
  await open(t);
  const seen = new Set();
  for (const mood of ['admitted', 'refused', 'retest', 'staff', 'guiding', 'fault']) {
    await say({ mood });
    await page.waitForFunction(() => !document.body.getAnimations?.().some((a) => a.playState === 'running'));
    seen.add(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    seen.add(await page.evaluate(() => document.querySelector('#icon g').firstElementChild.outerHTML));
  }
  assert.equal(seen.size, 12);
});

test('what it is told is shown, never run', async (t) => {
  await open(t);
  await say({ mood: 'admitted', name: '<img src=x onerror="window.hacked=1">', why: [text('<b>x</b>', '<script>window.hacked=1</script>')] });
  assert.match(await shown('#name'), /<img/);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
});

test('people who asked for less motion get none', async (t) => {
  await open(t, { reducedMotion: 'reduce' });
  await say({ mood: 'looking' });
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
});

test('a gate that is gone is told within seconds', async (t) => {
  await open(t);
  await say({ mood: 'admitted' });
  gate.cut();
  await page.waitForFunction(() => document.body.dataset.mood === 'offline', null, { timeout: 15_000 });
  assert.match(await shown('#title'), /屏幕与闸机断开/);
});
