// What became of rooms that are no more, in a sentence each.
import { showDay } from '../base/time';
import { listed } from '../base/listed';
import { stands, type House, type Room } from './house';
import { t } from './texts';

const numbersOf = (house: House, ids: readonly string[]) => listed(house.rooms.filter((room) => ids.includes(room.id)).map((room) => room.number));

/** The rooms that were merged together with this one. */
const beside = (house: House, room: Room) => house.rooms.find((one) => room.into.includes(one.id))?.from.filter((id) => id !== room.id) ?? [];

function sentence(house: House, room: Room, zone: string): string {
  const { number } = room;
  const when = { from: showDay(room.since, zone), to: showDay(room.until ?? room.since, zone) };
  const into = numbersOf(house, room.into);
  if (room.ended === 'split') return t('was_split', { number, into, ...when });
  if (room.ended === 'merged') return t('was_merged', { number, others: numbersOf(house, beside(house, room)), into, ...when });
  return t('was_demolished', { number, ...when });
}

export const pastOf = (house: House, zone: string) => house.rooms.filter((room) => !stands(room)).map((room) => ({ id: room.id, says: sentence(house, room, zone) }));

/** What a room was made of; "" for one that was there from the beginning. */
export const originOf = (house: House, room: Room) => (room.from.length > 0 ? t('made_of', { number: room.number, from: numbersOf(house, room.from) }) : '');
