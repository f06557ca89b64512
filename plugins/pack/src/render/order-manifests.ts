import type { Manifest, SherpackError } from '@sherpack/plugin-api';
import { compareByKind, formatRef, refKey, refOf } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { FoundObject } from './read-objects.ts';

const HOOKS = ['sherpack.io/hook', 'helm.sh/hook'];

/** In the order of installation: by kind, then by template, then by document. Items of a list keep their order. */
export function inOrder<Found extends Pick<Manifest, 'object' | 'source'>>(manifests: readonly Found[]): readonly Found[] {
  return manifests.toSorted((a, b) => compareByKind(a.object, b.object) || compareText(a.source.template, b.source.template) || a.source.document - b.source.document);
}

/**
 * Definitions as Helm prints them: those of a pack, then those of the packs inside.
 *
 * @param paths of all packs, the outer ones first
 */
export function inPackOrder<Found extends Pick<Manifest, 'source'>>(manifests: readonly Found[], paths: readonly string[]): readonly Found[] {
  const packOf = ({ source }: Found) => paths.findIndex((path) => source.template.startsWith(`${path}/crds/`));
  return manifests.toSorted((a, b) => packOf(a) - packOf(b) || compareText(a.source.template, b.source.template) || a.source.document - b.source.document);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Objects that occur twice. */
export interface Duplicates {
  readonly problems: readonly SherpackError[];
  /** In packs of other formats: their tools let the last one win. */
  readonly tolerated: readonly SherpackError[];
}

/** Objects that two templates render. Hooks for different events may share a name, for only one of them exists at a time. */
export function findDuplicates(found: readonly FoundObject[], namespace: string): Duplicates {
  const seen = new Map<string, FoundObject>();
  const problems: SherpackError[] = [];
  const tolerated: SherpackError[] = [];
  for (const each of found) {
    if (each.object.metadata.name === undefined) continue;
    const ref = refOf(each.object, namespace);
    const key = `${refKey(ref)} ${hookOf(each)}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, each);
    else (each.foreign === true ? tolerated : problems).push(errors.OBJECT_DUPLICATE(formatRef(ref), first.locate(), each.locate()));
  }
  return { problems, tolerated };
}

function hookOf({ object }: FoundObject): string {
  const annotations = object.metadata.annotations ?? {};
  return HOOKS.map((name) => annotations[name]).find((value) => value !== undefined) ?? '';
}
