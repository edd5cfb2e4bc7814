// What the wall knows: the gates of the site, their latest passages, and the counts of the day. Filled over the API,
// kept fresh by live events, filled again after the connection was lost and when the site's day ends.
import { onBeforeUnmount, onMounted, reactive, ref, shallowRef, triggerRef } from 'vue';
import { answer, api, type Schemas } from '../base/api/client';
import { listen } from '../base/live/live';
import { dayInterval, dayOf } from '../base/time';
import { siteId, zone } from '../sites/sites';
import { DayCounts } from './counts';

type Row = Schemas['PassageRow'];
type Device = Schemas['Device'];

const SHOWN = 5;
const PAGE = 500;
const MOST_PAGES = 40; // 20,000 passages a day; beyond it the wall says "at least"

export function useGates() {
  const devices = ref<Device[]>([]);
  const latest = reactive(new Map<string, Row[]>());
  const counts = shallowRef(new DayCounts('', ''));
  const partial = ref(false);
  const problem = ref('');
  let day = '';

  function show(row: Row): void {
    const rows = latest.get(row.device) ?? [];
    if (rows.some((one) => one.id === row.id)) return;
    rows.push(row);
    rows.sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
    latest.set(row.device, rows.slice(0, SHOWN));
  }

  async function countDay(): Promise<void> {
    day = dayOf(new Date(), zone.value);
    const { from, to } = dayInterval(day, zone.value);
    const fresh = new DayCounts(from, to);
    counts.value = fresh;
    let after: string | undefined;
    for (let page = 0; page < MOST_PAGES; ++page) {
      const query = { site: siteId.value, from, to, limit: PAGE, after };
      const { items, next } = await answer(api.GET('/passages', { params: { query } }));
      for (const row of items) fresh.add(row);
      triggerRef(counts);
      partial.value = next !== null;
      if (next === null || counts.value !== fresh) return;
      after = next;
    }
  }

  async function loadLatest(device: Device): Promise<void> {
    const query = { site: siteId.value, device: device.id, limit: SHOWN };
    (await answer(api.GET('/passages', { params: { query } }))).items.forEach(show);
  }

  async function load(): Promise<void> {
    try {
      const all = (await answer(api.GET('/devices', { params: { query: { site: siteId.value } } }))).items;
      devices.value = all.filter((device) => !device.revoked);
      await Promise.all([...devices.value.map(loadLatest), countDay()]);
      problem.value = '';
    } catch (error) {
      problem.value = (error as Error).message;
    }
  }

  function changed(device: Device): void {
    if (device.site !== siteId.value) return;
    const others = devices.value.filter((one) => one.id !== device.id);
    const at = devices.value.findIndex((one) => one.id === device.id);
    if (!device.revoked) others.splice(at < 0 ? others.length : at, 0, device);
    devices.value = others;
  }

  function passed(row: Row): void {
    if (row.site !== siteId.value) return;
    show(row);
    counts.value.add(row);
    triggerRef(counts);
  }

  let stop = () => {};
  let timer: ReturnType<typeof setInterval>;
  onMounted(() => {
    stop = listen({ passage: passed, device: changed, catchUp: () => void load() });
    timer = setInterval(() => {
      if (dayOf(new Date(), zone.value) !== day) void load();
    }, 20_000);
    void load();
  });
  onBeforeUnmount(() => {
    stop();
    clearInterval(timer);
  });
  return { devices, latest, counts, partial, problem };
}
