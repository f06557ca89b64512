import type { FieldSchema } from '@sherpack/field-set/field-schema';
import { difference, fieldSetOf, hasPath, isEmpty, type FieldSet } from '@sherpack/field-set/field-set';
import type { KubeObject, ManagedFieldsEntry } from '../server/api-types.ts';
import { readNumber } from '../schemas/json-path.ts';
import { trackApply, trackUpdate, type FieldContext, type Writer } from './field-manager.ts';
import { decodeManaged, encodeEntry, type Managed } from './managed-fields.ts';

export interface ScaleWrite {
  readonly live: KubeObject;
  /** The object with its new number of replicas. */
  readonly next: KubeObject;
  /** Where the object has its replicas. */
  readonly path: readonly string[];
  readonly writer: Writer;
  /** The type of a Scale. */
  readonly schema: FieldSchema;
  readonly applies?: { readonly force: boolean };
  /** The Scale that is applied. */
  readonly scale?: KubeObject;
}

const scaleReplicas = ['f:spec', 'f:replicas'];
const scaleVersion = 'autoscaling/v1';

/**
 * Ownership after a write through `scale`: those who own the object's replicas own those of the Scale, the write is
 * recorded there, and what comes of it is carried back (apimachinery, managedfields, scalehandler.go).
 */
export function ownScale(write: ScaleWrite): KubeObject {
  const parent = decodeManaged(write.live.metadata.managedFields);
  const path = write.path.map((step) => `f:${step}`);
  const entries = scaleEntries(write, parent, path);
  const managedFields = toParent(parent, entries, path, write.live.apiVersion ?? '');
  const { managedFields: _, ...metadata } = write.next.metadata;
  return { ...write.next, metadata: { ...metadata, ...(managedFields.length > 0 ? { managedFields } : {}) } };
}

/** Whether anybody owns the object's replicas. */
export function hasScaleOwner(live: KubeObject, path: readonly string[]): boolean {
  return [...decodeManaged(live.metadata.managedFields).managers.values()].some(({ set }) => hasPath(set, path.map((step) => `f:${step}`)));
}

function scaleEntries(write: ScaleWrite, parent: Managed, path: readonly string[]): ManagedFieldsEntry[] {
  const owners = [...parent.managers].filter(([, fields]) => hasPath(fields.set, path)).map(([identity, fields]) => encodeEntry(identity, { set: fieldSetOf(scaleReplicas), version: scaleVersion, applied: fields.applied }, undefined));
  const before = scaleWith(write, readNumber(write.live, ...write.path), owners);
  const wanted = scaleWith(write, readNumber(write.next, ...write.path), undefined);
  const tracked = write.applies ? trackApply(before, { ...(write.scale ?? wanted), metadata: wanted.metadata }, write.writer, write.applies.force, contextOf(write)).object : trackUpdate(before, { ...wanted, metadata: before.metadata }, write.writer, contextOf(write));
  return tracked.metadata.managedFields ?? [];
}

/** A Scale does not spell out that there are none. */
function scaleWith({ live }: ScaleWrite, replicas: number | undefined, managedFields: ManagedFieldsEntry[] | undefined): KubeObject {
  const { name = '', resourceVersion = '' } = live.metadata;
  const metadata = managedFields === undefined ? { name } : { name, resourceVersion, managedFields };
  return { apiVersion: scaleVersion, kind: 'Scale', metadata, spec: replicas ? { replicas } : {} };
}

function contextOf({ schema }: ScaleWrite): FieldContext {
  return { zero: { apiVersion: scaleVersion, kind: 'Scale', metadata: {} }, isTyped: true, schemaOf: (version) => (version === scaleVersion ? schema : undefined), convert: ({ value }) => value };
}

/** Updates made in other versions than a Scale's do not find themselves again; what they owned stands alone then. */
function toParent(parent: Managed, entries: readonly ManagedFieldsEntry[], path: readonly string[], version: string): ManagedFieldsEntry[] {
  const scale = decodeManaged(entries);
  const replicas = fieldSetOf([...path]);
  const kept: ManagedFieldsEntry[] = [];
  for (const [identity, fields] of parent.managers) {
    const isKept = !hasPath(fields.set, path) || scale.managers.has(identity);
    const set: FieldSet = isKept ? fields.set : difference(fields.set, replicas);
    if (!isEmpty(set)) kept.push(encodeEntry(identity, { ...fields, set }, parent.times.get(identity)));
  }
  const added = [...scale.managers].filter(([identity, fields]) => !parent.managers.has(identity) && hasPath(fields.set, scaleReplicas));
  return [...added.map(([identity, fields]) => encodeEntry(identity, { ...fields, set: replicas, version }, undefined)), ...kept];
}
