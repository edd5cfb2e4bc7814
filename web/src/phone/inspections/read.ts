// Asks the server for what is kept of inspections: the draws that were revealed, and of one of them this person's own visits.
import { answer, api } from '../../base/api/client';
import { owner } from '../session';
import { drawOf, ownOf, type Draw, type Drawn } from './visit';
import { inspects } from './who';

const MANY = 50;

export async function readDraws(): Promise<Draw[]> {
  if (!inspects(owner.value?.role)) return [];
  const { items } = await answer(api.GET('/draws', { params: { query: { limit: MANY } } }));
  return items.filter(({ revealed_at }) => revealed_at !== null);
}

export async function readDrawn(id: string, inspector: string): Promise<Drawn> {
  const params = { path: { id } };
  const full = await answer(api.GET('/draws/{id}', { params }));
  const visits = ownOf(full, inspector);
  const { items, metres } = visits.some(({ outcome }) => outcome === 'open') ? await answer(api.GET('/draws/{id}/route', { params })) : { items: [], metres: 0 };
  return { draw: drawOf(full), inspector, visits, way: items.map(({ item }) => item), metres };
}
