import type { Manifest } from '@sherpack/plugin-api';
import { compareByKind } from '@sherpack/plugin-api';

/**
 * The manifests with lists as templates wrote them, instead of their items one by one, in the order of installation.
 * A list with a changed or a secret item stays taken apart.
 */
export function withWholeLists(manifests: readonly Manifest[]): readonly Manifest[] {
  const broken = new Set(manifests.filter((manifest) => manifest.list !== undefined && !isUntouched(manifest)).map(listKey));
  const shown = manifests.flatMap((manifest) => {
    if (manifest.list === undefined || broken.has(listKey(manifest))) return [manifest];
    return manifest.list.index === 0 ? [asList(manifest, manifest.list)] : [];
  });
  return shown.toSorted((a, b) => compareByKind(a.object, b.object));
}

function isUntouched({ object, rendered, secretPaths }: Manifest): boolean {
  return rendered === object && secretPaths.length === 0;
}

function listKey({ source }: Manifest): string {
  return `${source.template} ${source.document}`;
}

function asList(first: Manifest, { kind, text }: NonNullable<Manifest['list']>): Manifest {
  const object = { apiVersion: 'v1', kind, metadata: {} };
  return { ...first, object, rendered: object, text };
}
