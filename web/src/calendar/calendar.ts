// When the city works, and its zone: times of what concerns the whole city are shown in it. Asked for once.
import { ref } from 'vue';
import { answer, api } from '../base/api/client';
import type { WorkCalendar } from './work_time';

export const calendar = ref<WorkCalendar>({ zone: 'Asia/Shanghai', weekdays: [1, 2, 3, 4, 5], hours: [{ from: '08:00', to: '12:00' }, { from: '14:00', to: '18:00' }], days: [] });
let asked: Promise<void> | undefined;

async function ask(): Promise<void> {
  calendar.value = (await answer(api.GET('/calendar'))) as unknown as WorkCalendar;
}

export function loadCalendar(): Promise<void> {
  asked ??= ask().catch((error: unknown) => {
    asked = undefined; // the next page asks again
    throw error;
  });
  return asked;
}
