// Measures, what findings lead to, as the server says them.
import { answer, api, type Schemas } from '../base/api/client';

export type Measure = Schemas['Measure'];
export type InFull = Schemas['MeasureInFull'];
export type Kind = Schemas['MeasureKind'];
export type State = Schemas['MeasureState'];
export type Action = Schemas['MeasureAction'];
export type Way = Schemas['DeliveryWay'];
export type Appeal = Schemas['Appeal'];
export type Step = InFull['steps'][number];
export type Offence = Schemas['Offence'];
export type Offences = Schemas['Offences'];

export const KINDS = ['instruction', 'notice', 'fine'] as const satisfies readonly Kind[];
export const STATES = ['proposed', 'told', 'decided', 'delivered', 'appealed', 'upheld', 'reduced', 'overdue', 'carried_out', 'withdrawn', 'dropped'] as const satisfies readonly State[];
export const WAYS = ['in_person', 'left', 'mail', 'electronic', 'by_notice'] as const satisfies readonly Way[];

export const getMeasure = (id: string): Promise<InFull> => answer(api.GET('/measures/{id}', { params: { path: { id } } }));
export const getOffences = (): Promise<Offences> => answer(api.GET('/offences'));
export const putOffences = (body: Offences): Promise<Offences> => answer(api.PUT('/offences', { body }));

/** All measures that a draw led to, as far as the reader sees them. */
export async function measuresOf(draw: string): Promise<Measure[]> {
  const all: Measure[] = [];
  for (let before: number | null | undefined; before !== null; ) {
    const { items, next } = await answer(api.GET('/measures', { params: { query: { draw, limit: 200, ...(before !== undefined && { before }) } } }));
    all.push(...items);
    before = next;
  }
  return all;
}
