import type { Manifest } from '@sherpack/plugin-api';
import { ANNOTATIONS, annotationOf, parseDuration } from '@sherpack/plugin-api';
import { truthOf } from '../wishes.ts';

export interface AnnotationProblem {
  readonly annotation: string;
  readonly text: string;
  readonly expected: string;
}

const DURATIONS: readonly string[] = [ANNOTATIONS.timeout, ANNOTATIONS.settle, ANNOTATIONS.progressDeadline];
const TRUTHS: readonly string[] = [ANNOTATIONS.waitReady, ANNOTATIONS.skipWait];

/** Texts of annotations that nothing can be made of. */
export function annotationProblems({ object }: Manifest): readonly AnnotationProblem[] {
  const wrong = (names: readonly string[], isWrong: (text: string) => boolean, expected: string) => names.flatMap((annotation) => {
    const text = annotationOf(object, annotation);
    return text === undefined || !isWrong(text.trim()) ? [] : [{ annotation, text, expected }];
  });
  return [
    ...wrong(DURATIONS, (text) => !((parseDuration(text) ?? -1) >= 0), 'a duration such as 30s or 5m'),
    ...wrong(TRUTHS, (text) => truthOf(text) === undefined, '"true" or "false"'),
  ];
}

/** Whether the name of today and that of Sherpack 0.4.0 ask for opposite things; the first one wins. */
export function contradictsItself({ object }: Manifest): boolean {
  const waits = truthOf(annotationOf(object, ANNOTATIONS.waitReady));
  const skips = truthOf(annotationOf(object, ANNOTATIONS.skipWait));
  return waits !== undefined && skips !== undefined && waits === skips;
}
