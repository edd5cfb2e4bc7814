// Light, dark, or as the system says; kept in this browser once it is chosen.
import { ref, watch } from 'vue';

export type Theme = 'auto' | 'light' | 'dark';
const KEPT = 'ward.theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const kept = localStorage.getItem(KEPT);

export const theme = ref<Theme>(kept === 'light' || kept === 'dark' ? kept : 'auto');
export const dark = ref(false);

function apply(): void {
  dark.value = theme.value === 'dark' || (theme.value === 'auto' && system.matches);
  document.documentElement.classList.toggle('dark', dark.value);
}

apply();
system.addEventListener('change', apply);
watch(theme, (now) => {
  localStorage.setItem(KEPT, now);
  apply();
});

export const nextTheme = () => (theme.value = dark.value ? 'light' : 'dark');
