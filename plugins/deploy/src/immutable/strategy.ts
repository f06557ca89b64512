import type { DeployContext, KubernetesObject, Manifest } from '@sherpack/plugin-api';
import { FORMS, strategyOf } from '../annotations/forms.ts';
import type { ImmutableStrategy } from '../annotations/forms.ts';
import { readAnnotation } from '../annotations/read.ts';

/** What holds data, or everything of others: never made anew by a program. */
const PROTECTED: ReadonlySet<string> = new Set(['PersistentVolumeClaim', 'PersistentVolume', 'Namespace', 'CustomResourceDefinition']);

export function isProtected({ kind }: KubernetesObject): boolean {
  return PROTECTED.has(kind);
}

/**
 * What the object's annotation says, or else the flag, about a change that is not possible in place.
 *
 * @throws DEPLOY_ANNOTATION_INVALID
 */
export function strategyFor(manifest: Manifest, { operation }: Pick<DeployContext, 'operation'>): ImmutableStrategy {
  return readAnnotation(manifest, FORMS.onImmutable) ?? strategyOf(String(operation.flags['onImmutable'] ?? 'fail')) ?? 'fail';
}
