// How many people live in each room of a house. The server says it of one room at a time: a room is asked for when its
// door comes into sight, few at once.
import { ref } from 'vue';
import { Problem } from '../base/api/client';
import { occupantsOf, peopleIn } from './resident';

const AT_ONCE = 3;

export function useOccupancy(read = async (room: string) => peopleIn((await occupantsOf(room)).items)) {
  const counts = ref(new Map<string, number>());
  const asked = new Set<string>();
  let waiting: string[] = [];
  let running = 0;
  let house = 0; // counts the houses: an answer about the one before is too late

  async function readOne(room: string): Promise<void> {
    const mine = house;
    try {
      const count = await read(room);
      if (mine === house) counts.value.set(room, count);
    } catch (error) {
      if (mine !== house) return;
      asked.delete(room);
      if (error instanceof Problem && [403, 404].includes(error.status)) waiting = []; // who may not see one room of a house sees none
    }
  }

  function goOn(): void {
    while (running < AT_ONCE) {
      const room = waiting.shift();
      if (!room) return;
      ++running;
      void readOne(room).finally(() => {
        --running;
        goOn();
      });
    }
  }

  function again(room: string): void {
    asked.add(room);
    if (!waiting.includes(room)) waiting.push(room);
    goOn();
  }
  const ask = (room: string): void => void (asked.has(room) || again(room));

  /** Everything that was asked for before. */
  const catchUp = (): void => asked.forEach(again);

  function forget(): void {
    ++house;
    waiting = [];
    asked.clear();
    counts.value.clear();
  }

  return { counts, ask, again, catchUp, forget };
}
export type Occupancy = ReturnType<typeof useOccupancy>;
