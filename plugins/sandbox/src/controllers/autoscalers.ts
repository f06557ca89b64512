import { readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { keyFor, nowText, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';
import { recordEvent } from './events.ts';

const bucket = 'horizontalpodautoscalers.autoscaling';
const targets: Readonly<Record<string, string>> = { Deployment: 'deployments.apps', StatefulSet: 'statefulsets.apps', ReplicaSet: 'replicasets.apps', ReplicationController: 'replicationcontrollers' };
const noMetrics = 'unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';

/** Says of autoscalers what the real controller says where there are no metrics, as here: nothing is ever scaled. */
export const autoscalers: Controller = {
  name: 'horizontal-pod-autoscaler',
  watches: [bucket, ...Object.values(targets)],
  affected: (change, client) => (change.key.bucket === bucket ? [change.key] : client.list(bucket, change.key.namespace).map((scaler) => keyFor(bucket, scaler))),
  async reconcile(key, client) {
    const scaler = client.get(key);
    if (!scaler || scaler.metadata.deletionTimestamp) return;
    const target = targetOf(scaler, client);
    const isKnown = conditionsFor(scaler, target).every(({ type, reason }) => readList(scaler, 'status', 'conditions').some((other) => other['type'] === type && other['reason'] === reason));
    if (!isKnown) await tellWhy(scaler, target, client);
    await client.updateStatus(key, (live) => ({
      desiredReplicas: 0,
      ...(target === undefined ? { currentMetrics: null } : { currentReplicas: readNumber(target, 'spec', 'replicas') ?? 1, currentMetrics: [{ type: '' }] }),
      conditions: conditionsFor(live, target).map((condition) => withTime(condition, live, client)),
    }));
  },
};

/** The real controller repeats this with every look at the metrics; here it is told once. */
async function tellWhy(scaler: KubeObject, target: KubeObject | undefined, client: ControllerClient): Promise<void> {
  const failed = `failed to get cpu utilization: ${noMetrics}`;
  const told: readonly (readonly [reason: string, message: string])[] = target === undefined
    ? [['FailedGetScale', missingTarget(scaler)]]
    : [['FailedGetResourceMetric', failed], ['FailedComputeMetricsReplicas', `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${failed}`]];
  for (const [reason, message] of told) await recordEvent(client, scaler, { type: 'Warning', reason, message });
}

function missingTarget(scaler: KubeObject): string {
  const { kind = '', name = '' } = (readObject(scaler, 'spec', 'scaleTargetRef') ?? {}) as { kind?: string; name?: string };
  return `${targets[kind] ?? kind.toLowerCase()} "${name}" not found`;
}

function targetOf(scaler: KubeObject, client: ControllerClient): KubeObject | undefined {
  const kind = targets[readString(scaler, 'spec', 'scaleTargetRef', 'kind') ?? ''];
  const name = readString(scaler, 'spec', 'scaleTargetRef', 'name') ?? '';
  return kind === undefined ? undefined : client.get({ bucket: kind, namespace: scaler.metadata.namespace ?? '', name });
}

function conditionsFor(scaler: KubeObject, target: KubeObject | undefined): readonly Record<string, string>[] {
  if (target !== undefined) {
    return [
      { type: 'AbleToScale', status: 'True', reason: 'SucceededGetScale', message: "the HPA controller was able to get the target's current scale" },
      { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric', message: `the HPA was unable to compute the replica count: failed to get cpu utilization: ${noMetrics}` },
    ];
  }
  const message = `the HPA controller was unable to get the target's current scale: ${missingTarget(scaler)}`;
  return [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }];
}

function withTime(condition: Record<string, string>, scaler: KubeObject, client: ControllerClient): Record<string, unknown> {
  const before = readList(scaler, 'status', 'conditions').find((other) => other['type'] === condition['type']);
  return { ...condition, lastTransitionTime: before?.['status'] === condition['status'] ? before?.['lastTransitionTime'] : nowText(client) };
}
