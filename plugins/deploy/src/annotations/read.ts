import type { KubernetesObject, Manifest } from '@sherpack/plugin-api';
import { refOf } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { FORMS } from './forms.ts';
import type { AnnotationForm } from './forms.ts';

type Place = Pick<Manifest, 'object' | 'source'>;

/** Told when two names of one annotation mean different things. */
export type Warn = (message: string) => void;

/**
 * What an object says by an annotation; undefined when it bears none of its names.
 *
 * @throws DEPLOY_ANNOTATION_INVALID
 */
export function readAnnotation<Value>({ object, source }: Place, form: AnnotationForm<Value>, warn?: Warn): Value | undefined {
  const readings = textsOf(object, form).map(({ name, text }) => ({ name, text, reading: form.read(text, name) }));
  const [first, second] = readings;
  if (first === undefined) return undefined;
  const { reading, name, text } = first;
  if ('wanted' in reading) throw errors.ANNOTATION_INVALID(refOf(object), name, text, reading.wanted, { file: source.template, line: source.line });
  if (second !== undefined && JSON.stringify(second.reading) !== JSON.stringify(reading)) {
    warn?.(`${source.template}:${source.line}: the annotations ${name} and ${second.name} differ; ${name} counts`);
  }
  return reading.value;
}

export interface AnnotationProblem {
  readonly annotation: string;
  readonly text: string;
  readonly wanted: string;
}

/** All annotations of the object that nothing can be made of. */
export function annotationProblems(object: KubernetesObject): readonly AnnotationProblem[] {
  return Object.values<AnnotationForm<unknown>>(FORMS).flatMap((form) => textsOf(object, form).flatMap(({ name, text }) => {
    const reading = form.read(text, name);
    return 'wanted' in reading ? [{ annotation: name, text, wanted: reading.wanted }] : [];
  }));
}

function textsOf({ metadata: { annotations = {} } }: KubernetesObject, { names }: AnnotationForm<unknown>) {
  return names.flatMap((name) => (annotations[name] === undefined ? [] : [{ name, text: String(annotations[name]).trim() }]));
}
