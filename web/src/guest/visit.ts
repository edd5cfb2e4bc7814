// One link: to which house it leads, what was declared by it, what is being written, and sending that.
import { ref, watch } from 'vue';
import { answer, api, Problem, type Schemas } from '../base/api/client';
import { uuid7 } from '../base/uuid';
import { draftOf, emptyDraft, inputOf, type Draft } from './draft/draft';
import { forget, keep, recall } from './draft/keep';
import { firstMissing } from './draft/missing';
import { faultOf, type Fault } from './fault';
import { language } from './words';

export type View = Schemas['GuestView'];
/** `lost`: the link leads nowhere; `away`: nobody could be asked; `stored`: something was declared, and is shown. */
export type Stage = 'looking' | 'lost' | 'away' | 'writing' | 'stored';

const code = location.hash.slice(1);
export const stage = ref<Stage>('looking');
export const view = ref<View | null>(null);
export const draft = ref<Draft | null>(null);
export const fault = ref<Fault | null>(null);
export const busy = ref(false);

const asProblem = (error: unknown) => {
  if (error instanceof Problem) return error;
  throw error;
};
/** A code that nobody can have made is no better than one that nobody made. */
const isLost = (problem: Problem) => problem.status === 404 || (problem.status === 400 && problem.field === 'code');
const look = () => answer(api.POST('/public/declarations/look', { body: { code } }));

export const hasBegun = (declaration: Schemas['GuestDeclaration']) => declaration.persons.some(({ state }) => state !== 'expected' && state !== 'overdue');

let asBegun = ''; // a form that nobody touched is not kept
function keepWritten(now: Draft | null): void {
  if (now && view.value && JSON.stringify(now) !== asBegun) keep(code, { view: view.value, draft: now });
}
watch(draft, keepWritten, { deep: true });

function lose(): void {
  forget(code);
  draft.value = null;
  stage.value = 'lost';
}

function showStored(seen: View): void {
  forget(code);
  view.value = seen;
  draft.value = null;
  fault.value = null;
  stage.value = 'stored';
}

function write(seen: View, begun: Draft): void {
  asBegun = JSON.stringify(begun);
  view.value = seen;
  draft.value = begun;
  stage.value = 'writing';
}

/** Somebody stored something since this was begun: it replaces that only when its writer wants it to. */
function goOnFrom(seen: View, begun: Draft): void {
  const stored = seen.declaration?.version ?? 0;
  fault.value = begun.version < stored ? { field: '', says: 'fault_meanwhile' } : null;
  write(seen, { ...begun, version: stored });
}

export async function open(): Promise<void> {
  const kept = recall(code);
  try {
    const seen = await look();
    if (kept && !(seen.declaration && hasBegun(seen.declaration))) goOnFrom(seen, kept.draft);
    else if (seen.declaration) showStored(seen);
    else write(seen, emptyDraft(uuid7()));
  } catch (error) {
    const problem = asProblem(error);
    if (isLost(problem)) return lose();
    fault.value = faultOf(problem);
    if (kept) write(kept.view, kept.draft);
    else stage.value = 'away';
  }
}

export function change(): void {
  if (view.value?.declaration) write(view.value, draftOf(view.value.declaration, view.value.zone));
}

/** What was written goes; what is stored stays. */
export function drop(): void {
  if (!view.value) return;
  if (view.value.declaration) return showStored(view.value);
  forget(code);
  fault.value = null;
  write(view.value, emptyDraft(uuid7()));
}

async function refused(problem: Problem): Promise<void> {
  if (isLost(problem)) return lose();
  if (problem.status !== 409 || !draft.value) return void (fault.value = faultOf(problem));
  const seen = await look();
  if (seen.declaration && hasBegun(seen.declaration)) showStored(seen);
  else goOnFrom(seen, draft.value);
  fault.value ??= faultOf(problem);
}

export async function send(): Promise<void> {
  if (!view.value || !draft.value || busy.value) return;
  fault.value = firstMissing(draft.value);
  if (fault.value) return;
  busy.value = true;
  try {
    const declaration = inputOf(draft.value, language.value, view.value.zone);
    showStored(await answer(api.POST('/public/declarations', { body: { code, declaration } })));
  } catch (error) {
    await refused(asProblem(error)).catch((second) => (fault.value = faultOf(asProblem(second))));
  } finally {
    busy.value = false;
  }
}
