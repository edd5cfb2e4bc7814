// Asks the server for what is kept of measures: those of this person, and what the city inspects for.
import { answer, api } from '../../base/api/client';
import { inspects } from '../inspections/who';
import { owner } from '../session';
import type { Measure, MeasureInFull, Offence } from './measure';

const MANY = 50;
const isAsked = () => inspects(owner.value?.role);

export const readMeasures = async (): Promise<Measure[]> => (isAsked() ? (await answer(api.GET('/measures', { params: { query: { limit: MANY } } }))).items : []);
export const readOffences = async (): Promise<Offence[]> => (isAsked() ? (await answer(api.GET('/offences'))).offences : []);
export const readMeasure = (id: string): Promise<MeasureInFull> => answer(api.GET('/measures/{id}', { params: { path: { id } } }));
