// How far an order has come among those who received it.
import type { Schemas } from '../base/api/client';
import { wholePercent } from '../base/numbers';

export type Progress = Schemas['Progress'];
export type Step = Schemas['OrderStep'];
export const STEPS = ['delivered', 'read', 'acknowledged', 'done'] as const satisfies readonly Step[];

/** The share of the recipients who came to `step`, 0 to 1; 1 when there are none. */
export const shareOf = (progress: Progress, step: Step) => (progress.recipients > 0 ? progress[step] / progress.recipients : 1);

export const percentOf = (progress: Progress, step: Step): number => wholePercent(shareOf(progress, step));

export type Tone = 'good' | 'some' | 'few' | 'none';

/** How a unit stands in the picture: everybody, most, some, or hardly anybody. */
export function toneOf(progress: Progress, step: Step): Tone {
  const share = shareOf(progress, step);
  return share >= 1 ? 'good' : share >= 0.8 ? 'some' : share >= 0.5 ? 'few' : 'none';
}
export const stepsUpTo = (step: Step) => STEPS.slice(0, STEPS.indexOf(step) + 1);
