// The alarms that nobody has acknowledged: those of the chosen site for the bell, the title of the page and the sound,
// those of every site for the wall.
import { computed, ref } from 'vue';
import { answer, api, type Schemas } from '../base/api/client';
import { listen } from '../base/live/live';
import { chime } from './sound';

export type Alarm = Schemas['Alarm'];

const LIMIT = 500;
const open = ref<Alarm[]>([]);
const site = ref('');
export const openAlarms = computed(() => open.value.filter((alarm) => alarm.site === site.value).length);
export const openAlarmsOf = (device: string) => open.value.filter((alarm) => alarm.device === device).length;

let stop: (() => void) | undefined;

async function load(): Promise<void> {
  try {
    open.value = (await answer(api.GET('/alarms', { params: { query: { open: true, limit: LIMIT } } }))).items;
  } catch {
    // The pages say that the connection is lost; the next catch-up loads again.
  }
}

function arrived(alarm: Alarm): void {
  const known = open.value.some((one) => one.id === alarm.id);
  if (alarm.acknowledged_at) open.value = open.value.filter((one) => one.id !== alarm.id);
  else if (!known) {
    open.value = [alarm, ...open.value];
    if (alarm.site === site.value) chime();
  }
}

/** Follows the alarms, those of one site for the bell; '' ends it. */
export function followAlarms(of: string): void {
  stop?.();
  site.value = of;
  open.value = [];
  if (!of) return;
  stop = listen({ alarm: arrived, catchUp: () => void load() });
  void load();
}

/** For the page that acknowledges: it need not wait for the event. */
export const acknowledged = arrived;
