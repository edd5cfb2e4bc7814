// The visits of a draw as the pages show them.
import { computed } from 'vue';
import { waiting } from '../outbox/waiting';
import { drawn, seen } from '../store/kept';
import { visitsOf, type Drawn } from './visit';

export const useDrawn = (draw: () => string) => computed(() => drawn.get(draw())?.value);

/** As last seen, with what waits on this phone. None while the phone has not seen them. */
export const useVisits = (one: () => Drawn | undefined) =>
  computed(() => {
    const found = one();
    return found ? visitsOf(found, waiting.value) : [];
  });

/** The draws in which this person has visits, the latest first. */
export const useDraws = () =>
  computed(() => (seen.draws?.value ?? []).flatMap(({ id }) => drawn.get(id)?.value ?? []).filter(({ visits }) => visits.length > 0));
