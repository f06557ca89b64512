import { stringifyJson } from '@sherpack/yaml/json';
import { copyJson, readObject } from '../schemas/json-path.ts';
import type { KubeObject, OwnerReference } from '../server/api-types.ts';
import { shortHash } from '../server/ids.ts';

type Json = Record<string, unknown>;

/** The same for equal templates, whatever the order of their fields; another one after every collision of names. */
export function templateHash(template: unknown, collisions = 0): string {
  return shortHash(`${stringifyJson(template, { sortKeys: true })}${collisions === 0 ? '' : collisions}`);
}

/** A pod made from a workload's template. */
export function podFromTemplate(template: unknown, owner: OwnerReference, metadata: { name?: string; generateName?: string; labels?: Record<string, string>; annotations?: Record<string, string> }): Json {
  const meta = readObject(template, 'metadata') ?? {};
  const labels = { ...(meta['labels'] as Record<string, string> | undefined), ...metadata.labels };
  const annotations = { ...(meta['annotations'] as Record<string, string> | undefined), ...metadata.annotations };
  const { labels: _, annotations: __, ...named } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...named, labels, ...(Object.keys(annotations).length > 0 ? { annotations } : {}), ...(meta['finalizers'] ? { finalizers: meta['finalizers'] } : {}), ownerReferences: [owner] },
    spec: copyJson(readObject(template, 'spec') ?? {}),
  };
}

export function templateOf(object: KubeObject): Json {
  return readObject(object, 'spec', 'template') ?? {};
}
