import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { ANNOTATIONS } from '@sherpack/plugin-api';
import type { KubernetesObject, ObjectRef, StorageEntry, StorageKey, StorageMetadata, StorageQuery } from '@sherpack/plugin-api';
import { isLabelValue, objectName, selectable } from './object-name.ts';

/** The kind of object that holds entries: which of its fields holds the bytes, in base64. */
export interface EntryKind {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly field: 'data' | 'binaryData';
  /** Further fields. */
  readonly constant: Readonly<Record<string, string>>;
}

const DATA_KEY = 'value';
const METADATA_PREFIX = 'meta.sherpack.io/';

const LABELS = Object.freeze({
  managedBy: ANNOTATIONS.managedBy,
  release: ANNOTATIONS.releaseName,
  entry: 'sherpack.io/entry',
  kind: 'sherpack.io/entry-kind',
});

/** Hold the exact key, which labels cannot always do. */
const EXACT = Object.freeze({ release: 'sherpack.io/release', entry: 'sherpack.io/entry' });

/** Differs with every write, for the API server gives no new version to a write that changes nothing. */
const WRITE_ID = 'sherpack.io/write';

export function objectRef({ kind }: EntryKind, key: StorageKey): ObjectRef {
  return { apiVersion: 'v1', kind, namespace: key.release.namespace, name: objectName(key) };
}

export function toObject(kind: EntryKind, key: StorageKey, data: Uint8Array, metadata: StorageMetadata, version: string | undefined): KubernetesObject {
  const entries = Object.entries(metadata).map(([name, value]) => [`${METADATA_PREFIX}${name}`, value] as const);
  const labelled = entries.filter(([name, value]) => !name.startsWith(`${METADATA_PREFIX}x-`) && isLabelValue(value));
  const annotated = entries.filter((entry) => !labelled.includes(entry));
  return {
    apiVersion: 'v1',
    kind: kind.kind,
    metadata: {
      name: objectName(key),
      namespace: key.release.namespace,
      labels: { ...keyLabels(key), ...Object.fromEntries(labelled) },
      annotations: {
        [EXACT.release]: key.release.name,
        [EXACT.entry]: key.name,
        [WRITE_ID]: randomBytes(9).toString('base64url'),
        ...Object.fromEntries(annotated),
      },
      ...(version === undefined ? {} : { resourceVersion: version }),
    },
    ...kind.constant,
    [kind.field]: { [DATA_KEY]: Buffer.from(data).toString('base64') },
  };
}

function keyLabels(key: StorageKey): Readonly<Record<string, string>> {
  return {
    [LABELS.managedBy]: 'sherpack',
    [LABELS.release]: selectable(key.release.name),
    [LABELS.entry]: selectable(key.name.replaceAll('/', '.')),
    [LABELS.kind]: selectable(entryKind(key.name)),
  };
}

/** `revision/3` is of the kind `revision`. */
function entryKind(name: string): string {
  const slash = name.indexOf('/');
  return slash < 0 ? name : name.slice(0, slash);
}

/** @returns undefined for an object that only looks like one of ours */
export function toEntry(object: KubernetesObject): StorageEntry | undefined {
  const { labels = {}, annotations = {}, namespace = '', resourceVersion = '' } = object.metadata;
  const release = annotations[EXACT.release];
  const name = annotations[EXACT.entry];
  if (release === undefined || name === undefined) return undefined;
  const found = [...Object.entries(labels), ...Object.entries(annotations)].filter(([key]) => key.startsWith(METADATA_PREFIX));
  const metadata = Object.fromEntries(found.map(([key, value]) => [key.slice(METADATA_PREFIX.length), value]));
  return { key: { release: { name: release, namespace }, name }, metadata, version: resourceVersion };
}

export function dataOf({ field }: EntryKind, object: KubernetesObject): Uint8Array {
  const data = object[field] as Readonly<Record<string, string>> | undefined;
  return Buffer.from(data?.[DATA_KEY] ?? '', 'base64');
}

/** Narrows on the server as far as labels can; {@link matches} does the rest. */
export function selectorOf(query: StorageQuery): string {
  const terms = [`${LABELS.managedBy}=sherpack`];
  if (query.release !== undefined) terms.push(`${LABELS.release}=${selectable(query.release)}`);
  const wholeKind = query.prefix?.includes('/') === true;
  terms.push(wholeKind ? `${LABELS.kind}=${selectable(entryKind(query.prefix ?? ''))}` : LABELS.kind);
  return terms.join(',');
}

export function matches(entry: StorageEntry, query: StorageQuery): boolean {
  if (query.release !== undefined && entry.key.release.name !== query.release) return false;
  return entry.key.name.startsWith(query.prefix ?? '');
}
