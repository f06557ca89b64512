import type { KubernetesObject } from '@sherpack/plugin-api';
import { refOf } from '@sherpack/plugin-api';
import { createReadiness } from '../../plugins/deploy/src/readiness/create-readiness.ts';
import { receiptOf } from '../../plugins/deploy/src/readiness/freshness.ts';
import { createLiveObjects } from '../../plugins/deploy/src/readiness/live-objects.ts';
import type { Case, Outcome, Stage } from './case.ts';
import type { Ground } from './ground.ts';

const MANAGER = 'sherpack/readiness-test';
const LIMIT = 150_000;

/** Writes the object of the case as the engine would, has it judged, and takes the time. */
export async function runCase(one: Case, ground: Ground): Promise<Outcome> {
  const { cluster, namespace, clock } = ground;
  let written = clock.now();
  const stage: Stage = { cluster, namespace, clock, elapsed: () => clock.now() - written };
  await one.before?.(stage);
  const desired: KubernetesObject = { ...one.object, metadata: { ...one.object.metadata, namespace } };
  const { object } = await cluster.apply(desired, { fieldManager: MANAGER, force: true });
  written = clock.now();
  const over = new AbortController();
  const readiness = createReadiness({ cluster, clock, objects: createLiveObjects(cluster), jobs: true, redact: (words) => words });
  const beside = one.during?.(stage) ?? Promise.resolve();
  const verdict = await readiness.await({ ref: refOf(object), desired, receipt: receiptOf(object, undefined), goal: 'ready' }, {
    deadline: written + LIMIT,
    signal: over.signal,
    onVerdict: () => undefined,
    needsAreStarting: () => one.needsAreStarting?.(stage) ?? false,
  });
  const ms = stage.elapsed();
  over.abort();
  await beside;
  return { name: one.name, expected: one.expected, verdict, ms, within: one.within };
}

/** Waits until a state that the test itself prepares is there. */
export async function eventually({ clock }: Pick<Stage, 'clock'>, what: string, holds: () => Promise<boolean>, limit = 60_000): Promise<void> {
  const end = clock.now() + limit;
  while (!(await holds())) {
    if (clock.now() > end) throw new Error(`${what} did not come`);
    await clock.sleep(50);
  }
}
