import { isObject } from '@sherpack/field-set/field-schema';
import { hasScaleOwner, ownScale } from '../apply/scale-owners.ts';
import { jsonPatch } from '../apply/json-patch.ts';
import { mergePatch } from '../apply/merge-patch.ts';
import type { Catalog } from '../schemas/catalog.ts';
import { decodeNative } from '../schemas/decode.ts';
import { copyJson, read, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { Resource } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext, Target, WriteOptions } from './context.ts';
import { invalid, invalidObject } from '../validation/field-error.ts';
import { badRequest, internalError, internalFault as failure, modified } from './status-error.ts';
import { liveObject, updateDecoded } from './write.ts';

interface ScalePath {
  readonly spec: readonly string[];
  readonly status: readonly string[];
  readonly selector?: readonly string[];
}

function pathsOf(resource: Resource): ScalePath {
  const scale = resource.custom?.scale;
  if (!scale) return { spec: ['spec', 'replicas'], status: ['status', 'replicas'] };
  const selector = scale.labelSelectorPath;
  return { spec: steps(scale.specReplicasPath), status: steps(scale.statusReplicasPath), ...(selector === undefined ? {} : { selector: steps(selector) }) };
}

function steps(jsonPath: string): string[] {
  return jsonPath.split('.').filter((step) => step !== '');
}

/** The `scale` subresource of an object. */
export function scaleOf(object: KubeObject, resource: Resource): KubeObject {
  const paths = pathsOf(resource);
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = readNumber(object, ...paths.spec);
  const selector = selectorText(object, resource, paths);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp } as KubeObject['metadata'],
    spec: replicas === undefined || replicas === 0 ? {} : { replicas },
    status: { replicas: readNumber(object, ...paths.status) ?? 0, ...(selector === '' ? {} : { selector }) },
  };
}

function selectorText(object: KubeObject, resource: Resource, paths: ScalePath): string {
  if (paths.selector) return String(read(object, ...paths.selector) ?? '');
  const labels = readObject(object, 'spec', 'selector', 'matchLabels') ?? readObject(object, 'spec', 'selector');
  if (resource.custom || !labels) return '';
  return Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${value}`).join(',');
}

/** What a request wants to become of the present Scale. */
export interface ScaleChange {
  /** Turns the present Scale into the wanted one. */
  change(scale: KubeObject): unknown;
  /** Server-side apply, by force or not. */
  readonly applies?: { readonly force: boolean };
}

/** Writes the replicas that a Scale asks for. */
export async function writeScale(ctx: ServerContext, target: Target, wanted: ScaleChange, options: WriteOptions): Promise<KubeObject> {
  const { resource } = target;
  const live = liveObject(ctx, target);
  const part: Target = { ...target, subresource: 'scale' };
  if (wanted.applies && resource.custom && !hasScaleOwner(live, pathsOf(resource).spec)) throw internalError(unconvertible);
  const { object } = await updateDecoded(ctx, part, (before) => scaled(ctx, part, before, wanted, options), options);
  return scaleOf(object, resource);
}

/** The server cannot read custom objects as Scales, which it has to where nothing is owned yet. */
const unconvertible = 'failed to create manager for existing fields: failed to convert live object (/; autoscaling/v1, Kind=Scale) to proper version: request to convert CR to an invalid group/version: autoscaling/v1';

function scaled(ctx: ServerContext, part: Target, live: KubeObject, wanted: ScaleChange, options: WriteOptions): KubeObject {
  const { resource } = part;
  const scale = wanted.change(scaleOf(live, resource));
  refuseScale(part, scale, live);
  const path = pathsOf(resource).spec;
  const replicas = readNumber(scale, 'spec', 'replicas') ?? 0;
  const next = withReplicas(live, path, replicas);
  const writer = { manager: options.manager, subresource: 'scale', version: 'autoscaling/v1' };
  const owned = ownScale({ live, next, path, writer, schema: ctx.catalog.types.get('io.k8s.api.autoscaling.v1.Scale'), ...(wanted.applies ? { applies: wanted.applies, scale: scale as KubeObject } : {}) });
  if (replicas < 0) throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, part.name, [invalid('spec.replicas', replicas, 'must be greater than or equal to 0')]);
  return owned;
}

function refuseScale(part: Target, scale: unknown, live: KubeObject): void {
  const version = readString(scale, 'metadata', 'resourceVersion') ?? '';
  if (version !== '' && version !== live.metadata.resourceVersion) throw modified(part.resource, part.name);
}

/** Reads the body of a PUT as a Scale. */
export function decodeScale(body: unknown, catalog: Catalog): KubeObject {
  const scale = isObject(body) ? body : {};
  const { apiVersion = 'autoscaling/v1', kind = 'Scale' } = scale;
  if (kind !== 'Scale') throw badRequest(`${String(kind)} in version "v1" cannot be handled as a Scale: converting (v1.${String(kind)}) to (autoscaling.Scale): unknown conversion`);
  if (apiVersion !== 'autoscaling/v1') throw badRequest(`no kind is registered for the type v1.Scale in scheme "pkg/runtime/scheme.go:111"`);
  return decodeNative(scale, catalog.types.get('io.k8s.api.autoscaling.v1.Scale')).value as KubeObject;
}

/** Reads what is applied to `scale`. */
export function appliedScale(body: unknown): KubeObject {
  const { apiVersion, kind } = isObject(body) ? body : {};
  const [group, version] = String(apiVersion ?? '').includes('/') ? String(apiVersion).split('/') : ['', String(apiVersion ?? '')];
  if (apiVersion !== 'autoscaling/v1' || kind !== 'Scale') throw badRequest(`invalid object type: ${group}/${version}, Kind=${String(kind ?? '')}`);
  return body as KubeObject;
}

/** A custom object without replicas has no Scale to show. */
export function shownScale(object: KubeObject, resource: Resource): KubeObject {
  const path = resource.custom?.scale?.specReplicasPath;
  if (path !== undefined && readNumber(object, ...steps(path)) === undefined) throw failure(`the spec replicas field ${JSON.stringify(path)} does not exist`);
  return scaleOf(object, resource);
}

export function patchedScale(scale: KubeObject, patch: unknown, type: string): unknown {
  return type === 'application/json-patch+json' ? jsonPatch(scale, patch) : mergePatch(scale, patch);
}

function withReplicas(object: KubeObject, path: readonly string[], replicas: number): KubeObject {
  const out = copyJson(object);
  const parent = path.slice(0, -1).reduce<Record<string, unknown>>((current, step) => {
    const next = isObject(current[step]) ? current[step] : {};
    current[step] = next;
    return next;
  }, out);
  parent[path.at(-1) ?? 'replicas'] = replicas;
  return out;
}
