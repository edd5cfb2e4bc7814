// How a door stands, in words.
import { dayName } from '../when';
import { t } from '../words';
import type { Door } from './doors';

export function says({ state, people, return_on }: Pick<Door, 'state' | 'people' | 'return_on'>): string {
  if (state === 'seen') return t('door_seen', { people: people ?? 0 });
  if (state === 'nobody') return return_on ? t('door_nobody_again', { day: dayName(return_on) }) : t('door_nobody');
  if (state === 'refused') return t('door_refused');
  if (state === 'empty') return t('door_empty');
  return state === 'contested' ? t('door_contested') : t('door_none');
}
