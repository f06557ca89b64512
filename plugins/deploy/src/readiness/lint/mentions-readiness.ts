import type { Manifest, Validation } from '@sherpack/plugin-api';

/** Whether there is anything to check: most packs say nothing, and then nothing is loaded for it. */
export function mentionsReadiness({ pack, manifests }: Validation): boolean {
  return pack !== undefined && (hasBlock(pack) || [...manifests.crds, ...manifests.objects].some(hasAnnotation));
}

function hasBlock({ manifest, subpacks }: NonNullable<Validation['pack']>): boolean {
  return manifest['readiness'] !== undefined || subpacks.some(hasBlock);
}

function hasAnnotation({ object }: Manifest): boolean {
  return Object.keys(object.metadata.annotations ?? {}).some((name) => name.includes('sherpack.io/') || name === 'argocd.argoproj.io/sync-wave');
}
