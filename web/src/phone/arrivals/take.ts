// A step that was taken here: it lies in the outbox behind what was written of the declaration before.
import { serverNow } from '../clock';
import { declarationStepEntry, type Entry } from '../outbox/entry';
import { about, newId, write } from '../outbox/waiting';
import { named, t } from '../words';
import { namesOf, whoWords, type Arrival } from './arrival';
import type { StepSent } from './steps';

const OF_DECLARATION: readonly Entry['kind'][] = ['declaration', 'declaration_step'];

export async function take(arrival: Arrival, step: Omit<StepSent, 'id' | 'at'>, by: 'steps' | 'withdraw'): Promise<void> {
  const persons = arrival.persons.filter(({ id }) => step.persons?.includes(id));
  const before = about(arrival.id).filter(({ kind, state }) => OF_DECLARATION.includes(kind) && state === 'waiting');
  const words = t('story_of', { step: named('declared_step', step.step), names: persons.length > 0 ? namesOf(persons) : whoWords(arrival.persons) });
  const at = serverNow();
  await write([declarationStepEntry(arrival.id, { id: newId(), at: new Date(at).toISOString(), ...step }, by, before.map(({ id }) => id), words, at)]);
}
