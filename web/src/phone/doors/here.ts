// A round and its doors as the pages show them.
import { computed, ref } from 'vue';
import { useServerNow } from '../clock';
import { waiting } from '../outbox/waiting';
import { seen, walks } from '../store/kept';
import { dayOf } from '../when';
import { doorsOf } from './doors';

/** Whether lists show the doors that are done too; stays as it is from house to house. */
export const showsAll = ref(false);

export const useRound = (id: string) => computed(() => seen.rounds?.value.find((one) => one.id === id));

/** As last seen, with what waits on this phone. None while the phone has not seen them. */
export const useDoors = (id: string) =>
  computed(() => {
    const walk = walks.get(id)?.value;
    return walk ? doorsOf(id, walk, waiting.value) : [];
  });

/** YYYY-MM-DD, by the server's time. */
export function useToday() {
  const now = useServerNow();
  return computed(() => dayOf(now.value));
}
