import { isObject } from '@sherpack/field-set/field-schema';
import { trackUpdate } from '../apply/field-manager.ts';
import { jsonPatch } from '../apply/json-patch.ts';
import { mergePatch } from '../apply/merge-patch.ts';
import { copyJson, read, readNumber, readObject } from '../schemas/json-path.ts';
import type { Resource } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext, Target, WriteOptions } from './context.ts';
import { badRequest, modified } from './status-error.ts';
import { fieldContext, liveObject, updateDecoded, writerOf } from './write.ts';

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

/** Writes the replicas that a Scale asks for; `change` turns the present Scale into the wanted one. */
export async function writeScale(ctx: ServerContext, target: Target, change: (scale: KubeObject) => unknown, options: WriteOptions): Promise<KubeObject> {
  const { resource } = target;
  liveObject(ctx, target);
  const part: Target = { ...target, subresource: 'scale' };
  const { object } = await updateDecoded(ctx, part, (live) => {
    const wanted = change(scaleOf(live, resource));
    if (!isObject(wanted)) throw badRequest('the body must be a Scale');
    const version = (wanted['metadata'] as KubeObject['metadata'] | undefined)?.resourceVersion;
    if (version !== undefined && version !== '' && version !== live.metadata.resourceVersion) throw modified(resource, target.name);
    const next = withReplicas(live, pathsOf(resource).spec, readNumber(wanted, 'spec', 'replicas') ?? 0);
    const { time: _, ...writer } = writerOf(ctx, part, options);
    return trackUpdate(live, next, writer, fieldContext(ctx, part));
  }, options);
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
