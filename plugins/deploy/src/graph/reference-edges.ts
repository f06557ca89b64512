import type { KubernetesObject, PlanStep } from '@sherpack/plugin-api';
import { groupOf } from '@sherpack/plugin-api';
import type { Sections } from './sections.ts';
import { isDefinition } from './sections.ts';
import type { GraphDraft } from './graph.ts';
import { podSpecOf, referencesOf, serviceAccountOf, subjectsOf } from './references.ts';

/** What stands in front of whatever makes pods in a namespace: they bind pods when these are made. */
const POLICIES = new Set(['LimitRange', 'ResourceQuota', 'NetworkPolicy']);

/** Edges from what objects name to the objects that name it. A later wave is never waited for: that was declared. */
export function addReferences(draft: GraphDraft, { writes, definitions }: Sections): void {
  const steps = new Map([...definitions, ...writes].map((step) => [step.id, step]));
  const defining = new Map([...steps.values()].filter(isDefinition).map((step) => [definedKind(step.desired), step]));
  for (const step of writes) addJoins(draft, step);
  for (const step of writes) {
    const { desired } = step;
    if (desired === undefined) continue;
    const { namespace } = step.ref;
    const names = namespace === undefined ? [] : [`/Namespace//${namespace}`];
    for (const key of [...names, ...referencesOf(desired)]) link(draft, steps.get(key), step);
    link(draft, defining.get(`${groupOf(step.ref.apiVersion)}/${step.ref.kind}`), step);
    linkPods(draft, step, desired);
  }
}

function link(draft: GraphDraft, target: PlanStep | undefined, step: PlanStep): void {
  if (target === undefined || target.wave > step.wave) return;
  draft.edge(draft.step(target), draft.step(step), 'present', 'reference');
}

function policiesOf({ ref, wave }: PlanStep): string {
  return `the policies of namespace ${ref.namespace} in wave ${wave}`;
}

function rightsOf(account: string, { wave }: PlanStep): string {
  return `the rights of ${account} in wave ${wave}`;
}

function addJoins(draft: GraphDraft, step: PlanStep): void {
  const { kind } = step.ref;
  if (POLICIES.has(kind)) draft.edge(draft.step(step), draft.join(policiesOf(step)), 'present', 'reference');
  if (step.desired === undefined || (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding')) return;
  for (const subject of subjectsOf(step.desired)) draft.edge(draft.step(step), draft.join(rightsOf(subject, step)), 'present', 'reference');
}

/** Pods are made only when the policies of their namespace and the rights of their account are there. */
function linkPods(draft: GraphDraft, step: PlanStep, desired: KubernetesObject): void {
  if (podSpecOf(desired) === undefined) return;
  const account = `/ServiceAccount/${step.ref.namespace ?? ''}/${serviceAccountOf(desired)}`;
  for (const id of [policiesOf(step), rightsOf(account, step)]) {
    const join = draft.ids.get(id);
    if (join !== undefined) draft.edge(join, draft.step(step), 'present', 'reference');
  }
}

/** `group/kind` of the kind that a definition defines. */
export function definedKind(definition: KubernetesObject | undefined): string {
  const spec = definition?.['spec'] as { group?: string; names?: { kind?: string } } | undefined;
  return `${spec?.group}/${spec?.names?.kind}`;
}
