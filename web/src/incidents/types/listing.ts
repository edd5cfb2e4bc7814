// The types as they are listed: by platform, those that are retired at the end.
import { PLATFORMS, type IncidentType } from '../catalogue';

export interface Group {
  name: IncidentType['platform'] | 'retired';
  types: IncidentType[];
}

/** By name in either language or by code. */
export function isSought({ code, name }: Pick<IncidentType, 'code' | 'name'>, sought: string): boolean {
  const wanted = sought.trim().toLowerCase();
  return [code, name.en, name.zh].some((one) => one.toLowerCase().includes(wanted));
}

export function groupsOf(types: readonly IncidentType[], sought: string): Group[] {
  const found = types.filter((one) => isSought(one, sought));
  const platforms = PLATFORMS.map((name): Group => ({ name, types: found.filter((one) => !one.retired && one.platform === name) }));
  return [...platforms, { name: 'retired' as const, types: found.filter(({ retired }) => retired) }].filter((group) => group.types.length > 0);
}
