// What waits in the units right below one, as the board counts it, and anew when something happens.
import { onBeforeUnmount, ref, watch, type Ref } from 'vue';
import { answer, api, type Schemas } from '../base/api/client';
import { gather } from '../base/live/gather';
import { listen } from '../base/live/live';
import { may } from '../session/session';

export type Waiting = Pick<Schemas['IncidentBoard']['below'][number], 'open' | 'overdue' | 'unacknowledged'>;

/** By unit; null until it is known, and for who sees no incidents. `unit` is empty where nothing is chosen. */
export function useBelow(unit: Readonly<Ref<string>>): Readonly<Ref<ReadonlyMap<string, Waiting> | null>> {
  const below = ref<ReadonlyMap<string, Waiting> | null>(null);

  async function count(): Promise<void> {
    const asked = unit.value;
    if (!asked || !may('see_board')) return;
    const board = await answer(api.GET('/incidents/board', { params: { query: { unit: asked } } })).catch(() => null);
    // What was counted last stays until it can be counted again; the page says that the connection is lost.
    if (board && asked === unit.value) below.value = new Map(board.below.map((one) => [one.unit, one]));
  }

  const { add, stop } = gather<string>(1_000, () => void count());
  const silence = listen({ incident: ({ id }) => add(id), unit: ({ path }) => add(path), catchUp: () => void count() });
  onBeforeUnmount(() => {
    silence();
    stop();
  });
  watch(
    unit,
    () => {
      below.value = null;
      void count();
    },
    { immediate: true },
  );
  return below;
}
