// Names of accounts that are known by their id alone, for who may read accounts; asked for once.
import { ref, watch } from 'vue';
import { answer, api, type Schemas } from '../base/api/client';
import { may, user } from '../session/session';
import { t } from './texts';

export const users = ref<Schemas['User'][]>([]);
let asked = false;

/** Throws what the server says to who may not read accounts. */
export async function loadUsers(): Promise<void> {
  users.value = (await answer(api.GET('/users'))).items;
}

// Who logs in after somebody else has not read what they could.
watch(
  () => user.value?.id,
  () => {
    users.value = [];
    asked = false;
  },
);

/** The name; of an account that the reader cannot look up the end of its id, which is the same wherever it stands. */
export function accountName(id: string): string {
  if (id === user.value?.id) return user.value.name;
  if (!asked && may('see_users')) {
    asked = true;
    loadUsers().catch(() => (asked = false)); // the next name asks again
  }
  return users.value.find((one) => one.id === id)?.name ?? t('somebody', { id: id.slice(-6) });
}
