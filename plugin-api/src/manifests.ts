import type { Path } from './json.ts';
import type { Pack } from './pack.ts';
import type { KubernetesObject } from './kubernetes/object.ts';
import { SherpackError } from './error.ts';
import type { SourceLocation } from './error.ts';

/** Where a rendered object came from. */
export interface ManifestSource {
  /** `web/templates/deployment.yaml`; subpacks stand below their parent. */
  readonly template: string;
  /** Index of the YAML document in the template's output, from 0. */
  readonly document: number;
  /** Line of the template where the document begins, from 1. */
  readonly line: number;
}

/** One object after rendering. */
export interface Manifest {
  readonly object: KubernetesObject;
  readonly source: ManifestSource;
  /** The text of the document, as rendered; printed by `template` and stored. */
  readonly text: string;
  /** The list that the object was taken out of: the list's kind and text, and the position in it. */
  readonly list?: { readonly kind: string; readonly text: string; readonly index: number } | undefined;
  /** Stored instead of {@link text}, which a reader of YAML 1.2 would take for something else. */
  readonly restated?: string | undefined;
  /** What {@link text} says. A tap that puts another {@link object} in its place need not care for the text. */
  readonly rendered?: KubernetesObject | undefined;
  /** Fields that hold a secret. Printers, logs, diffs and stored records must not show them. */
  readonly secretPaths: readonly Path[];
}

/** Text of a pack that is printed as it is and applied by nobody. */
export interface Remark {
  readonly source: ManifestSource;
  /** Where it is printed among the objects, as `compareByKind` has it; empty for comments. */
  readonly kind: string;
  readonly text: string;
}

/** What `render` passes on. */
export interface Manifests {
  readonly objects: readonly Manifest[];
  /** Custom resource definitions of `crds/`, applied before everything else. */
  readonly crds: readonly Manifest[];
  /** Documents that hold no object, comments for the most part: in packs whose tool prints them. */
  readonly remarks?: readonly Remark[] | undefined;
  /** The files that {@link crds} stand in, as they are written: in packs whose tool prints them so. */
  readonly crdFiles?: readonly Remark[] | undefined;
  /** The rendered notes of the root pack, then those of subpacks when asked for. */
  readonly notes: string;
}

export const NO_MANIFESTS: Manifests = Object.freeze({ objects: [], crds: [], notes: '' });

export type Severity = 'info' | 'warning' | 'error';

/** A finding of `validate`. Any error stops the operation before anything is stored. */
export interface Issue {
  readonly severity: Severity;
  /** SCREAMING_SNAKE with the plugin's prefix. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly location?: SourceLocation | undefined;
}

/** The issue as an error, with exit code 4. */
export function issueError({ code, message, hint, location }: Issue): SherpackError {
  return new SherpackError(code, { message, hint, location, exitCode: 4 });
}

/** What `validate` sees. */
export interface Validation {
  readonly pack: Pack | undefined;
  readonly manifests: Manifests;
}

