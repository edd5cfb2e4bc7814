// The alarms of the site that nobody has acknowledged: for the bell, the title of the page, the wall and the sound.
import { computed, ref } from 'vue';
import { answer, api, type Schemas } from '../base/api/client';
import { listen } from '../base/live/live';
import { chime } from './sound';

export type Alarm = Schemas['Alarm'];

const LIMIT = 500;
const open = ref<Alarm[]>([]);
export const openAlarms = computed(() => open.value.length);
export const openAlarmList = computed(() => open.value);

let site = '';
let stop: (() => void) | undefined;

async function load(): Promise<void> {
  const wanted = site;
  try {
    const page = await answer(api.GET('/alarms', { params: { query: { site: wanted, open: true, limit: LIMIT } } }));
    if (wanted === site) open.value = page.items;
  } catch {
    // The pages say that the connection is lost; the next catch-up loads again.
  }
}

function arrived(alarm: Alarm): void {
  if (alarm.site !== site) return;
  const known = open.value.some((one) => one.id === alarm.id);
  if (alarm.acknowledged_at) open.value = open.value.filter((one) => one.id !== alarm.id);
  else if (!known) {
    open.value = [alarm, ...open.value];
    chime();
  }
}

/** Follows the alarms of a site; '' ends it. */
export function followAlarms(of: string): void {
  stop?.();
  site = of;
  open.value = [];
  if (!of) return;
  stop = listen({ alarm: arrived, catchUp: () => void load() });
  void load();
}

/** For the page that acknowledges: it need not wait for the event. */
export const acknowledged = arrived;
