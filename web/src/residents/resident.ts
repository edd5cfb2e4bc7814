// People of the register, as the server says them.
import { answer, api, type Schemas } from '../base/api/client';

export type Person = Schemas['ResidentPerson']; // one record alone, or all of a person's together
export type Resident = Schemas['Resident'];
export type ResidentRecord = Schemas['ResidentRecord'];
export type Occupant = Schemas['Occupant'];
export type Tenancy = Schemas['Tenancy'];
export type Home = Resident['tenancies'][number];
export type Alike = Schemas['Alike'];
export type Found = Alike['found'][number];
export type DocumentKind = Schemas['DocumentKind'];
export type KeptDocument = Person['documents'][number];
export type Sex = NonNullable<Person['sex']>;

/** `id`: of any of the person's records. */
export const getResident = (id: string): Promise<Resident> => answer(api.GET('/residents/{id}', { params: { path: { id } } }));

/** Who lives in a room on a day, today where none is given; with that day. */
export const occupantsOf = (room: string, day = '') => answer(api.GET('/rooms/{id}/residents', { params: { path: { id: room }, query: day ? { day } : {} } }));

/** How many people these are: somebody of whom two records live here is one. */
export const peopleIn = (items: readonly { id: string }[]): number => new Set(items.map((one) => one.id)).size;
