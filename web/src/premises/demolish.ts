// What cannot be undone is asked first, with what will be gone.
import { answer, api } from '../base/api/client';
import { isSure, said } from '../base/ui/sure';
import { t } from './edit_texts';
import { stands, type House, type Room } from './house';
import { listed } from '../base/listed';

/** Answers whether the house is to be looked at again. */
export async function demolish(house: House, rooms: readonly Room[]): Promise<boolean> {
  if (!(await isSure(t('demolish_title'), t('demolish_ask', { numbers: listed(rooms.map((room) => room.number)) }), t('demolish')))) return false;
  const body = { how: 'demolished' as const, rooms: rooms.map((room) => room.id) };
  await said(() => answer(api.POST('/premises/{id}/rooms', { params: { path: { id: house.id } }, body })), t('demolished'));
  return true;
}

/** Answers whether the house is to be looked at again. */
export async function tearDown(house: House): Promise<boolean> {
  const count = house.rooms.filter(stands).length;
  if (!(await isSure(t('tear_down_title', { code: house.code }), t('tear_down_ask', { address: house.address, count }), t('tear_down')))) return false;
  await said(() => answer(api.POST('/premises/{id}/close', { params: { path: { id: house.id } } })), t('torn_down'));
  return true;
}
