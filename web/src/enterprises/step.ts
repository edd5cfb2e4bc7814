// A step taken on an enterprise from a dialog: sent where it belongs, with an id of its own, so that it counts once.
import { watch, type Ref } from 'vue';
import { ElMessage } from 'element-plus';
import { answer, api, type Schemas } from '../base/api/client';
import { useSave } from '../base/save';
import { uuid7 } from '../base/uuid';
import type { InFull, StepName } from './enterprise';
import { partOf } from './parts';
import { t } from './step_texts';

type Body = Schemas['EnterpriseStep'];
/** What a step says besides its name. */
export type Said = Pick<Body, 'plan' | 'passed' | 'cap' | 'note'>;

export function sendStep(id: string, body: Body): Promise<InFull> {
  const call = { params: { path: { id } }, body };
  return answer(partOf(body.step) === 'authority' ? api.POST('/enterprises/{id}/decisions', call) : api.POST('/enterprises/{id}/steps', call));
}

/** `step`: the one whose dialog is open. `look`: what is shown behind the dialog may be old. */
export function useStep(enterprise: () => string, step: Ref<StepName | null>, { done, look }: { done: (now: InFull) => void; look: () => void }) {
  const { busy, problem, field, refuse, save } = useSave();
  let id = '';
  watch(step, (now) => {
    refuse('');
    if (now) id = uuid7();
  });

  async function take(said: Said): Promise<void> {
    const name = step.value;
    if (!name) return;
    if (!(await save(async () => done(await sendStep(enterprise(), { id, step: name, ...said }))))) return look();
    step.value = null;
    ElMessage.success(t(`did_${name}`));
  }
  return { busy, problem, field, refuse, take };
}
