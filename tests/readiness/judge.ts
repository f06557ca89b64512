import type { KubernetesObject } from '@sherpack/plugin-api';
import { refOf } from '@sherpack/plugin-api';
import type { Verdict } from '../../plugins/deploy/src/readiness/contract.ts';
import { createReadiness } from '../../plugins/deploy/src/readiness/create-readiness.ts';
import type { Before } from '../../plugins/deploy/src/readiness/freshness.ts';
import { receiptOf } from '../../plugins/deploy/src/readiness/freshness.ts';
import { createLiveObjects } from '../../plugins/deploy/src/readiness/live-objects.ts';
import type { Ground } from './ground.ts';

export interface Judged {
  readonly verdict: Verdict;
  /** Milliseconds since the write. */
  readonly ms: number;
  /** What was said on the way. */
  readonly told: readonly string[];
}

/** Writes the objects and waits for a verdict on each, all with one judge, as an execution does. */
export async function writeAndJudge({ cluster, namespace, clock }: Ground, objects: readonly KubernetesObject[], limit = 120_000): Promise<readonly Judged[]> {
  const readiness = createReadiness({ cluster, clock, objects: createLiveObjects(cluster), jobs: true, redact: (words) => words });
  return Promise.all(objects.map(async (object) => {
    const desired = { ...object, metadata: { ...object.metadata, namespace } };
    const before = await cluster.get(refOf(desired));
    const { object: written } = await cluster.apply(desired, { fieldManager: 'sherpack/test', force: true });
    const start = clock.now();
    const told: string[] = [];
    const verdict = await readiness.await({ ref: refOf(written), desired, receipt: receiptOf(written, before?.metadata as Before | undefined), goal: 'ready' }, {
      deadline: start + limit, signal: new AbortController().signal, onVerdict: ({ reason }) => void told.push(reason),
    });
    return { verdict, ms: clock.now() - start, told };
  }));
}
