// The heartbeat of the pages: is there a server, what time is it there, who are we, what can be sent, what is new. It beats when
// a page opens, comes to the front or gets the network back, after each write, when the server tells of
// something, and once a minute.
import { ref } from 'vue';
import { answer, api } from '../base/api/client';
import { language } from '../base/i18n/i18n';
import { learn, offsetMs } from './clock';
import { keepRooms } from './arrivals/rooms';
import { refreshWalks } from './doors/walk';
import { refreshEnterprises } from './enterprises/walk';
import { refreshDrawn } from './inspections/walk';
import { refreshMeasures } from './measures/walk';
import { hear } from './hear';
import { reportDelivery } from './orders/receipts';
import { changed, look, onElsewhere, onWritten, sending, waiting } from './outbox/waiting';
import { send } from './outbox/round';
import { check, isAway, standing, stillHere } from './session';
import { recall, refresh, refreshDetails, rememberHow, tidy, type Lists } from './store/kept';

const BEAT_MS = 60_000;
const RETRY_MS = 10_000;
const AGE_MS: { [K in keyof Lists]: number } = { me: 10 * 60_000, types: 60 * 60_000, tasks: 0, orders: 0, reports: 0, notices: 0, rounds: 0, arrivals: 0, houses: 6 * 60 * 60_000, draws: 0, measures: 0, offences: 60 * 60_000, enterprises: 5 * 60_000 };
const DETAILS = 20;

/** Whether the server answered last. */
export const online = ref(navigator.onLine);
export const problem = ref('');
let timer: ReturnType<typeof setTimeout> | undefined;
let beating = false;
let again = false;

async function tellTime(): Promise<void> {
  const asked = Date.now();
  const { time } = await answer(api.GET('/health'));
  learn(asked, Date.now(), Date.parse(time));
}

/** What landed is in the kept pages before it is gone from the outbox: in the other order a step would seem not taken for a moment. */
const lookAgain = () => recall().then(look);

/** Sends what waits. `all`: by hand, without waiting for what rests. */
async function sendWaiting(all: boolean): Promise<void> {
  if (waiting.value.length === 0) return;
  await send({ language: language.value, offset: offsetMs.value, all, onStep: (ids) => void ((sending.value = ids), lookAgain()) });
  await recall();
  await changed();
}

async function readAll(): Promise<void> {
  for (const [key, age] of Object.entries(AGE_MS) as [keyof Lists, number][]) await refresh(key, age);
  await reportDelivery();
  await refreshDetails(DETAILS);
  await refreshWalks();
  await refreshDrawn();
  await refreshMeasures(DETAILS);
  await refreshEnterprises(DETAILS);
  await keepRooms();
  await tidy();
}

async function beatOnce(all: boolean): Promise<void> {
  await tellTime();
  online.value = true;
  await check();
  if (standing.value !== 'in') return;
  await rememberHow({ language: language.value, offset: offsetMs.value });
  await sendWaiting(all);
  await readAll();
  await sendWaiting(false); // the receipts that came of it
}

/** Beats now, or right after the beat that is under way. */
export async function beat(all = false): Promise<void> {
  if (beating) {
    again = true;
    return;
  }
  beating = true;
  clearTimeout(timer);
  try {
    await beatOnce(all);
    problem.value = '';
  } catch (error) {
    if (isAway(error)) online.value = false;
    else problem.value = (error as Error).message;
  }
  beating = false;
  timer = setTimeout(() => void beat(), online.value ? BEAT_MS : RETRY_MS);
  if (again) {
    again = false;
    await beat();
  }
}

/** The browser sends what waits even when the page is closed, where it knows how. */
function askBackground(): void {
  void navigator.serviceWorker?.ready.then((registration) => (registration as { sync?: { register(tag: string): Promise<void> } }).sync?.register('outbox')).catch(() => undefined);
}

export function startPulse(): void {
  onElsewhere(() => void stillHere().then(lookAgain));
  onWritten(() => {
    askBackground();
    void beat();
  });
  addEventListener('online', () => void beat());
  addEventListener('offline', () => (online.value = false));
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void beat());
  hear(() => void beat());
  void beat();
}
