// A list that comes in pages by cursor. The answer to an older question never overwrites a newer one.
import { ref, type Ref } from 'vue';

interface Page<T> {
  items: T[];
  next: string | null;
}

export function usePages<T extends { id: string }>(fetchPage: (after?: string) => Promise<Page<T>>) {
  const items = ref([]) as Ref<T[]>;
  const next = ref<string | null>(null);
  const loading = ref(false);
  const loaded = ref(false);
  const problem = ref('');
  let asked = 0;

  async function fetchInto(after?: string): Promise<void> {
    const mine = ++asked;
    loading.value = true;
    try {
      const page = await fetchPage(after);
      if (mine !== asked) return;
      const known = new Set(after ? items.value.map((item) => item.id) : []);
      const fresh = page.items.filter((item) => !known.has(item.id));
      items.value = after ? [...items.value, ...fresh] : fresh;
      next.value = page.next;
      loaded.value = true;
      problem.value = '';
    } catch (error) {
      if (mine === asked) problem.value = (error as Error).message;
    } finally {
      if (mine === asked) loading.value = false;
    }
  }

  return { items, next, loading, loaded, problem, load: () => fetchInto(), more: () => fetchInto(next.value ?? undefined) };
}
