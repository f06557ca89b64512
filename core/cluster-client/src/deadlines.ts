/** One of many. */
export interface Deadline {
  /** Begins anew; with `Infinity` it rests. Milliseconds. */
  renew(limit: number): void;
  end(): void;
}

export interface Deadlines {
  /**
   * @param limit milliseconds from now
   * @param late called once, unless the deadline was renewed or ended in time
   */
  begin(limit: number, late: () => void): Deadline;
}

interface Entry {
  at: number;
  readonly late: () => void;
}

/** Thousands of deadlines that almost never come, under one timer: a timer for each costs a tenth of a small request. */
export function createDeadlines(): Deadlines {
  const running = new Set<Entry>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Infinity;

  function wakeAt(at: number): void {
    if (at >= due) return;
    clearTimeout(timer);
    due = at;
    timer = setTimeout(check, Math.max(0, Math.ceil(at - performance.now())));
    // What is waited for keeps the process; the last deadline alone must not.
    timer.unref();
  }

  function check(): void {
    due = Infinity;
    const now = performance.now();
    const late = [...running].filter(({ at }) => at <= now);
    for (const entry of late) running.delete(entry);
    for (const entry of running) wakeAt(entry.at);
    for (const entry of late) entry.late();
  }

  return {
    begin(limit, late) {
      const entry: Entry = { at: performance.now() + limit, late };
      running.add(entry);
      wakeAt(entry.at);
      return {
        renew(next) {
          entry.at = performance.now() + next;
          wakeAt(entry.at);
        },
        end: () => void running.delete(entry),
      };
    },
  };
}
