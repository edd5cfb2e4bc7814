// Draws of inspections, as the server says them.
import { answer, api, type Schemas } from '../base/api/client';
import type { Field } from '../base/form/field';

/** With what the contract leaves open. */
export type Draw = Omit<Schemas['Draw'], 'form'> & { form: Field[] };
export type InFull = Omit<Schemas['DrawInFull'], 'form'> & { form: Field[] };
export type Visit = Schemas['DrawVisit'];
export type Outcome = Visit['outcome'];
export type Figures = Schemas['DrawFigures'];
export type Stratum = Figures['strata'][number];
export type Source = Schemas['DrawSource'];
export type Input = Schemas['DrawInput'];
export type Inspector = Schemas['Inspector'];

/** Each is a stratum of its own, called by its name. */
export const SOURCES = ['landlords', 'declarations', 'shops', 'enterprises'] as const satisfies readonly Source[];
export const isSource = (stratum: string): stratum is Source => SOURCES.some((one) => one === stratum);
export const OUTCOMES = ['open', 'seen', 'nobody', 'not_there'] as const satisfies readonly Outcome[];

export const asDraw = (draw: Schemas['Draw']) => draw as unknown as Draw;
export const asInFull = (draw: Schemas['DrawInFull']) => draw as unknown as InFull;
export const getDraw = async (id: string): Promise<InFull> => asInFull(await answer(api.GET('/draws/{id}', { params: { path: { id } } })));
