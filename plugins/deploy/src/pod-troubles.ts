import type { KubernetesObject, ReadCluster } from '@sherpack/plugin-api';

interface TroubleOptions {
  readonly cluster: Pick<ReadCluster, 'list'>;
  /** Takes secret values out of the cluster's words. */
  readonly redact: (words: string) => string;
}

interface ContainerStatus {
  readonly name: string;
  readonly restartCount?: number;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
  readonly lastState?: { readonly terminated?: { readonly exitCode?: number; readonly reason?: string } };
}

const MOST = 5;

/**
 * What is wrong with the pods of a workload, down to the container: the lines below "not ready". Nothing when pods may
 * not be listed, for the failure that they would explain is the news.
 */
export async function podTroubles(workload: KubernetesObject | undefined, { cluster, redact }: TroubleOptions): Promise<readonly string[]> {
  const labels = selectorOf(workload);
  if (workload === undefined || labels === undefined) return [];
  const options = { namespace: workload.metadata.namespace, labelSelector: labels };
  const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod' }, options).catch(() => undefined);
  return (pods?.items ?? []).flatMap((pod) => troublesOf(pod, redact)).slice(0, MOST);
}

function selectorOf(workload: KubernetesObject | undefined): string | undefined {
  const spec = workload?.['spec'] as { selector?: { matchLabels?: Readonly<Record<string, string>> } } | undefined;
  const labels = Object.entries(spec?.selector?.matchLabels ?? {});
  return labels.length === 0 ? undefined : labels.map(([name, value]) => `${name}=${value}`).join(',');
}

function troublesOf(pod: KubernetesObject, redact: TroubleOptions['redact']): readonly string[] {
  const status = pod['status'] as { containerStatuses?: ContainerStatus[]; initContainerStatuses?: ContainerStatus[]; phase?: string } | undefined;
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const waiting = containers.filter(({ state }) => state?.waiting !== undefined && state.waiting.reason !== 'ContainerCreating');
  if (waiting.length === 0 && status?.phase === 'Pending') return [`Pod ${pod.metadata.name ?? ''}: pending`];
  return waiting.map((container) => describe(pod, container, redact));
}

function describe(pod: KubernetesObject, { name, state, lastState, restartCount = 0 }: ContainerStatus, redact: TroubleOptions['redact']): string {
  const { reason = 'waiting', message } = state?.waiting ?? {};
  const ended = lastState?.terminated;
  const last = ended === undefined ? '' : `; last ended with exit code ${ended.exitCode ?? '?'} (${ended.reason ?? 'Error'}), ${restartCount} restarts`;
  return `Pod ${pod.metadata.name ?? ''}, container ${name}: ${reason}${last}${message === undefined ? '' : `: ${redact(message)}`}`;
}
