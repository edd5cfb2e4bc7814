// Keys of a page: single letters and arrows, while nobody types and no dialog is open.
import { onBeforeUnmount, onMounted } from 'vue';

/** Each action gets the event and says whether the key was for it by not returning false. */
export function useKeys(actions: Record<string, (event: KeyboardEvent) => unknown>): void {
  function pressed(event: KeyboardEvent): void {
    const typing = event.target instanceof Element && event.target.closest('input, textarea, select, [role=dialog], [role=combobox]');
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = actions[event.key];
    if (action && action(event) !== false) event.preventDefault();
  }
  onMounted(() => addEventListener('keydown', pressed));
  onBeforeUnmount(() => removeEventListener('keydown', pressed));
}
