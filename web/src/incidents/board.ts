// The board: for each stage how many wait there, and the first of them by deadline. An event moves only its own card.
import { reactive, ref } from 'vue';
import { answer, api, Problem } from '../base/api/client';
import type { Detail, Incident } from './catalogue';
import { placed } from './columns';
import { STAGES } from './way';

export const COLUMNS = [...STAGES, 'suspended'] as const;
export type ColumnState = (typeof COLUMNS)[number];
export interface Column {
  state: ColumnState;
  count: number;
  items: Incident[];
  next: string | null;
  loading: boolean;
}

const PAGE = 15;
const MANY = 20; // beyond that it is cheaper to look at the whole board

export function useBoard() {
  const columns = reactive(COLUMNS.map((state): Column => ({ state, count: 0, items: [], next: null, loading: false })));
  const loaded = ref(false);
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

  async function count(): Promise<void> {
    const { states } = await answer(api.GET('/incidents/board'));
    for (const column of columns) column.count = states.find((one) => one.state === column.state)?.open ?? 0;
  }

  async function fill(column: Column, after?: string): Promise<void> {
    column.loading = true;
    const mine = asked;
    try {
      const page = await answer(api.GET('/incidents', { params: { query: { state: column.state, order: 'deadline', limit: PAGE, after } } }));
      if (mine !== asked) return;
      const known = new Set(after ? column.items.map((one) => one.id) : []);
      column.items = [...(after ? column.items : []), ...(page.items as unknown as Incident[]).filter((one) => !known.has(one.id))];
      column.next = page.next;
    } finally {
      column.loading = false;
    }
  }

  const load = () =>
    tried(async () => {
      ++asked;
      await count();
      await Promise.all(columns.map((column) => (column.count > 0 ? fill(column) : Object.assign(column, { items: [], next: null }))));
      loaded.value = true;
    });

  function put(id: string, incident: Incident | null): void {
    for (const column of columns) {
      const fits = incident?.state === column.state;
      column.items = placed(column.items, id, fits ? incident : null, column.next !== null);
    }
  }

  async function look(id: string): Promise<void> {
    try {
      const { incident, acknowledged_at } = (await answer(api.GET('/incidents/{id}', { params: { path: { id } } }))) as unknown as Detail;
      put(id, { ...incident, acknowledged_at });
    } catch (error) {
      if (!(error instanceof Problem && error.status === 404)) throw error;
      put(id, null); // it went where the caller does not see it
    }
  }

  /** What changed in a moment. */
  const changed = (ids: string[]) =>
    ids.length > MANY ? load() : tried(async () => void (await Promise.all([count(), ...ids.map(look)])));

  return { columns, loaded, problem, load, changed, more: (column: Column) => tried(() => fill(column, column.next ?? undefined)) };
}
