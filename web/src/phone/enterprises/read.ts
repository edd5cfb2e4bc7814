// Asks the server for what is kept of enterprises.
import { answer, api, type Schemas } from '../../base/api/client';
import { isToCheck, type InFull, type Known, type Side } from './enterprise';
import { sidesOf } from './who';

export const MOST = 200;
const LOOKED_AT = ['applied', 'checked', 'closed'] as const;
type Query = { unit?: string; state?: Schemas['EnterpriseState'] };

async function list(side: Side, query: Query): Promise<Known[]> {
  const { items } = await answer(api.GET('/enterprises', { params: { query: { ...query, limit: MOST } } }));
  return items.map((one) => ({ ...one, side }));
}

/** Those that somebody answers for, then those that the grid has to look at; each once. */
export async function readEnterprises(me: Schemas['Me'] | undefined): Promise<Known[]> {
  const { own, grid } = sidesOf(me?.posts ?? []);
  const all: Known[] = [];
  for (const unit of own) all.push(...(await list('own', { unit })));
  if (grid) for (const state of LOOKED_AT) all.push(...(await list('grid', { state })).filter(isToCheck));
  return [...new Map(all.reverse().map((one) => [one.id, one])).values()].reverse();
}

export const readEnterprise = (id: string): Promise<InFull> => answer(api.GET('/enterprises/{id}', { params: { path: { id } } }));
