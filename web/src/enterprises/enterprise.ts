// Enterprises going back to work, as the server says them.
import { answer, api, type Schemas } from '../base/api/client';

export type Enterprise = Schemas['Enterprise'];
export type InFull = Schemas['EnterpriseInFull'];
export type Plan = Schemas['ResumptionPlan'];
export type Cap = Schemas['ResumptionCap'];
export type Day = Schemas['EnterpriseDay'];
export type Done = Schemas['EnterpriseDone'];
export type StepName = Schemas['EnterpriseStepName'];
export type State = Schemas['EnterpriseState'];
export type Trouble = Exclude<Schemas['EnterpriseTrouble'], 'none'>;

export const KINDS = ['factory', 'shop', 'restaurant', 'hotel', 'market', 'site', 'office', 'other'] as const satisfies readonly Schemas['EnterpriseKind'][];
export const CANTEENS = ['none', 'boxed', 'staggered', 'screened'] as const satisfies readonly Plan['canteen'][];
/** In the order of the way to work. */
export const STATES = ['known', 'applied', 'checked', 'approved', 'returned', 'closed'] as const satisfies readonly State[];
export const TROUBLES = ['silent', 'over_cap', 'fever'] as const satisfies readonly Trouble[];

export const getEnterprise = (id: string): Promise<InFull> => answer(api.GET('/enterprises/{id}', { params: { path: { id } } }));
