import { readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { keyFor, nowText, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';

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
    await client.updateStatus(key, (live) => ({
      desiredReplicas: 0,
      ...(target === undefined ? { currentMetrics: null } : { currentReplicas: readNumber(target, 'spec', 'replicas') ?? 1, currentMetrics: [{ type: '' }] }),
      conditions: conditionsFor(live, target).map((condition) => withTime(condition, live, client)),
    }));
  },
};

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
  const { kind = '', name = '' } = (readObject(scaler, 'spec', 'scaleTargetRef') ?? {}) as { kind?: string; name?: string };
  const message = `the HPA controller was unable to get the target's current scale: ${targets[kind] ?? kind.toLowerCase()} "${name}" not found`;
  return [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale', message }];
}

function withTime(condition: Record<string, string>, scaler: KubeObject, client: ControllerClient): Record<string, unknown> {
  const before = readList(scaler, 'status', 'conditions').find((other) => other['type'] === condition['type']);
  return { ...condition, lastTransitionTime: before?.['status'] === condition['status'] ? before?.['lastTransitionTime'] : nowText(client) };
}
