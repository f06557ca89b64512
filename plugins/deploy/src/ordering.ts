import type { FailurePolicy, Manifest } from '@sherpack/plugin-api';
import { FORMS } from './annotations/forms.ts';
import { readAnnotation } from './annotations/read.ts';
import type { Warn } from './annotations/read.ts';
import type { DependencyText } from './graph/dependency-text.ts';

/** What the annotations of an object say of its place among the others. */
export interface Ordering {
  readonly wave: number | undefined;
  readonly waitReady: boolean | undefined;
  /** Milliseconds. */
  readonly timeout: number | undefined;
  readonly onFailure: FailurePolicy | undefined;
  readonly dependsOn: readonly DependencyText[];
}

/**
 * @param warn told when two names of one annotation mean different things
 * @throws DEPLOY_ANNOTATION_INVALID
 */
export function orderingOf(manifest: Pick<Manifest, 'object' | 'source'>, warn: Warn): Ordering {
  return {
    wave: readAnnotation(manifest, FORMS.wave, warn),
    waitReady: readAnnotation(manifest, FORMS.waitReady, warn),
    timeout: readAnnotation(manifest, FORMS.timeout, warn),
    onFailure: readAnnotation(manifest, FORMS.onFailure, warn),
    dependsOn: readAnnotation(manifest, FORMS.dependsOn, warn) ?? [],
  };
}
