// Incidents by a filter, all of them up to a number that a map can show, and kept as they change.
import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue';
import { answer, api, Problem } from '../base/api/client';
import { gather } from '../base/live/gather';
import { listen } from '../base/live/live';
import type { Detail, Incident } from './catalogue';
import { askedBy, fits, type Filter } from './filter';

const PAGE = 500;
const MOST = 2_000;
const MANY = 20; // changes in a moment, beyond which all are loaded again

export function useEverywhere(filter: Readonly<Ref<Filter>>) {
  const incidents = ref<Incident[]>([]);
  const loaded = ref(false);
  const more = ref(false); // there are more than are shown
  const problem = ref('');
  let asked = 0;

  async function tried(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      problem.value = '';
    } catch (error) {
      problem.value = (error as Error).message;
    }
  }

  // Where there are too many, the nearest deadlines are those that matter.
  const query = () => ({ ...askedBy(filter.value), order: filter.value.open || filter.value.overdue ? ('deadline' as const) : ('newest' as const), limit: PAGE });

  const load = () =>
    tried(async () => {
      const mine = ++asked;
      const all = new Map<string, Incident>();
      let after: string | undefined;
      do {
        const page = await answer(api.GET('/incidents', { params: { query: { ...query(), after } } }));
        if (mine !== asked) return;
        for (const one of page.items as unknown as Incident[]) all.set(one.id, one);
        after = page.next ?? undefined;
      } while (after && all.size < MOST);
      incidents.value = [...all.values()];
      more.value = after !== undefined;
      loaded.value = true;
    });

  async function read(id: string): Promise<Incident | null> {
    try {
      return ((await answer(api.GET('/incidents/{id}', { params: { path: { id } } }))) as unknown as Detail).incident;
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return null; // it went where the caller does not see it
      throw error;
    }
  }

  async function look(id: string): Promise<void> {
    const mine = asked;
    const incident = await read(id);
    if (mine !== asked) return;
    const others = incidents.value.filter((one) => one.id !== id);
    incidents.value = incident && fits(filter.value, incident, Date.now()) ? [...others, incident] : others;
  }

  /** An incident does not tell whether it lies in a unit, or who is asking: of a new one only the server knows. */
  const isAsked = computed(() => filter.value.unit !== '' || filter.value.mine);
  const changed = (ids: string[]) =>
    ids.length > MANY || (isAsked.value && ids.some((id) => !incidents.value.some((one) => one.id === id))) ? load() : tried(async () => void (await Promise.all(ids.map(look))));

  const { add, stop } = gather<string>(1_000, (ids) => void changed(ids));
  const silence = listen({ incident: ({ id }) => add(id), catchUp: () => void load() });
  onBeforeUnmount(() => {
    silence();
    stop();
  });
  watch(filter, () => void load(), { deep: true, immediate: true });
  return { incidents, loaded, more, problem };
}
