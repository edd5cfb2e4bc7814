// What kinds of incident there are: asked for once, with when the city works, when a page needs it first.
import { ref } from 'vue';
import { answer, api, type Schemas } from '../base/api/client';
import { inLanguage, type Bilingual, type Field } from '../base/form/field';
import { loadCalendar } from '../calendar/calendar';
import type { Stage } from './clock';

export { inLanguage, type Bilingual, type Field };
export const PLATFORMS = ['public_safety', 'market_supervision', 'law_enforcement', 'public_services'] as const;
export const URGENCIES = ['normal', 'urgent', 'critical'] as const;
export const OPENNESSES = ['none', 'facts', 'words'] as const;
export interface IncidentType {
  code: string;
  name: Bilingual;
  platform: (typeof PLATFORMS)[number];
  urgency: (typeof URGENCIES)[number];
  verify: boolean; // somebody looks whether it is true, before it is filed
  check: boolean; // somebody looks whether it is done, before it is closed
  retired: boolean;
  openness?: (typeof OPENNESSES)[number]; // what anybody may see of its incidents
  form: Field[];
  deadlines: Record<string, { clock: 'urgent' | 'working_hours' | 'working_days'; minutes?: number; days?: number }>;
}
/** The types as they were changed `version` times. */
export interface Catalogue {
  version: number;
  types: IncidentType[];
}
/** As the server sends it, with what the contract leaves open. */
export type Incident = Omit<Schemas['Incident'], 'stage'> & {
  stage?: Stage;
  reporter?: string;
  assignee?: string | null;
  place?: { address?: string; latitude_e6?: number; longitude_e6?: number };
  answers?: Record<string, unknown>;
  pictures?: string[];
  reported_at?: string;
  returned?: { from: string; at: string; by: string; reason: string } | null;
  duplicate_of?: string | null;
  late?: string[];
  appeal?: { reason: string; decided_at: string | null; granted: boolean } | null;
};
export type Detail = Omit<Schemas['IncidentDetail'], 'incident'> & { incident: Incident };

export const types = ref<IncidentType[]>([]);
let asked: Promise<void> | undefined;

/** Whoever shows types shows these from now on. */
function taken(found: Schemas['Catalogue']): Catalogue {
  const catalogue = found as unknown as Catalogue;
  types.value = catalogue.types;
  return catalogue;
}

/** As it is now, for who changes it. */
export const readCatalogue = async (): Promise<Catalogue> => taken(await answer(api.GET('/incident-types')));
export const putCatalogue = async (catalogue: Catalogue): Promise<Catalogue> => taken(await answer(api.PUT('/incident-types', { body: catalogue as unknown as Schemas['Catalogue'] })));

const ask = async () => void (await Promise.all([readCatalogue(), loadCalendar()]));

export function loadCatalogue(): Promise<void> {
  asked ??= ask().catch((error: unknown) => {
    asked = undefined; // the next page asks again
    throw error;
  });
  return asked;
}

export const typeOf = (code: string) => types.value.find((one) => one.code === code);
export const typeName = (incident: Pick<Incident, 'type' | 'type_name'>) => (incident.type_name ? inLanguage(incident.type_name) : incident.type);
