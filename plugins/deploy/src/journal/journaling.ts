import { createHash } from 'node:crypto';
import type { Clock, JournalRecord, JournaledHook, JournaledRecreation, Plan, ReleaseJournal } from '@sherpack/plugin-api';
import { stringifyJson } from '@sherpack/yaml/json';

/** Between two entries about the progress; hooks are entered at once. Milliseconds. */
const PERIOD = 2_000;

/** The journal of one execution. Without a store behind it nothing is remembered and nothing is fenced. */
export interface Journaling {
  /** @throws STORAGE_LEASE_LOST before a write that would be too late */
  fence(): Promise<void>;
  /** Names one run of one hook at this work, in the journal and on the object. */
  keyOf(stepId: string): string;
  hook(key: string): JournaledHook | undefined;
  /** Resolves when it is stored. */
  enterHook(key: string, hook: JournaledHook): Promise<void>;
  /** What this process or the one before has begun to make anew; whatever else was at work then. */
  recreation(stepId: string): JournaledRecreation | undefined;
  /** Resolves when it is stored; undefined: it is done. */
  enterRecreation(stepId: string, recreation: JournaledRecreation | undefined): Promise<void>;
  stop(): void;
}

export interface JournalingOptions {
  readonly plan: Plan;
  readonly journal: ReleaseJournal | undefined;
  readonly clock: Clock;
  readonly progress: () => JournalRecord['progress'];
}

export function createJournaling({ plan, journal, clock, progress }: JournalingOptions): Journaling {
  const work = workOf(plan);
  const before = journal?.before?.work === work ? journal.before.hooks : {};
  const hooks: Record<string, JournaledHook> = { ...before };
  const recreations: Record<string, JournaledRecreation> = { ...journal?.before?.recreations };
  const end = new AbortController();

  function write(): Promise<void> {
    return journal === undefined ? Promise.resolve() : journal.write({ schema: 1, work, hooks: { ...hooks }, ...recreationsNow(), progress: progress() });
  }

  function recreationsNow(): Pick<JournalRecord, 'recreations'> {
    return Object.keys(recreations).length === 0 ? {} : { recreations: { ...recreations } };
  }

  async function keepWriting(): Promise<void> {
    for (let seen = -1; ;) {
      await clock.sleep(PERIOD, end.signal, { background: true });
      const { done } = progress();
      // Who looks on sees the same; a failure to write is found by the fence.
      if (done !== seen) await write().catch(() => undefined);
      seen = done;
    }
  }

  if (journal !== undefined) keepWriting().catch(() => undefined);
  return {
    fence: () => journal?.fence() ?? Promise.resolve(),
    keyOf: (stepId) => createHash('sha256').update(`${work} ${stepId}`).digest('hex').slice(0, 20),
    hook: (key) => hooks[key],
    async enterHook(key, hook) {
      hooks[key] = hook;
      await write();
    },
    recreation: (stepId) => recreations[stepId],
    async enterRecreation(stepId, recreation) {
      if (recreation === undefined) delete recreations[stepId];
      else recreations[stepId] = recreation;
      await write();
    },
    stop: () => end.abort(),
  };
}

/** A digest over what is deployed, whatever is there already: the same when a killed run is run again. */
function workOf({ release, steps }: Plan): string {
  const content = steps.filter(({ desired }) => desired !== undefined).map(({ id, desired }) => [id, desired]);
  return createHash('sha256').update(stringifyJson([release, content], { sortKeys: true })).digest('hex');
}
