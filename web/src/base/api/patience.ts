// What must be known before a page can be shown is asked for until the server answers. While it does not, the console says
// so: a server that is being restarted is no reason to show the page for logging in.
import { ref } from 'vue';
import { Problem } from './client';

const RETRY_MS = 2_000;
export const unreachable = ref(false);

/** Nobody answered, or a proxy answered for a server that is away. */
const isAway = (error: unknown) => error instanceof Problem && (error.status === 0 || error.status >= 502);

export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      const found = await ask();
      unreachable.value = false;
      return found;
    } catch (error) {
      unreachable.value = isAway(error);
      if (!unreachable.value) throw error;
    }
    await new Promise((resume) => setTimeout(resume, RETRY_MS));
  }
}
