import { createHash } from 'node:crypto';
import type { JsonObject, KubernetesObject, Path } from '@sherpack/plugin-api';
import { formatPath, isObject } from '@sherpack/plugin-api';
import { stringifyJson } from '@sherpack/yaml/json';
import { ownsPath } from './field-owner.ts';

/**
 * What of a live object a plan was made for: everything but its status, what the server keeps by itself, labels and
 * annotations that the release does not set, and fields that somebody set through a subresource, as autoscalers do.
 * Objects that hold secrets are known by their version alone, so that no trace of a secret is kept.
 */
export interface Relevant {
  readonly digest: string;
  /** Digest of each leaf by its path; made only when somebody will compare. */
  readonly fields: () => Readonly<Record<string, string>>;
}

const SCALED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

const SERVER_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status']);

export function relevantOf(live: KubernetesObject, desired: KubernetesObject | undefined, secretPaths: readonly Path[]): Relevant {
  if (secretPaths.length > 0 || (live.kind === 'Secret' && live.apiVersion === 'v1')) {
    const version = live.metadata.resourceVersion ?? '';
    return { digest: version, fields: () => ({ '(content)': version }) };
  }
  const content = contentOf(live, desired);
  return { digest: digestOf(content), fields: () => Object.fromEntries(leavesOf(content, []).map(([path, value]) => [formatPath(path), digestOf(value)])) };
}

function contentOf(live: KubernetesObject, desired: KubernetesObject | undefined): JsonObject {
  const { labels = {}, annotations = {} } = live.metadata;
  const own = (present: Readonly<Record<string, string>>, wished: Readonly<Record<string, string>> = {}) =>
    Object.fromEntries(Object.keys(wished).map((name) => [name, present[name]]));
  const content = Object.fromEntries(Object.entries(live).filter(([name]) => !SERVER_FIELDS.has(name)));
  const metadata = { labels: own(labels, desired?.metadata.labels), annotations: own(annotations, desired?.metadata.annotations) };
  return withoutSubresources(withoutReplicas({ ...content, metadata }, live), live);
}

/** The number may come to belong to an autoscaler at any time; whoever else sets it is met as the owner of the field. */
function withoutReplicas(content: JsonObject, { kind }: KubernetesObject): JsonObject {
  const { spec } = content;
  if (!SCALED.has(kind) || !isObject(spec)) return content;
  const { replicas: _replicas, ...rest } = spec;
  return { ...content, spec: rest };
}

/** Fields written through `scale` and the like, one level below the top, where all of them stand today. */
function withoutSubresources(content: JsonObject, { metadata: { managedFields = [] } }: KubernetesObject): JsonObject {
  const entries = managedFields.filter(({ subresource }) => subresource !== undefined && subresource !== '');
  if (entries.length === 0) return content;
  return Object.fromEntries(Object.entries(content).map(([name, value]) => [name, isObject(value) ? prune(value, name, entries) : value]));
}

function prune(value: JsonObject, name: string, entries: Parameters<typeof ownsPath>[0][]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([member]) => !entries.some((entry) => ownsPath(entry, [name, member]))));
}

function leavesOf(value: unknown, path: Path): readonly (readonly [Path, unknown])[] {
  if (isObject(value)) return Object.entries(value).flatMap(([name, below]) => leavesOf(below, [...path, name]));
  if (Array.isArray(value)) return value.flatMap((below: unknown, index) => leavesOf(below, [...path, index]));
  return value === undefined ? [] : [[path, value]];
}

/** Short: it tells whether something changed, and is no proof against forgers. */
function digestOf(value: unknown): string {
  return createHash('sha256').update(stringifyJson(value ?? null, { sortKeys: true })).digest('hex').slice(0, 16);
}
