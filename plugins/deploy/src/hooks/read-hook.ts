import type { HookDeletePolicy, HookPlan, KubernetesObject, Manifest } from '@sherpack/plugin-api';
import { annotationOf } from '@sherpack/plugin-api';
import { FORMS } from '../annotations/forms.ts';
import { readAnnotation } from '../annotations/read.ts';
import type { HookMoment } from './hook-events-of.ts';

/** A hook as its annotations describe it, with the time that it may take in milliseconds. */
export interface HookReading {
  readonly hook: HookPlan;
  readonly timeout: number | undefined;
}

const POLICIES: ReadonlySet<string> = new Set(['before-hook-creation', 'hook-succeeded', 'hook-failed']);

/**
 * Reads the annotations of a hook: Helm's (https://helm.sh/docs/topics/charts_hooks/), and those of Sherpack 0.4 with the
 * prefix `sherpack.io/`, which win.
 *
 * @throws DEPLOY_ANNOTATION_INVALID for those that only Sherpack knows; Helm takes an unreadable weight for 0
 */
export function readHook(manifest: Pick<Manifest, 'object' | 'source'>, moment: HookMoment): HookReading {
  const { object } = manifest;
  const { failure, retries } = readAnnotation(manifest, FORMS.hookFailure) ?? { failure: 'fail', retries: 0 };
  const weight = annotated(object, 'hook-weight')?.trim() ?? '0';
  return {
    timeout: readAnnotation(manifest, FORMS.hookTimeout),
    hook: {
      ...moment,
      failure,
      retries: readAnnotation(manifest, FORMS.hookRetries) ?? retries,
      weight: /^[+-]?\d{1,9}$/.test(weight) ? Number(weight) : 0,
      deletePolicies: policiesOf(object),
      showsLogs: (annotated(object, 'hook-output-log-policy') ?? '').includes('hook-succeeded'),
    },
  };
}

function annotated(object: KubernetesObject, name: string): string | undefined {
  return annotationOf(object, `sherpack.io/${name}`, `helm.sh/${name}`);
}

/** Without a policy the object of the last run is deleted before the next. Names that nobody knows count for nothing, as for Helm. */
function policiesOf(object: KubernetesObject): readonly HookDeletePolicy[] {
  const words = (annotated(object, 'hook-delete-policy') ?? '').split(',').map((word) => word.trim()).filter((word) => POLICIES.has(word));
  return words.length === 0 ? ['before-hook-creation'] : (words as HookDeletePolicy[]);
}
