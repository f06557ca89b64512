import type { TraceEntry } from '@sherpack/plugin-api';

/** Collects what every tap took, and which have begun and not ended. */
export interface Trace {
  readonly entries: readonly TraceEntry[];
  begin(stage: string, plugin: string, now: number): (now: number) => void;
  unfinished(): readonly string[];
}

export function createTrace(): Trace {
  const entries: TraceEntry[] = [];
  const running = new Set<string>();
  let count = 0;

  function begin(stage: string, plugin: string, startedAt: number): (now: number) => void {
    count += 1;
    const id = `${count} ${plugin}.${stage}`;
    running.add(id);
    return function end(now) {
      running.delete(id);
      entries.push({ stage, plugin, milliseconds: now - startedAt });
    };
  }

  return { entries, begin, unfinished: () => [...running].map((id) => id.slice(id.indexOf(' ') + 1)) };
}
