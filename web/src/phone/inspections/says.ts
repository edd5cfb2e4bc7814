// What a visit found, in words and as one of the shapes of doors.
import type { Door } from '../doors/doors';
import { named } from '../words';
import type { Visit } from './visit';

export type Said = 'open' | 'declared' | 'undeclared' | 'nobody' | 'not_there';
type Found = Pick<Visit, 'outcome' | 'declared'>;

export const saidOf = ({ outcome, declared }: Found): Said => (outcome === 'seen' ? (declared ? 'declared' : 'undeclared') : outcome);
export const says = (visit: Found) => named('visited', saidOf(visit));

/** An empty house stands for one that does not exist; what must be acted on has the shape that calls for it. */
export const SHAPES: Record<Said, Door['state']> = { open: 'none', declared: 'seen', undeclared: 'contested', nobody: 'nobody', not_there: 'empty' };
