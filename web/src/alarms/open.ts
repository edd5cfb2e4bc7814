// The alarms that nobody has acknowledged, of every site that the account may see: the bell, the title of the page, the
// sound and the wall say the same.
import { computed, ref } from 'vue';
import { answer, api, type Schemas } from '../base/api/client';
import { listen } from '../base/live/live';
import { chime } from './sound';

export type Alarm = Schemas['Alarm'];

const LIMIT = 500;
const open = ref<Alarm[]>([]);
export const openAlarms = computed(() => open.value.length);
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
    chime();
  }
}

export function followAlarms(on: boolean): void {
  stop?.();
  open.value = [];
  if (!on) return;
  stop = listen({ alarm: arrived, catchUp: () => void load() });
  void load();
}

/** For the page that acknowledges: it need not wait for the event. */
export const acknowledged = arrived;
