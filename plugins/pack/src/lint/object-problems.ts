import type { Manifests, SherpackError } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { TemplateFinder } from '../render/find-template.ts';

/** What is certainly wrong with rendered objects, whatever the cluster. */
export function objectProblems({ objects, crds }: Manifests, find: TemplateFinder): readonly SherpackError[] {
  const nameless = [...objects, ...crds]
    .filter(({ object }) => !hasText(object.metadata.name) && !hasText(object.metadata.generateName))
    .map(({ object, source }) => errors.NAME_MISSING(object.kind, find(source)));
  const misplaced = crds
    .filter(({ object }) => object.kind !== 'CustomResourceDefinition')
    .map(({ object, source }) => errors.CRD_MISPLACED(object.kind, find(source)));
  return [...nameless, ...misplaced];
}

function hasText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
