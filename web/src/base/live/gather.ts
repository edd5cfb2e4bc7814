// Many events in a moment are looked at once.

/** `add` collects; `work` gets all that was collected, at most once in `waitMs`. `stop` forgets what was not handed over. */
export function gather<T>(waitMs: number, work: (all: T[]) => void): { add: (one: T) => void; stop: () => void } {
  const waiting = new Set<T>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const handOver = () => {
    timer = undefined;
    const all = [...waiting];
    waiting.clear();
    work(all);
  };
  return {
    add(one) {
      waiting.add(one);
      timer ??= setTimeout(handOver, waitMs);
    },
    stop() {
      clearTimeout(timer);
      waiting.clear();
    },
  };
}
