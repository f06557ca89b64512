import { annotationOf } from '@sherpack/plugin-api';
import type { KubernetesObject, Manifest } from '@sherpack/plugin-api';

/** The events on which a hook runs; empty for ordinary objects. */
export function hookEvents(object: KubernetesObject): readonly string[] {
  const text = annotationOf(object, 'sherpack.io/hook', 'helm.sh/hook') ?? '';
  return text.split(',').map((event) => event.trim().toLowerCase()).filter(Boolean);
}

export function isHook({ object }: Pick<Manifest, 'object'>): boolean {
  return hookEvents(object).length > 0;
}

export function isTestHook({ object }: Pick<Manifest, 'object'>): boolean {
  return hookEvents(object).some((event) => event === 'test' || event === 'test-success');
}
