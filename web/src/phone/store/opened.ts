// A thing that a page shows: asked for anew when the page opens and when what was written about it was sent, refused or taken back, and not
// tidied away while it is shown, though no list has it.
import { onBeforeUnmount, ref, watch, type Ref } from 'vue';
import { about } from '../outbox/waiting';
import { isAway } from '../session';
import { opened } from './kept';

/** The sentence of what went wrong, '' where nothing did; without a network what is kept is shown. */
export function useOpened(id: () => string, refresh: (id: string) => Promise<void>): Ref<string> {
  const problem = ref('');

  async function ask(): Promise<void> {
    try {
      await refresh(id());
      problem.value = '';
    } catch (error) {
      if (!isAway(error)) problem.value = (error as Error).message;
    }
  }

  function open(now: string, before?: string): void {
    if (before) opened.delete(before);
    opened.add(now);
    void ask();
  }

  watch(id, open, { immediate: true });
  watch(() => about(id()).map((entry) => `${entry.id} ${entry.state}`).join(), ask);
  onBeforeUnmount(() => opened.delete(id()));
  return problem;
}
