// Whether this server has a map and where its tiles come from: asked for once, when a page needs it first.
import { computed, ref } from 'vue';
import { answer, api, type Schemas } from '../base/api/client';

export const map = ref<Schemas['Map']>({ tiles: '', attribution: '', max_zoom: 18 });
export const hasMap = computed(() => map.value.tiles !== '');
let asked: Promise<void> | undefined;

async function ask(): Promise<void> {
  map.value = await answer(api.GET('/map'));
}

/** Without an answer there is no map, and the next page asks again: nothing waits for a map alone. */
export function loadMap(): Promise<void> {
  asked ??= ask().catch(() => {
    asked = undefined;
  });
  return asked;
}
