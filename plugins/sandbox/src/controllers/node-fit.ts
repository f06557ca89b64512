import { read, readList, readObject, readString, readStrings } from '../schemas/json-path.ts';
import { parseQuantity } from '../schemas/quantity.ts';
import type { KubeObject } from '../server/api-types.ts';
import { matchesLabelSelector } from '../server/selectors.ts';

type Json = Record<string, unknown>;

/** Why a node does not take a pod, in the scheduler's words; the first filter that refuses speaks, as there. */
export function reasonsAgainst(pod: KubeObject, node: KubeObject): readonly string[] {
  if (read(node, 'spec', 'unschedulable') === true && !toleratesAll(pod, [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }])) return ['node(s) were unschedulable'];
  const taints = readList(node, 'spec', 'taints').filter((taint) => taint['effect'] !== 'PreferNoSchedule');
  if (!toleratesAll(pod, taints)) return ['node(s) had untolerated taint(s)'];
  if (!fitsSelector(pod, node)) return ["node(s) didn't match Pod's node affinity/selector"];
  return ['cpu', 'memory', 'ephemeral-storage'].filter((name) => requested(pod, name) > amount(read(node, 'status', 'allocatable', name))).map((name) => `Insufficient ${name}`);
}

/** Whether a DaemonSet's pod belongs on the node: its own tolerations and selector count. */
export function belongsOn(pod: KubeObject, node: KubeObject): boolean {
  const taints = readList(node, 'spec', 'taints').filter((taint) => taint['effect'] !== 'PreferNoSchedule' && taint['key'] !== 'node.kubernetes.io/unschedulable');
  return fitsSelector(pod, node) && toleratesAll(pod, taints);
}

function toleratesAll(pod: KubeObject, taints: readonly Json[]): boolean {
  const tolerations = readList(pod, 'spec', 'tolerations');
  return taints.every((taint) => tolerations.some((toleration) => tolerates(toleration, taint)));
}

function tolerates(toleration: Json, taint: Json): boolean {
  if (toleration['effect'] && toleration['effect'] !== taint['effect']) return false;
  if (toleration['key'] && toleration['key'] !== taint['key']) return false;
  return toleration['operator'] === 'Exists' || (toleration['value'] ?? '') === (taint['value'] ?? '');
}

function fitsSelector(pod: KubeObject, node: KubeObject): boolean {
  const plain = readObject(pod, 'spec', 'nodeSelector') ?? {};
  if (!matchesLabelSelector({ matchLabels: plain }, node.metadata.labels)) return false;
  const required = readObject(pod, 'spec', 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');
  return required === undefined || readList(required, 'nodeSelectorTerms').some((term) => fitsTerm(term, node));
}

function fitsTerm(term: Json, node: KubeObject): boolean {
  const labels = node.metadata.labels ?? {};
  const fields = { 'metadata.name': node.metadata.name ?? '' };
  const requirements = [...readList(term, 'matchExpressions').map((one) => fits(one, labels)), ...readList(term, 'matchFields').map((one) => fits(one, fields))];
  return requirements.length > 0 && requirements.every(Boolean);
}

function fits(requirement: Json, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[String(requirement['key'])];
  const values = readStrings(requirement, 'values');
  switch (readString(requirement, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return Number(value) > Number(values[0]);
    case 'Lt':
      return Number(value) < Number(values[0]);
    default:
      return false;
  }
}

function requested(pod: KubeObject, name: string): bigint {
  return readList(pod, 'spec', 'containers').reduce((sum, container) => sum + amount(read(container, 'resources', 'requests', name)), 0n);
}

function amount(value: unknown): bigint {
  return parseQuantity(String(value ?? '0'))?.nanos ?? 0n;
}
