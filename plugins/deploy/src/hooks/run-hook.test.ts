import { describe, expect, it } from 'vitest';
import type { Change, HookPlan, JournaledHook, KubernetesObject, OperationEvent, PlanStep } from '@sherpack/plugin-api';
import { refKey } from '@sherpack/plugin-api';
import type { Execution } from '../execute/execution.ts';
import type { Verdict } from '../readiness/contract.ts';
import { runHook } from './run-hook.ts';

const READY: Verdict = { state: 'ready', reason: 'complete' };
const BROKEN: Verdict = { state: 'failed', reason: 'BackoffLimitExceeded' };

function hookStep(hook: Partial<HookPlan> = {}): PlanStep {
  const ref = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'shop', name: 'migrate' };
  return {
    id: `pre-install ${refKey(ref)}`, action: 'run', ref, desired: { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate', namespace: 'shop' } }, live: undefined,
    changes: [], source: undefined, secretPaths: [], dependsOn: [], wave: 0, ready: { wait: false, timeout: undefined }, reason: undefined,
    hook: { phase: 'pre', event: 'pre-install', weight: 0, deletePolicies: ['before-hook-creation'], failure: 'fail', retries: 0, showsLogs: false, ...hook },
  };
}

/** A cluster with one place for a Job, a journal in memory, and verdicts that are given beforehand. */
function world(verdicts: readonly Verdict[], journal: Record<string, JournaledHook> = {}) {
  const calls: string[] = [];
  const events: OperationEvent[] = [];
  const left = [...verdicts];
  let live: KubernetesObject | undefined;
  let made = 0;
  const cluster = {
    observable: true,
    get: async () => live,
    async create(object: KubernetesObject) {
      calls.push('create');
      made += 1;
      live = { ...object, metadata: { ...object.metadata, uid: `u${made}` } };
      return { object: live, warnings: [] };
    },
    async delete() {
      calls.push('delete');
      live = undefined;
      return true;
    },
    list: async () => ({ items: [], resourceVersion: '1' }),
  };
  async function run(step: PlanStep): Promise<Change> {
    const execution = {
      plan: { steps: [step], fieldManager: 'm' }, cluster, timeout: 1000, written: new Map(), changes: new Map(), over: new AbortController().signal,
      clock: { now: () => 0, sleep: async () => undefined }, redact: (text: string) => text,
      context: { operation: { kind: 'install', flags: {} }, emit: (event: OperationEvent) => void events.push(event) },
      readiness: { await: async () => left.shift() ?? READY },
      objects: { follow: async (_ref: unknown, listener: (object: undefined) => void) => listener(undefined) },
      journal: {
        fence: async () => void calls.push('fence'), keyOf: (id: string) => id, hook: (key: string) => journal[key],
        async enterHook(key: string, hook: JournaledHook) { calls.push(`enter ${hook.outcome}`); journal[key] = hook; },
      },
    } as unknown as Execution;
    return runHook(step, execution);
  }
  return { run, calls, events, journal, setLive: (object: KubernetesObject | undefined) => { live = object; } };
}

describe('a hook', () => {
  it('is made behind the fence, awaited, and entered into the journal before anything is deleted', async () => {
    const { run, calls } = world([READY]);
    expect(await run(hookStep({ deletePolicies: ['hook-succeeded'] }))).toMatchObject({ action: 'ran', uid: undefined });
    expect(calls).toEqual(['fence', 'create', 'enter succeeded', 'fence', 'delete']);
  });

  it('is not run again when the journal says that it has succeeded at this work', async () => {
    const step = hookStep();
    const { run, calls } = world([], { [step.id]: { outcome: 'succeeded', attempts: 1 } });
    expect(await run(step)).toMatchObject({ action: 'ran' });
    expect(calls).toEqual([]);
  });

  it('that a dead process has begun is waited for instead of being run again', async () => {
    const step = hookStep();
    const { run, calls, setLive } = world([READY]);
    setLive({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate', namespace: 'shop', uid: 'u0', annotations: { 'sherpack.io/hook-run': `${step.id}-1` } } });
    expect(await run(step)).toMatchObject({ action: 'ran', uid: 'u0' });
    expect(calls).toEqual(['enter succeeded']);
  });

  it('replaces the object of an earlier run', async () => {
    const { run, calls, setLive } = world([READY]);
    setLive({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'migrate', uid: 'old' } });
    await run(hookStep());
    expect(calls).toEqual(['fence', 'delete', 'fence', 'create', 'enter succeeded']);
  });

  it('is tried again as often as its policy says, each time with a new object', async () => {
    const { run, calls } = world([BROKEN, BROKEN, READY]);
    expect(await run(hookStep({ retries: 2 }))).toMatchObject({ action: 'ran', error: undefined });
    expect(calls.filter((call) => call === 'create')).toHaveLength(3);
  });

  it('that fails says why, and is deleted only if its policy says so', async () => {
    const kept = world([BROKEN]);
    expect(await kept.run(hookStep())).toMatchObject({ action: 'failed', uid: 'u1', error: { code: 'DEPLOY_BROKEN' } });
    expect(kept.calls).not.toContain('delete');
    const gone = world([BROKEN]);
    expect(await gone.run(hookStep({ deletePolicies: ['hook-failed'] }))).toMatchObject({ action: 'failed', uid: undefined });
  });

  it('that may fail is reported as a warning', async () => {
    const { run, events } = world([BROKEN]);
    expect((await run(hookStep({ failure: 'continue' }))).action).toBe('failed');
    expect(events).toContainEqual(expect.objectContaining({ type: 'warning', message: expect.stringContaining('its policy says to go on') as string }));
  });
});
