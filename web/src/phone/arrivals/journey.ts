// A journey in words.
import { regionName } from '../../base/regions/regions';
import { language, named, t } from '../words';
import type { Arrival } from './arrival';
import { dayWords } from './days';

type Journey = Pick<Arrival, 'carrier' | 'vehicle' | 'stays'>;

export const houseWords = ({ premises, room }: Arrival) => (room ? t('room_of_house', { house: premises.address, room: room.number }) : premises.address);

export const carrierWords = ({ carrier, vehicle }: Journey) =>
  vehicle ? t('by_vehicle', { carrier: named('carrier', carrier), number: vehicle }) : named('carrier', carrier);

/** Where they were, the last place first. */
export const stayWords = ({ stays }: Journey, today: string) =>
  stays.map(({ region, left_on }) => {
    const name = regionName(region, language.value);
    return left_on ? t('stay_left', { region: name, day: dayWords(left_on, today) }) : name;
  });
