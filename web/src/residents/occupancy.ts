// How many people live behind each door of a house on a day; the house is asked for once, and again when something changed.
import { computed, ref } from 'vue';
import { answer, api, Problem } from '../base/api/client';

interface Counted {
  day: string;
  items: { room: string; people: number }[];
}
const readHouse = (house: string, day: string): Promise<Counted> => answer(api.GET('/premises/{id}/residents', { params: { path: { id: house }, query: day ? { day } : {} } }));

export function useOccupancy(read = readHouse) {
  const shown = ref<{ day: string; people: Map<string, number> } | null>(null);
  const refused = ref(false); // who may see the house does not know for that who lives there
  const problem = ref('');
  let where = { house: '', day: '' };
  let asked = 0; // an answer about the house or the day before is too late

  async function load(): Promise<void> {
    const mine = ++asked;
    try {
      const { day, items } = await read(where.house, where.day);
      if (mine !== asked) return;
      shown.value = { day, people: new Map(items.map(({ room, people }) => [room, people])) };
      refused.value = false;
      problem.value = '';
    } catch (error) {
      if (mine !== asked) return;
      refused.value = error instanceof Problem && [403, 404].includes(error.status);
      problem.value = refused.value ? '' : (error as Error).message;
    }
  }

  /** `day`: "" for today. What is known of another house or day is forgotten first. */
  async function look(house: string, day: string): Promise<void> {
    if (house !== where.house || day !== where.day) shown.value = null;
    where = { house, day };
    await load();
  }
  /** Again, for the same house and day. */
  const again = async () => void (where.house && (await load()));

  const day = computed(() => shown.value?.day ?? where.day);
  /** Rooms that are not named are empty; undefined while nothing is known yet. */
  const peopleIn = (room: string): number | undefined => (shown.value ? (shown.value.people.get(room) ?? 0) : undefined);
  return { day, refused, problem, look, again, peopleIn };
}
export type Occupancy = ReturnType<typeof useOccupancy>;
