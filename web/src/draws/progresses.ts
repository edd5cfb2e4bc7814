// How far each draw of a list has come. A list says nothing of its visits, so every draw that was revealed is asked for, one after
// the other: rows are read while the numbers come.
import { reactive } from 'vue';
import { getDraw, type Draw } from './draw';
import { progressOf, type Progress } from './progress';

export function useProgresses() {
  const known = reactive(new Map<string, Progress>());
  let asked = 0;

  async function look(draws: readonly Draw[]): Promise<void> {
    const mine = ++asked;
    for (const { id, reveal } of draws) {
      if (!reveal || known.has(id)) continue;
      const found = await getDraw(id).catch(() => null);
      if (mine !== asked) return;
      const progress = found && progressOf(found);
      if (progress) known.set(id, progress);
    }
  }
  return { known, look, stop: () => void ++asked, forget: () => known.clear() };
}
