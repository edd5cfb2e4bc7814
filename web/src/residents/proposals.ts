// Pairs of people who may be one, as imports found, one after the other: the oldest that nobody has decided comes first. What was
// decided, here or by somebody else, leaves the row; what is put off comes again at its end.
import { computed, ref } from 'vue';
import { answer, api, Problem, type Schemas } from '../base/api/client';

export type Proposal = Schemas['ResidentProposal'];
export type Decision = Schemas['ResidentDecision']['decision'];
/** What was decided last, and whom the two go by now. */
export interface Decided {
  decision: Decision;
  name: string;
  other: string;
  person: string;
}
interface Page {
  items: Proposal[];
  next: string | null;
}

const AT_ONCE = 20;
const FEW = 5; // before so many are left the next page is asked for
const readPage = (after?: string): Promise<Page> => answer(api.GET('/residents/proposals', { params: { query: { limit: AT_ONCE, after } } }));
const send = (id: string, decision: Decision) => answer(api.PUT('/residents/proposals/{id}', { params: { path: { id } }, body: { decision } }));
const peopleOf = ({ person, other }: Proposal): string[] => [person.id, other.id];

export function useProposals(read = readPage, put = send) {
  const items = ref<Proposal[]>([]);
  const next = ref<string | null>(null);
  const at = ref(0);
  const loaded = ref(false);
  const busy = ref(false);
  const problem = ref('');
  const overtaken = ref(''); // somebody was first, in the server's words
  const last = ref<Decided | null>(null);
  const current = computed<Proposal | null>(() => items.value[at.value] ?? null);
  let asked = 0;

  async function fetch(after?: string): Promise<void> {
    const mine = ++asked;
    try {
      const page = await read(after);
      if (mine !== asked) return;
      const shown = current.value?.id;
      const known = new Set(after ? items.value.map((one) => one.id) : []);
      items.value = [...(after ? items.value : []), ...page.items.filter((one) => !known.has(one.id))];
      next.value = page.next;
      at.value = Math.max(0, items.value.findIndex((one) => one.id === shown));
      loaded.value = true;
      problem.value = '';
    } catch (error) {
      if (mine === asked) problem.value = (error as Error).message;
    }
  }
  const load = () => fetch();
  const fetchAhead = async () => void (next.value && items.value.length - at.value <= FEW && (await fetch(next.value)));

  /** To the one before or behind; those at the ends lead to each other. */
  async function step(by: number): Promise<void> {
    overtaken.value = problem.value = '';
    const count = items.value.length;
    if (count > 0) at.value = (at.value + by + count) % count;
    await fetchAhead();
  }

  /** The one behind it stands in its place. */
  async function leave(gone: Proposal, merged: boolean): Promise<void> {
    items.value = items.value.filter((one) => one.id !== gone.id);
    if (at.value >= items.value.length) at.value = 0;
    const touched = items.value.some((one) => peopleOf(one).some((id) => peopleOf(gone).includes(id)));
    if (items.value.length === 0 || (merged && touched)) await load(); // what the others say is of two people who are one now
    else await fetchAhead();
  }

  async function decide(decision: Decision): Promise<void> {
    const one = current.value;
    if (!one || busy.value) return;
    busy.value = true;
    overtaken.value = problem.value = '';
    try {
      const { person } = await put(one.id, decision);
      last.value = { decision, name: one.person.name, other: one.other.name, person };
      await leave(one, decision === 'merged');
    } catch (error) {
      if (error instanceof Problem && (error.status === 409 || error.status === 404)) {
        await leave(one, true);
        overtaken.value = error.message;
      } else problem.value = (error as Error).message;
    } finally {
      busy.value = false;
    }
  }

  return { items, next, at, current, loaded, busy, problem, overtaken, last, load, step, decide };
}
