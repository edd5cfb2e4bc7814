// Names of units that are known by their id alone, asked for once each. A site is no unit; it says its own name.
import { reactive } from 'vue';
import { answer, api } from '../base/api/client';
import { siteOf } from '../sites/sites';

const names = reactive(new Map<string, string>());
const asked = new Set<string>();

async function ask(id: string): Promise<void> {
  asked.add(id);
  const unit = await answer(api.GET('/units/{id}', { params: { path: { id } } })).catch(() => null);
  names.set(id, unit?.name ?? id);
}

/** The name, and until it is known an ellipsis. */
export function nameOf(id: string): string {
  const site = siteOf(id);
  if (site) return site.name;
  if (!asked.has(id)) void ask(id);
  return names.get(id) ?? '…';
}
