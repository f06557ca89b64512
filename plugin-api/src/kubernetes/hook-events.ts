import { annotationOf } from './annotations.ts';
import type { KubernetesObject } from './object.ts';

/** The events of a release on which the object runs as a hook; empty for ordinary objects. */
export function hookEvents(object: KubernetesObject): readonly string[] {
  const text = annotationOf(object, 'sherpack.io/hook', 'helm.sh/hook') ?? '';
  return text.split(',').map((event) => event.trim().toLowerCase()).filter(Boolean);
}
