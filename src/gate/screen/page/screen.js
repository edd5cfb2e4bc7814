// The page for the person in front of the gate. It shows what the gate says and decides nothing.
//   /live     server-sent events: `state` (gate/screen/state.h) and `notice`
//   /picture  the newest picture, with the faces in its X-Ward-Faces header
// Address parameters: lang=both|zh|en, sound=off.
import { icon } from './icons.js';
import { followPictures } from './picture.js';
import { offerSound, play, soundIsOn } from './sounds.js';
import { caveat, remaining, soundWords, titles } from './words.js';

const parameters = new URLSearchParams(location.search);
const byId = (id) => document.getElementById(id);
let language = parameters.get('lang') ?? 'both';

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

function say(element, text) {
  element.replaceChildren();
  if (text) sentence(text, element);
}

// Whatever has to be said fits on the screen: type shrinks in steps until nothing is cut off.
function fit() {
  const panel = byId('panel');
  for (let size = 1; size >= 0.4; size -= 0.025) {
    document.body.style.setProperty('--fit', size.toFixed(3));
    if (panel.scrollHeight <= panel.clientHeight && panel.scrollWidth <= panel.clientWidth) return;
  }
}
addEventListener('resize', fit);

// ---- what the gate says ----------------------------------------------------------------------------------------------

const nothing = { why: [], what: [], temperature_cc: null, temperature_sd_cc: null, simulated: false, name: '', asks: '', wait_s: 0, passage: '' };
let shown = { ...nothing, mood: 'idle' };

const asTitle = ({ zh, en }) => ({ zh: zh.replace(/。$/, ''), en: en.replace(/\.$/, '') });

function showTemperature(state) {
  const isMeasured = state.temperature_cc !== null;
  byId('temperature').hidden = !isMeasured;
  say(byId('caveat'), isMeasured ? caveat(state.simulated) : null);
  if (!isMeasured) return;
  byId('degrees').textContent = (state.temperature_cc / 100).toFixed(1);
  byId('deviation').textContent = state.temperature_sd_cc === null ? '' : `± ${(state.temperature_sd_cc / 100).toFixed(1)}`;
}

let counting;
// The seconds until the person is measured again, counted down here: the gate says once how long it waits.
function countDown(seconds) {
  clearInterval(counting);
  const end = performance.now() + seconds * 1000;
  const tell = () => {
    const left = Math.ceil((end - performance.now()) / 1000);
    say(byId('wait'), left > 0 ? remaining(left) : null);
    if (left <= 0) clearInterval(counting);
  };
  tell();
  if (seconds > 0) counting = setInterval(tell, 200);
}

// Somebody else's answer is another one, also when it is the same; it flashes and sounds.
function announce(state) {
  const isNew = state.mood !== shown.mood || (state.passage !== '' && state.passage !== shown.passage);
  if (!isNew) return;
  document.body.classList.remove('flash');
  void document.body.offsetWidth; // begins the flash anew
  document.body.classList.toggle('flash', state.passage !== '');
  play(state.mood);
}

function show(state) {
  announce(state);
  shown = state;
  const asked = state.mood === 'guiding' && state.what.length > 0;
  const why = state.why.slice(0, 1);
  const what = asked ? [] : state.what.slice(0, 1);
  document.body.dataset.mood = state.mood;
  document.body.classList.toggle('told', why.length + what.length > 0);
  byId('icon').innerHTML = icon(state.mood, state.asks); // our own drawings only
  say(byId('title'), asked ? asTitle(state.what[0]) : titles[state.mood]);
  byId('name').textContent = state.name;
  showTemperature(state);
  fill(byId('why'), why);
  fill(byId('what'), what);
  countDown(state.wait_s);
  fit();
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

function showSoundButton() {
  const on = soundIsOn();
  const words = soundWords(on);
  byId('sound').textContent = language === 'zh' ? words.zh : language === 'en' ? words.en : `${words.zh}  ${words.en}`;
  byId('sound').setAttribute('aria-pressed', String(on));
}

// ---- live ------------------------------------------------------------------------------------------------------------

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

offerSound(byId('sound'), showSoundButton);
follow();
followPictures();
