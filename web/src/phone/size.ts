// Large type: everything is measured in rem, and the root is 1.5 times as large. Remembered on this phone.
import { ref, watch } from 'vue';

const KEPT = 'ward.phone.large';
export const large = ref(localStorage.getItem(KEPT) === 'yes');

watch(
  large,
  (now) => {
    localStorage.setItem(KEPT, now ? 'yes' : 'no');
    document.documentElement.classList.toggle('large', now);
  },
  { immediate: true },
);
