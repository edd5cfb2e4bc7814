// The sites this user may see and the one the console looks at; its zone is the zone of every time shown.
import { computed, ref, watch } from 'vue';
import { answer, api, type Schemas } from '../base/api/client';

export type Site = Schemas['Site'];

const KEPT = 'ward.site';
export const sites = ref<Site[]>([]);
export const siteId = ref(localStorage.getItem(KEPT) ?? '');
export const siteOf = (id: string) => sites.value.find((one) => one.id === id) ?? null;
export const site = computed(() => siteOf(siteId.value));
export const zone = computed(() => site.value?.zone || 'UTC');

watch(siteId, (now) => localStorage.setItem(KEPT, now));

export async function loadSites(): Promise<void> {
  sites.value = (await answer(api.GET('/sites'))).items;
  if (!site.value) siteId.value = sites.value[0]?.id ?? '';
}
