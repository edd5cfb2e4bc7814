// Settings that are stored as a whole carry a version: who changes one says which they looked at.
import { Problem } from './client';

const TRIES = 5; // each lost to somebody who was faster

/** Whether somebody else stored first. */
export const wasLate = (error: unknown): boolean => error instanceof Problem && error.code === 'setting.version';

/** Reads, changes and stores in `attempt`; once more when somebody else stored between the reading and the storing. */
export async function untilFirst<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = TRIES; ; --left) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 1 || !wasLate(error)) throw error;
    }
  }
}
