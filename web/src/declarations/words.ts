// What is kept of a declaration, in words.
import { listed } from '../base/listed';
import { showDate, showMoment } from '../base/time';
import { calendar } from '../calendar/calendar';
import type { Declaration, Declared, Observation, Stay } from './declaration';
import { placeName } from './places';
import { t } from './texts';

export const whenWords = (iso: string) => showMoment(iso, calendar.value.zone);

export const placeWords = ({ region, left_on }: Stay) => (left_on ? t('place_left', { place: placeName(region), day: showDate(left_on) }) : placeName(region));
export const placesWords = (stays: readonly Stay[]) => listed(stays.map(placeWords));

export const carrierWords = ({ carrier, vehicle }: Pick<Declaration, 'carrier' | 'vehicle'>) => (vehicle ? t('by', { carrier: t(`carrier_${carrier}`), vehicle }) : t(`carrier_${carrier}`));

export const houseWords = ({ premises, room }: Pick<Declaration, 'premises' | 'room'>) => (room ? t('at_room', { address: premises.address, number: room.number }) : premises.address);

export const observationWords = ({ kind, from, until }: Observation) => t('observation', { kind: t(`observed_${kind}`), from: showDate(from), until: showDate(until) });

/** How far somebody is, with the end of an observation that is on. */
export const stateWords = ({ state, observation }: Declared) => (state === 'observed' && observation ? t('observed_until', { day: showDate(observation.until) }) : t(`figure_${state}`));
