// What the wall knows of one site: its gates, their latest passages, and the counts of the day. Filled over the API, kept
// fresh by live events, filled again after the connection was lost and when the site's day ends.
import { onBeforeUnmount, onMounted, reactive, ref } from 'vue';
import { answer, api, type Schemas } from '../base/api/client';
import { listen } from '../base/live/live';
import { dayInterval, dayOf } from '../base/time';
import type { Site } from '../sites/sites';

type Row = Schemas['PassageRow'];
type Device = Schemas['Device'];
export type Counts = Schemas['GateCounts'];

const SHOWN = 5;
const COUNT_EVERY_MS = 2_000; // while people pass

export function useGates(site: Site) {
  const devices = ref<Device[]>([]);
  const latest = reactive(new Map<string, Row[]>());
  const counts = ref(new Map<string, Counts>());
  const problem = ref('');
  const loaded = ref(false);
  let day = '';
  let counting: ReturnType<typeof setTimeout> | undefined;

  function show(row: Row): void {
    const rows = latest.get(row.device) ?? [];
    if (rows.some((one) => one.id === row.id)) return;
    rows.push(row);
    rows.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
    latest.set(row.device, rows.slice(0, SHOWN));
  }

  // The server counts; the page never adds up by itself, so that an event that comes twice or late changes nothing.
  async function countDay(): Promise<void> {
    day = dayOf(new Date(), site.zone);
    const query = { site: site.id, ...dayInterval(day, site.zone) };
    const { items } = await answer(api.GET('/passages/counts', { params: { query } }));
    counts.value = new Map(items.map((item) => [item.device, item]));
  }

  function countSoon(): void {
    counting ??= setTimeout(() => {
      counting = undefined;
      countDay().catch(() => undefined); // the connection's own sign says what is wrong; catch-up counts again
    }, COUNT_EVERY_MS);
  }

  async function loadLatest(device: Device): Promise<void> {
    const query = { site: site.id, device: device.id, limit: SHOWN };
    (await answer(api.GET('/passages', { params: { query } }))).items.forEach(show);
  }

  async function load(): Promise<void> {
    try {
      const all = (await answer(api.GET('/devices', { params: { query: { site: site.id } } }))).items;
      devices.value = all.filter((device) => !device.revoked);
      await Promise.all([...devices.value.map(loadLatest), countDay()]);
      problem.value = '';
    } catch (error) {
      problem.value = (error as Error).message;
    } finally {
      loaded.value = true;
    }
  }

  function changed(device: Device): void {
    if (device.site !== site.id) return;
    const others = devices.value.filter((one) => one.id !== device.id);
    const at = devices.value.findIndex((one) => one.id === device.id);
    if (!device.revoked) others.splice(at < 0 ? others.length : at, 0, device);
    devices.value = others;
  }

  function passed(row: Row): void {
    if (row.site !== site.id) return;
    show(row);
    countSoon();
  }

  let stop = () => {};
  let timer: ReturnType<typeof setInterval>;
  onMounted(() => {
    stop = listen({ passage: passed, device: changed, catchUp: () => void load() });
    timer = setInterval(() => {
      if (dayOf(new Date(), site.zone) !== day) void load();
    }, 20_000);
    void load();
  });
  onBeforeUnmount(() => {
    stop();
    clearInterval(timer);
    clearTimeout(counting);
  });
  return { devices, latest, counts, problem, loaded };
}
