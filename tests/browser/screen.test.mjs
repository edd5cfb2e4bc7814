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
  what: [text('请到工作人员处用医用体温计复测。', 'Please go to the staff for a check with a clinical thermometer.')],
};
const sizes = { portrait: [1080, 1920], wide: [1280, 800], upright: [800, 1280], full: [1920, 1080], phone: [390, 844], small: [667, 375] };

let browser, gate, page;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ['--no-sandbox'] });
});
after(() => browser?.close());

async function open(t, { query = '', size = 'portrait', shows = {}, before = () => {}, ...options } = {}) {
  gate = await startFakeGate(shows);
  const [width, height] = sizes[size];
  page = await browser.newPage({ viewport: { width, height }, ...options });
  page.errors = [];
  page.on('pageerror', (error) => page.errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && page.errors.push(message.text()));
  await page.addInitScript(before);
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
  assert.match(await shown('#what'), /clinical thermometer/);
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

// The longest that a gate says (city/passages), with everything else that may stand beside it.
const longest = {
  fever,
  spoof: {
    mood: 'staff', why: [text('未检测到真人。', 'The camera does not see a living person.')],
    what: [text('请本人站到摄像头前，或联系工作人员。', 'Please stand in front of the camera yourself, or ask the staff.')],
  },
  retest: {
    mood: 'retest', temperature_cc: 3725, temperature_sd_cc: 30, simulated: true, wait_s: 60,
    why: [text('体温接近界限，尚难判断。', 'The temperature is too near the limit to say.')],
    what: [text('请稍等片刻后重试。', 'Please wait a moment and try again.')],
  },
  admitted: { mood: 'admitted', temperature_cc: 3661, temperature_sd_cc: 30, name: '陈浩' },
  guiding: { mood: 'guiding', asks: 'show_mask', what: [text('请正对镜头，让口罩遮住口鼻。', 'Please show your mask, nose and mouth covered.')] },
};

// Heights in cm on a screen of 10 inches: capitals are .73 of the type's size, Chinese letters .92.
const heights = () => page.evaluate(() => {
  const cm = Math.hypot(innerWidth, innerHeight) / 25.4;
  const size = (element) => parseFloat(getComputedStyle(element).fontSize) / cm;
  return ['title', 'why', 'what'].map((id) => document.getElementById(id)).filter((element) => element.innerText.trim()).flatMap((element) => {
    const english = element.querySelector('.en, .only');
    const chinese = /[\u4e00-\u9fff]/.test(element.innerText);
    return [...(english ? [{ what: `${element.id} en`, is: 0.73 * size(english) }] : []), ...(chinese ? [{ what: `${element.id} zh`, is: 0.92 * size(element) }] : [])];
  });
});
const cutOff = () => page.evaluate(() => {
  const panel = document.querySelector('#panel');
  return Math.max(panel.scrollHeight - panel.clientHeight, panel.scrollWidth - panel.clientWidth);
});

for (const size of Object.keys(sizes))
  test(`everything fits on ${size}`, async (t) => {
    await open(t, { size });
    for (const state of [{ mood: 'idle' }, ...Object.values(longest)]) {
      await say(state);
      assert.ok((await cutOff()) <= 0, `${state.mood}: ${await cutOff()} px are cut off`);
    }
  });

for (const size of ['wide', 'upright', 'full'])
  for (const [language, least] of [['both', 0.8], ['en', 0.9], ['zh', 1]])
    test(`title, reason and advice are read from two metres on ${size}, in ${language}`, async (t) => {
      await open(t, { size, query: `?lang=${language}` });
      for (const [name, state] of Object.entries(longest)) {
        await say(state);
        for (const { what, is } of await heights()) assert.ok(is >= least, `${name}: ${what} is ${is.toFixed(2)} cm high`);
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
  assert.deepEqual(page.errors, []);
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
  assert.match(await shown('#title'), /屏幕与闸机失去连接/);
});

test('the seconds until the next measurement are counted down, and go', async (t) => {
  await open(t, { query: '?lang=en' });
  await say({ ...longest.retest, wait_s: 2 });
  assert.match(await shown('#wait'), /^2 s to wait$/);
  await page.waitForFunction(() => document.querySelector('#wait').textContent === '1 s to wait');
  await page.waitForFunction(() => document.querySelector('#wait').textContent === '');
});

// ---- the own picture -------------------------------------------------------------------------------------------------

// A grey picture, so that whatever is green was drawn by the page.
async function greyPicture() {
  const drawing = await browser.newPage();
  const url = await drawing.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#777';
    pen.fillRect(0, 0, 640, 480);
    return canvas.toDataURL('image/jpeg');
  });
  await drawing.close();
  return Buffer.from(url.split(',')[1], 'base64');
}
const pixel = (x, y) => page.evaluate(([left, top]) => [...document.querySelector('#picture').getContext('2d').getImageData(left, top, 1, 1).data], [x, y]);
const isGreen = ([red, green, blue]) => green > red + 60 && green > blue + 30;

test('the own picture is mirrored, with the corners of a frame about the judged face', async (t) => {
  await open(t, { shows: { picture: await greyPicture(), faces: [[100, 90, 200, 280], [400, 50, 80, 80]] } });
  await say({ mood: 'admitted' });
  await page.waitForFunction(() => document.querySelector('#picture').getContext('2d').getImageData(340, 100, 1, 1).data[1] > 200);
  assert.ok(isGreen(await pixel(340, 100)), 'the left edge, near its corner');
  assert.ok(isGreen(await pixel(540, 360)), 'the right edge, near its corner');
  assert.deepEqual((await pixel(440, 230)).slice(0, 3).map((value) => Math.abs(value - 0x77) < 6), [true, true, true], 'the face is not covered');
  assert.ok(!isGreen(await pixel(160, 60)), 'the other face has no coloured frame');
});

test('pictures go on after the gate was restarted and counts anew', async (t) => {
  await open(t, { shows: { picture: await greyPicture() } });
  await say({ mood: 'looking' });
  while (gate.asked.sent < 8) await new Promise((again) => setTimeout(again, 20));
  gate.restart();
  const before = gate.asked.sent;
  await page.waitForFunction(() => document.body.dataset.mood === 'looking');
  while (gate.asked.sent < before + 3) await new Promise((again) => setTimeout(again, 20));
});

test('what the last person saw of themselves is gone before the next one comes', async (t) => {
  await open(t, { shows: { picture: await greyPicture() } });
  await say({ mood: 'looking' });
  await page.waitForFunction(() => document.querySelector('#picture').getContext('2d').getImageData(5, 5, 1, 1).data[3] === 255);
  await say({ mood: 'idle' });
  await page.waitForFunction(() => document.querySelector('#picture').getContext('2d').getImageData(5, 5, 1, 1).data[3] === 0);
});

// ---- sound -----------------------------------------------------------------------------------------------------------

// An AudioContext as browsers give it: silent until somebody touched the page. `window.tones` are the frequencies played.
function spyOnSound() {
  window.tones = [];
  const param = () => ({ value: 0, setValueAtTime() {}, linearRampToValueAtTime() {}, setTargetAtTime() {} });
  window.AudioContext = class {
    state = 'suspended';
    currentTime = 0;
    async resume() {
      if (!navigator.userActivation.hasBeenActive) throw new Error('not allowed');
      this.state = 'running';
      this.onstatechange?.();
    }
    createGain() { return { gain: param(), connect: (next) => next }; }
    createOscillator() {
      const frequency = param();
      return { frequency, connect: (next) => next, start: () => window.tones.push(frequency.value), stop() {} };
    }
  };
}
const tones = () => page.evaluate(() => window.tones.splice(0));
const openWithSound = (t, query = '?lang=en') => open(t, { before: spyOnSound, query });

test('a click on "tap for sound" turns it on, the next one off', async (t) => {
  await openWithSound(t);
  assert.equal(await shown('#sound'), 'Tap for sound');
  await page.click('#sound');
  assert.equal(await shown('#sound'), 'Sound on');
  await say({ mood: 'admitted', passage: '1' });
  assert.deepEqual(await tones(), [660, 880]);
  await page.click('#sound');
  assert.equal(await shown('#sound'), 'Tap for sound');
  await say({ mood: 'refused', passage: '2' });
  assert.deepEqual(await tones(), []);
});

test('any touch of the screen turns the sound on, and so does the keyboard', async (t) => {
  await openWithSound(t);
  await page.click('#title');
  await page.waitForFunction(() => document.querySelector('#sound').textContent === 'Sound on');
  await page.goto(`${gate.url}?lang=en`);
  await page.focus('#sound');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('#sound').textContent === 'Sound on');
});

test('the second person admitted in the same way is seen and heard', async (t) => {
  await openWithSound(t);
  await page.click('#sound');
  await say({ mood: 'admitted', passage: '1' });
  assert.deepEqual(await tones(), [660, 880]);
  await page.waitForFunction(() => !document.getAnimations().some((one) => one.playState === 'running'));
  gate.say({ mood: 'admitted', passage: '2' });
  await page.waitForFunction(() => window.tones.length > 0);
  assert.deepEqual(await tones(), [660, 880]);
  assert.ok(await page.evaluate(() => document.getAnimations().some((one) => one.animationName === 'flash')));
});

test('the same answer told again, as when the stream comes back, makes no second sound', async (t) => {
  await openWithSound(t);
  await page.click('#sound');
  await say({ mood: 'staff', passage: '1' });
  await tones();
  gate.say({ mood: 'staff', passage: '1', name: 'again' });
  await page.waitForFunction(() => document.querySelector('#name').textContent === 'again');
  assert.deepEqual(await tones(), []);
});
