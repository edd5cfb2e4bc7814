// The page for the person in front of the gate. It shows what the gate says and decides nothing.
//   /live     server-sent events: `state` (gate/screen/state.h) and `notice`
//   /picture  the newest picture, with the faces in its X-Ward-Faces header
// Address parameters: lang=both|zh|en, sound=off.
import { icon } from './icons.js';
import { play, soundAllowed, unlockSound } from './sounds.js';

const parameters = new URLSearchParams(location.search);
const byId = (id) => document.getElementById(id);
let language = parameters.get('lang') ?? 'both';
let muted = parameters.get('sound') === 'off';
let mood = 'idle';

const titles = {
  idle: { zh: '请走近并看镜头', en: 'Please come closer and look here' },
  looking: { zh: '请看镜头', en: 'Please look here' },
  guiding: { zh: '请配合一下', en: 'One thing, please' },
  retest: { zh: '请稍候，再测一次', en: 'One moment, measuring again' },
  admitted: { zh: '请通行', en: 'Please go through' },
  refused: { zh: '暂不能通行', en: 'You cannot go in now' },
  staff: { zh: '请等候工作人员', en: 'Please wait for the staff' },
  fault: { zh: '闸机暂停使用', en: 'This gate is out of service' },
  open_all: { zh: '全部开放，请直接通行', en: 'All gates are open: go through' },
  offline: { zh: '屏幕与闸机断开', en: 'The screen lost its gate' },
};
const caveat = {
  zh: '筛查体温，并非医学诊断（±1 标准差）',
  en: 'Screening, not a diagnosis (±1 SD)',
};
const simulated = { zh: '模拟数据', en: 'simulated' };

// A sentence in the language or languages of the screen, as nodes: text from outside never becomes markup.
function sentence(text, parent) {
  if (language !== 'en') parent.append(text.zh);
  if (language === 'zh') return parent;
  const english = document.createElement('span');
  english.className = language === 'en' ? 'only' : 'en';
  english.lang = 'en';
  english.textContent = text.en;
  parent.append(english);
  return parent;
}

function fill(element, texts) {
  element.replaceChildren(...texts.map((text) => sentence(text, document.createElement('p'))));
}

// Whatever has to be said fits on the screen: type shrinks in steps until nothing is cut off.
function fit() {
  const panel = byId('panel');
  for (let size = 1; size >= 0.5; size -= 0.05) {
    document.body.style.setProperty('--fit', size.toFixed(2));
    if (panel.scrollHeight <= panel.clientHeight && panel.scrollWidth <= panel.clientWidth) return;
  }
}

const asTitle = ({ zh, en }) => ({ zh: zh.replace(/。$/, ''), en: en.replace(/\.$/, '') });

function showTemperature(state) {
  byId('reading').hidden = state.temperature_cc === null;
  if (state.temperature_cc === null) return;
  byId('degrees').textContent = (state.temperature_cc / 100).toFixed(1);
  byId('deviation').textContent = state.temperature_sd_cc === null ? '' : `± ${(state.temperature_sd_cc / 100).toFixed(1)}`;
  const said = state.simulated
    ? { zh: `${caveat.zh} · ${simulated.zh}`, en: `${caveat.en} · ${simulated.en}` }
    : caveat;
  const line = byId('caveat');
  line.replaceChildren();
  sentence(said, line);
  if (language === 'both') line.insertBefore(document.createElement('br'), line.lastChild);
}

function show(state) {
  const changed = state.mood !== mood;
  mood = state.mood;
  document.body.dataset.mood = mood;
  byId('icon').innerHTML = icon(mood, state.asks); // our own drawings only
  const asked = mood === 'guiding' && state.what.length > 0;
  byId('title').replaceChildren();
  sentence(asked ? asTitle(state.what[0]) : titles[mood], byId('title'));
  byId('name').textContent = state.name;
  showTemperature(state);
  fill(byId('why'), state.why.slice(0, 2));
  fill(byId('what'), asked ? [] : state.what.slice(0, 1));
  fit();
  if (!muted && (changed || mood === 'retest')) play(mood);
}

function showNotice(notice) {
  language = parameters.get('lang') ?? notice.language;
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  byId('device').textContent = notice.gate;
  const heading = document.createElement('h2');
  sentence(notice.heading, heading);
  const list = document.createElement('ul');
  list.append(...notice.points.map((point) => sentence(point, document.createElement('li'))));
  byId('notice').replaceChildren(heading, list);
  showSoundButton();
  fit();
}
addEventListener('resize', fit);

// ---- the picture -----------------------------------------------------------------------------------------------------

const canvas = byId('picture');
const pen = canvas.getContext('2d');
const colours = { admitted: '#6ff0a9', refused: '#ff5a68', retest: '#ffc93c', staff: '#c690ff', guiding: '#8fd0ff', looking: '#ffffff' };

// Mirrored, as people expect of their own picture. The frame's corners only: it must not hide the face.
function drawFace([x, y, width, height], first) {
  const left = canvas.width - x - width;
  const arm = Math.min(width, height) / 4;
  pen.strokeStyle = first ? (colours[mood] ?? '#ffffff') : 'rgb(255 255 255 / 55%)';
  pen.lineWidth = first ? Math.max(4, canvas.width / 90) : 3;
  pen.lineCap = pen.lineJoin = 'round';
  pen.beginPath();
  for (const [cx, cy, dx, dy] of [[left, y, 1, 1], [left + width, y, -1, 1], [left, y + height, 1, -1], [left + width, y + height, -1, -1]]) {
    pen.moveTo(cx + dx * arm, cy);
    pen.lineTo(cx, cy);
    pen.lineTo(cx, cy + dy * arm);
  }
  pen.stroke();
}

async function drawPicture(answer) {
  const picture = await createImageBitmap(await answer.blob());
  const faces = JSON.parse(answer.headers.get('x-ward-faces') ?? '[]');
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
  }
  pen.save();
  pen.translate(canvas.width, 0);
  pen.scale(-1, 1);
  pen.drawImage(picture, 0, 0);
  pen.restore();
  picture.close();
  faces.forEach((face, index) => drawFace(face, index === 0));
}

const pause = (milliseconds) => new Promise((resume) => setTimeout(resume, milliseconds));

// About ten pictures a second while somebody is there; none is asked for while the last is under way.
async function followPictures() {
  let last = 0;
  for (;;) {
    const began = performance.now();
    const wanted = !['idle', 'fault', 'offline'].includes(mood) && !document.hidden;
    try {
      const answer = wanted ? await fetch(`picture?after=${last}`, { cache: 'no-store' }) : null;
      if (answer?.status === 200) {
        last = Number(answer.headers.get('x-ward-sequence'));
        await drawPicture(answer);
      }
    } catch {
      await pause(1000); // the live stream says what is wrong
    }
    await pause(Math.max(10, 100 - (performance.now() - began)));
  }
}

// ---- live ------------------------------------------------------------------------------------------------------------

const nothing = { why: [], what: [], temperature_cc: null, temperature_sd_cc: null, simulated: false, name: '', asks: '' };

async function readAll() {
  const answer = await (await fetch('state', { cache: 'no-store' })).json();
  showNotice(answer.notice);
  show(answer.state);
}

function follow() {
  const live = new EventSource('live');
  let lost;
  live.onopen = () => {
    clearTimeout(lost);
    lost = undefined;
    readAll().catch(() => {});
  };
  live.onerror = () => {
    lost ??= setTimeout(() => show({ ...nothing, mood: 'offline' }), 3000);
  };
  live.addEventListener('state', (event) => show(JSON.parse(event.data)));
  live.addEventListener('notice', (event) => showNotice(JSON.parse(event.data)));
}

// ---- sound -----------------------------------------------------------------------------------------------------------

function showSoundButton() {
  const button = byId('sound');
  const on = !muted && soundAllowed();
  const words = on ? { zh: '🔊 声音开', en: 'Sound on' } : { zh: '🔇 点按开启声音', en: 'Tap for sound' };
  button.textContent = language === 'zh' ? words.zh : language === 'en' ? words.en : `${words.zh}  ${words.en}`;
  button.setAttribute('aria-pressed', String(on));
}

byId('sound').addEventListener('click', async () => {
  muted = !muted && soundAllowed();
  if (!muted) await unlockSound();
  showSoundButton();
});
// Browsers allow sound only after a touch; any touch will do.
addEventListener('pointerdown', () => unlockSound().then(showSoundButton), { once: true });

follow();
followPictures();
