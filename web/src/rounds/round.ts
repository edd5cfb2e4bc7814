// Rounds from door to door, as the server says them.
import { answer, api, type Schemas } from '../base/api/client';
import type { Field } from '../base/form/field';

/** With what the contract leaves open. */
export type Round = Omit<Schemas['Round'], 'form'> & { form: Field[] };
export type Numbers = Schemas['RoomNumbers'];
export type State = Schemas['RoomState'];
export type RoundRoom = Schemas['RoundRoom'];
export type Story = Schemas['RoomStory'];
export type Verdict = Schemas['Verdict'];
export type Coverage = Schemas['UnitCoverage'];

export const TOPICS = ['population', 'fire_safety', 'publicity', 'vaccination', 'other'] as const satisfies readonly Schemas['RoundTopic'][];
/** What is done comes first, what is left last: the order of the bar and of its numbers. */
export const STATES = ['seen', 'empty', 'nobody', 'refused', 'contested', 'none'] as const satisfies readonly State[];
/** Everything of a round that is counted in rooms, and can be opened as a list of them: `rooms` is all. */
export const FIGURES = ['rooms', ...STATES, 'differing'] as const satisfies readonly (keyof Numbers)[];
export type Figure = (typeof FIGURES)[number];
export const isFigure = (value: unknown): value is Figure => FIGURES.some((one) => one === value);

export const asRound = (round: Schemas['Round']) => round as unknown as Round;
export const getRound = async (id: string): Promise<Round> => asRound(await answer(api.GET('/rounds/{id}', { params: { path: { id } } })));

export async function getCoverage(id: string, unit?: string): Promise<Coverage[]> {
  return (await answer(api.GET('/rounds/{id}/coverage', { params: { path: { id }, query: unit ? { unit } : {} } }))).items;
}
