import type { Clock as HostClock } from '@sherpack/plugin-api';

/** Stops what a clock was told to run later. */
export type Cancel = () => void;

/** Time for the server and its controllers: the machine's, or one that tests move. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  setTimeout(run: () => void, ms: number): Cancel;
}

/** A clock that stands still until it is moved. Timers run in the order of their due times, ties in the order of their setting. It serves as the clock of a test host too. */
export interface VirtualClock extends Clock, HostClock {
  /** Moves time on and runs what falls due; waits for promises that the timers started. */
  advance(ms: number): Promise<void>;
}

export const realClock: Clock = {
  now: () => Date.now(),
  setTimeout(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

export function virtualClock(start: number | Date = Date.UTC(2026, 0, 1)): VirtualClock {
  let now = Number(start);
  let order = 0;
  const timers = new Set<Timer>();

  function next(limit: number): Timer | undefined {
    const due = [...timers].filter((timer) => timer.at <= limit);
    return due.toSorted((a, b) => a.at - b.at || a.order - b.order)[0];
  }

  function set(run: () => void, ms: number): Cancel {
    const timer = { at: now + Math.max(0, ms), order: (order += 1), run };
    timers.add(timer);
    return () => timers.delete(timer);
  }

  return {
    now: () => now,
    setTimeout: set,
    sleep: (ms, signal) => new Promise((resolve, reject) => {
      if (signal?.aborted === true) return void reject(signal.reason as Error);
      const cancel = set(resolve, ms);
      signal?.addEventListener('abort', () => { cancel(); reject(signal.reason as Error); }, { once: true });
    }),
    async advance(ms) {
      const limit = now + ms;
      for (let timer = next(limit); timer; timer = next(limit)) {
        timers.delete(timer);
        now = Math.max(now, timer.at);
        timer.run();
        await turn();
      }
      now = limit;
      await turn();
    },
  };
}

/** Lets everything that is already due in this process run, so that a timer's work is done before the next one. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

let second = { number: 0, text: '1970-01-01T00:00:00Z' };

/** RFC 3339 to the second, as Kubernetes writes times. Remembers the last one: a write asks several times. */
export function timestamp(ms: number): string {
  const number = Math.floor(ms / 1000);
  if (number !== second.number) second = { number, text: `${new Date(ms).toISOString().slice(0, 19)}Z` };
  return second.text;
}
