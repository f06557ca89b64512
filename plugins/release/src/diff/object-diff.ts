import type { FieldChange, KubernetesObject, Manifest, ManifestSource, ObjectRef, Path, PlanStep } from '@sherpack/plugin-api';
import { refKey, refOf } from '@sherpack/plugin-api';
import { diffFields } from './field-diff.ts';

/** How one object differs between the two sides. */
export interface ObjectDiff {
  readonly action: 'added' | 'removed' | 'changed';
  readonly ref: ObjectRef;
  readonly source: ManifestSource | undefined;
  /** The whole object, where only one side has it. */
  readonly object: KubernetesObject | undefined;
  readonly secretPaths: readonly Path[];
  readonly fields: readonly FieldChange[];
  readonly reason: string | undefined;
}

/** What an execution of the plan would do, as differences. */
export function diffOfPlan(steps: readonly PlanStep[]): readonly ObjectDiff[] {
  return steps.flatMap((step) => {
    const action = ACTIONS[step.action];
    if (action === undefined || (step.action === 'update' && step.changes.length === 0)) return [];
    const { ref, source, secretPaths, reason } = step;
    const object = action === 'added' ? step.desired : undefined;
    return [{ action, ref, source, object, secretPaths, fields: action === 'changed' ? step.changes : [], reason }];
  });
}

const ACTIONS: Readonly<Partial<Record<PlanStep['action'], ObjectDiff['action']>>> = Object.freeze({
  create: 'added', update: 'changed', recreate: 'changed', delete: 'removed',
});

/** What differs between two sets of manifests: those on record, and those rendered now. */
export function diffOfManifests(before: readonly Manifest[], after: readonly Manifest[], namespace: string): readonly ObjectDiff[] {
  const old = new Map(before.map((manifest) => [idOf(manifest, namespace), manifest]));
  const now = new Map(after.map((manifest) => [idOf(manifest, namespace), manifest]));
  const shown = [...now].map(([id, manifest]) => diffOfPair(old.get(id), manifest, namespace));
  const removed = [...old].filter(([id]) => !now.has(id)).map(([, manifest]) => oneSided('removed', manifest, namespace));
  return [...shown, ...removed].filter((each) => each !== undefined);
}

function diffOfPair(before: Manifest | undefined, after: Manifest, namespace: string): ObjectDiff | undefined {
  if (before === undefined) return oneSided('added', after, namespace);
  const secretPaths = [...before.secretPaths, ...after.secretPaths];
  const fields = diffFields(before.object, after.object, secretPaths);
  if (fields.length === 0) return undefined;
  return { action: 'changed', ref: refOf(after.object, namespace), source: after.source, object: undefined, secretPaths, fields, reason: undefined };
}

function oneSided(action: 'added' | 'removed', { object, source, secretPaths }: Manifest, namespace: string): ObjectDiff {
  return { action, ref: refOf(object, namespace), source, object, secretPaths, fields: [], reason: undefined };
}

function idOf({ object }: Manifest, namespace: string): string {
  return refKey(refOf(object, namespace));
}
