import type { KubernetesObject, Manifest, Manifests, Revision, StoredManifest } from '@sherpack/plugin-api';
import { parseYaml } from '@sherpack/yaml/parse';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { isHook } from './hooks-of.ts';

/** Rendered objects as the record keeps them. */
export function toStored({ objects, crds }: Manifests): readonly StoredManifest[] {
  return [...crds.map((manifest) => ({ ...storedOf(manifest), crd: true })), ...objects.map(storedOf)];
}

function storedOf(manifest: Manifest): StoredManifest {
  const { restated, text } = manifest;
  return restated === undefined || textOf(manifest) !== text ? printedOf(manifest) : { ...printedOf(manifest), text: restated };
}

/** Rendered objects as they are printed. */
export function printedOf(manifest: Manifest): StoredManifest {
  const { source, secretPaths } = manifest;
  return { template: source.template, text: textOf(manifest), ...(secretPaths.length === 0 ? {} : { secretPaths }) };
}

/** The text as rendered; written anew when a tap has changed the object since. */
export function textOf({ object, rendered, text }: Manifest): string {
  return rendered === undefined || rendered === object ? text : stringifyYaml(object);
}

/** Reads the manifests of a record back. */
export function fromStored({ manifests, notes }: Pick<Revision, 'manifests' | 'notes'>): Manifests {
  const counts = new Map<string, number>();
  const read = manifests.map((stored) => {
    const document = counts.get(stored.template) ?? 0;
    counts.set(stored.template, document + 1);
    return { crd: stored.crd === true, manifest: manifestOf(stored, document) };
  });
  return {
    objects: read.filter(({ crd }) => !crd).map(({ manifest }) => manifest),
    crds: read.filter(({ crd }) => crd).map(({ manifest }) => manifest),
    notes,
  };
}

/** The hooks of a record; nothing else of it is parsed. */
export function storedHooks({ manifests }: Pick<Revision, 'manifests'>): Manifests {
  const { objects } = fromStored({ manifests: manifests.filter(({ text }) => text.includes('/hook')), notes: '' });
  return { objects: objects.filter(isHook), crds: [], notes: '' };
}

function manifestOf({ template, text, secretPaths = [] }: StoredManifest, document: number): Manifest {
  // What was accepted when it was rendered must not be refused now.
  const object = parseYaml(text, { file: template, exactNumbers: true, duplicateKeys: 'last' }) as KubernetesObject;
  return { object, rendered: object, source: { template, document, line: 1 }, text, secretPaths };
}
