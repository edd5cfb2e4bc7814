// When the city works, and its zone: times of what concerns the whole city are shown in it. Asked for once.
import { ref } from 'vue';
import { answer, api } from '../base/api/client';
import type { WorkCalendar } from './work_time';

/** `version`: how often it was changed. */
export type Stored = WorkCalendar & { version: number };

export const calendar = ref<Stored>({ version: 0, zone: 'Asia/Shanghai', weekdays: [1, 2, 3, 4, 5], hours: [{ from: '08:00', to: '12:00' }, { from: '14:00', to: '18:00' }], days: [] });
let asked: Promise<void> | undefined;

/** As it is now, for who changes it. */
export async function readCalendar(): Promise<void> {
  calendar.value = (await answer(api.GET('/calendar'))) as unknown as Stored;
}

export function loadCalendar(): Promise<void> {
  asked ??= readCalendar().catch((error: unknown) => {
    asked = undefined; // the next page asks again
    throw error;
  });
  return asked;
}
