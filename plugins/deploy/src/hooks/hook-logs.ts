import type { KubernetesObject, PlanStep } from '@sherpack/plugin-api';
import { isObject, refOf } from '@sherpack/plugin-api';
import type { Execution } from '../execute/execution.ts';

const LINES = 50;
const MOST_PODS = 3;

/** Tells what the containers of a hook have written. That they cannot be read is no failure of its own. */
export async function showLogs(step: PlanStep, run: Execution): Promise<void> {
  const pods = await podsOf(step, run).catch(() => []);
  for (const pod of pods.slice(-MOST_PODS)) {
    for (const container of containersOf(pod)) await showLog(step, pod, container, run);
  }
}

async function podsOf({ ref }: PlanStep, { cluster }: Execution): Promise<readonly KubernetesObject[]> {
  if (ref.kind === 'Pod') return [await cluster.get(ref)].filter((pod) => pod !== undefined);
  if (ref.kind !== 'Job') return [];
  const { items } = await cluster.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace: ref.namespace, labelSelector: `job-name=${ref.name}` });
  return items.toSorted((a, b) => ((a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? -1 : 1));
}

function containersOf({ spec }: KubernetesObject): readonly string[] {
  if (!isObject(spec)) return [];
  const all = [spec['initContainers'], spec['containers']].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return all.flatMap((container) => (isObject(container) && typeof container['name'] === 'string' ? [container['name']] : []));
}

async function showLog(step: PlanStep, pod: KubernetesObject, container: string, run: Execution): Promise<void> {
  const text = await run.cluster.logs(refOf(pod), { container, tailLines: LINES }).catch(() => '');
  if (text.trim() !== '') run.context.emit({ type: 'log', ref: step.ref, container: `${pod.metadata.name ?? ''}/${container}`, text: run.redact(text.trimEnd()) });
}
