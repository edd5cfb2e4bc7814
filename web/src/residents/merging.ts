// Two people become one, and one becomes two again: asked first, for it moves what others look at.
import { answer, api } from '../base/api/client';
import { isSure, said } from '../base/ui/sure';
import { t } from './one_texts';
import type { Person } from './resident';

/** The other one's records go to `person`. Answers whether to look again. */
export async function merge(person: Person, other: Person): Promise<boolean> {
  const names = { name: person.name, other: other.name };
  if (!(await isSure(t('merge_title'), t('merge_ask', names), t('merge_does'), { grave: false }))) return false;
  await said(() => answer(api.POST('/residents/{id}/merge', { params: { path: { id: other.id } }, body: { into: person.id } })), t('merged'));
  return true;
}

/** Answers whether to look again. */
export async function unmerge(record: Person): Promise<boolean> {
  if (!(await isSure(t('unmerge'), t('unmerge_ask', { name: record.name }), t('unmerge'), { grave: false }))) return false;
  await said(() => answer(api.POST('/residents/{id}/unmerge', { params: { path: { id: record.id } } })), t('unmerged'));
  return true;
}
