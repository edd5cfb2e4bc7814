// How many would receive an order, asked again while it is written.
import { onBeforeUnmount, ref, watch } from 'vue';
import { answer, api, type Schemas } from '../base/api/client';
import type { Draft } from './draft';

const WAIT_MS = 300;

export function useAudience(draft: Draft) {
  const audience = ref<{ recipients: number; units: number } | null>(null);
  const problem = ref('');
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function count(): Promise<void> {
    const mine = ++asked;
    const [unit] = draft.unit;
    if (!unit) return void (audience.value = null);
    try {
      const body: Schemas['OrderAudience'] = { unit, duties: draft.duties };
      const found = await answer(api.POST('/orders/audience', { body }));
      if (mine !== asked) return;
      audience.value = found;
      problem.value = '';
    } catch (error) {
      if (mine !== asked) return;
      audience.value = null;
      problem.value = (error as Error).message;
    }
  }

  watch(
    [() => draft.unit, () => draft.duties],
    () => {
      ++asked; // an answer on its way is for another audience
      clearTimeout(timer);
      timer = setTimeout(() => void count(), WAIT_MS);
    },
    { deep: true },
  );
  onBeforeUnmount(() => clearTimeout(timer));
  return { audience, problem, count };
}
