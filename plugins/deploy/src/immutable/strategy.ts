import type { DeployContext, KubernetesObject, Manifest, Recreation } from '@sherpack/plugin-api';
import { annotationOf } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';

export type ImmutableStrategy = 'fail' | Recreation['propagation'];

const ANNOTATION = 'sherpack.io/on-immutable';

/** `recreate` leaves the order to us: dependents go first, so that old and new ones never run side by side. */
const STRATEGIES: ReadonlyMap<string, ImmutableStrategy> = new Map([
  ['fail', 'fail'], ['recreate', 'foreground'], ['foreground', 'foreground'], ['background', 'background'], ['orphan', 'orphan'],
] as const);

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
export function strategyFor({ object, source }: Manifest, { operation }: Pick<DeployContext, 'operation'>): ImmutableStrategy {
  const text = annotationOf(object, ANNOTATION)?.trim();
  if (text === undefined) return STRATEGIES.get(String(operation.flags['onImmutable'] ?? 'fail')) ?? 'fail';
  const strategy = STRATEGIES.get(text);
  if (strategy === undefined) throw errors.ANNOTATION_INVALID(ANNOTATION, text, `one of ${[...STRATEGIES.keys()].join(', ')}`, source);
  return strategy;
}
