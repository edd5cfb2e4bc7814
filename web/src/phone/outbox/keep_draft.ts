// What is being written lies on the phone from the first touch on; sending it ends the draft in one transaction with the entries.
import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue';
import { store, type AnyDraft } from '../store/db';
import { t } from '../words';
import type { Entry } from './entry';
import { look, saveDraft, write } from './waiting';

/** `plain`: a copy that the database takes. `send` answers whether it is in the outbox now. */
export function useDraft<D extends AnyDraft>(empty: D, plain: (draft: D) => D) {
  const draft = ref(empty) as Ref<D>;
  const ready = ref(false);
  const problem = ref('');
  let saving: Promise<void> | null = null;
  let sent = false;

  onMounted(async () => {
    draft.value = ((await (await store()).get('drafts', empty.id)) as D | undefined) ?? draft.value;
    ready.value = true;
  });

  /** The newest state is written as soon as the one before is. */
  function save(): void {
    if (sent || !ready.value) return;
    saving = (saving ?? Promise.resolve()).then(() => saveDraft(plain(draft.value))).catch(() => void (problem.value = t('cannot_keep')));
  }
  watch(draft, save, { deep: true });
  /** Lists show it as soon as its page is left. */
  onBeforeUnmount(async () => {
    await saving;
    await look();
  });

  async function send(entriesOf: (draft: D) => Entry[]): Promise<boolean> {
    await saving;
    try {
      sent = true;
      await write(entriesOf(plain(draft.value)), empty.id);
    } catch {
      sent = false;
      problem.value = t('cannot_keep');
      return false;
    }
    await look();
    return true;
  }
  return { draft, ready, problem, send };
}
