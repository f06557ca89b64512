import type { KubernetesObject, Manifest } from '@sherpack/plugin-api';
import { POST_RENDERER_FILE } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import type { FoundObject } from '../render/read-objects.ts';
import type { SecretFinder } from '../render/secret-fields.ts';

/**
 * What came back from a post-renderer: an object that is as before keeps its text, one that was changed its place, and
 * a new one is named as Helm names it.
 */
export function placedObjects(found: readonly FoundObject[], before: readonly Manifest[], secrets: SecretFinder): readonly Manifest[] {
  const open = new Map<string, Manifest[]>();
  for (const manifest of before) {
    const key = keyOf(manifest.source.template, manifest.object);
    open.set(key, [...(open.get(key) ?? []), manifest]);
  }
  let made = 0;
  return found.map(({ object: marked }, index) => {
    const { object, template } = withoutMark(marked);
    const known = template === undefined ? undefined : open.get(keyOf(template, object))?.shift();
    if (known !== undefined && jsonEqual(known.object, object)) return known.list === undefined ? known : { ...known, list: undefined };
    const source = known?.source ?? { template: template ?? `generated-by-postrender-${made++}.yaml`, document: before.length + index, line: 1 };
    return { object, rendered: object, source, text: stringifyYaml(object), secretPaths: secrets(object) };
  });
}

function keyOf(template: string, { apiVersion, kind, metadata }: KubernetesObject): string {
  return JSON.stringify([template, apiVersion, kind, metadata.namespace, metadata.name]);
}

function withoutMark(object: KubernetesObject): { readonly object: KubernetesObject; readonly template: string | undefined } {
  const { [POST_RENDERER_FILE]: template, ...rest } = object.metadata.annotations ?? {};
  if (template === undefined) return { object, template };
  const { annotations: _all, ...metadata } = object.metadata;
  // Where the mark was the only one there were no annotations before.
  return { object: { ...object, metadata: Object.keys(rest).length === 0 ? metadata : { ...metadata, annotations: rest } } as KubernetesObject, template };
}
