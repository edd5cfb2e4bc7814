// Groups and people of the site, for the fields that choose one.
import { answer, api, type Schemas } from '../base/api/client';

export type Person = Schemas['Person'];
export type Group = Schemas['Group'];

export const listGroups = async (site: string): Promise<Group[]> =>
  (await answer(api.GET('/groups', { params: { query: { site } } }))).items;

export const searchPeople = async (site: string, q: string): Promise<Person[]> =>
  (await answer(api.GET('/people', { params: { query: { site, limit: 20, ...(q && { q }) } } }))).items;

export const getPerson = (id: string): Promise<Person> => answer(api.GET('/people/{id}', { params: { path: { id } } }));
