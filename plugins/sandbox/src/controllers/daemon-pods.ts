import { readList, readObject, readString, readStrings } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { controllerReference } from './owner-reference.ts';
import { podFromTemplate, templateOf } from './pod-template.ts';
import { revisionLabel } from './revisions.ts';

/** Troubles of a node that daemons put up with (pkg/controller/daemon/util). */
const tolerated = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  ...['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map((name) => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect: 'NoSchedule' })),
];

/** The pod of a DaemonSet for one node: bound there by affinity, so that the scheduler has the last word. */
export function daemonPod(set: KubeObject, node: string, hash: string): Record<string, unknown> {
  const labels = { [revisionLabel]: hash, 'pod-template-generation': set.metadata.annotations?.['deprecated.daemonset.template.generation'] ?? '1' };
  const pod = podFromTemplate(templateOf(set), controllerReference(set, 'apps/v1', 'DaemonSet'), { generateName: `${set.metadata.name ?? ''}-`, labels });
  const spec = readObject(pod, 'spec') ?? {};
  const own = readList(spec, 'tolerations');
  const missing = tolerated.filter(({ key, effect }) => !own.some((other) => other['key'] === key && other['effect'] === effect));
  const network = spec['hostNetwork'] === true ? [{ key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' }] : [];
  return { ...pod, spec: { ...spec, tolerations: [...own, ...missing, ...network], ...(node === '' ? {} : { affinity: affinityTo(node, spec) }) } };
}

function affinityTo(node: string, spec: Record<string, unknown>): Record<string, unknown> {
  const present = readObject(spec, 'affinity') ?? {};
  const required = readObject(present, 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution') ?? {};
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [node] }];
  const terms = readList(required, 'nodeSelectorTerms').map((term) => ({ ...term, matchFields }));
  const nodeSelectorTerms = terms.length > 0 ? terms : [{ matchFields }];
  return { ...present, nodeAffinity: { ...readObject(present, 'nodeAffinity'), requiredDuringSchedulingIgnoredDuringExecution: { ...required, nodeSelectorTerms } } };
}

/** The node that a daemon's pod is on or meant for. */
export function targetNode(pod: KubeObject): string | undefined {
  const bound = readString(pod, 'spec', 'nodeName');
  if (bound) return bound;
  const terms = readList(pod, 'spec', 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms');
  return terms.flatMap((term) => readList(term, 'matchFields')).flatMap((field) => readStrings(field, 'values'))[0];
}
