import type { JsonObject, Path } from './json.ts';
import type { SourceLocation } from './error.ts';

/**
 * Where a layer stands: a higher rank wins. Pack defaults < environment < files in order < `--set…` flags.
 * Inside a rank the later layer wins.
 */
export const LAYER_RANKS = Object.freeze({ schema: 0, pack: 100, parent: 200, environment: 300, file: 400, flag: 500 });

/** One source of values. Layers are merged once, after all `load` taps. */
export interface ValueLayer {
  /** For people: `values.yaml`, `-f prod.yaml`, `--set image.tag`. */
  readonly name: string;
  readonly rank: number;
  /** A `null` deletes what the layers below say. */
  readonly values: JsonObject;
  /** Text of the file for `origin`, when the layer came from one. */
  readonly source?: { readonly file: string; readonly text: string } | undefined;
  /** Paths whose values came from a secret. */
  readonly secretPaths?: readonly Path[] | undefined;
}

/** Which layer a value came from, and where it stands there. */
export interface ValueOrigin {
  readonly layer: string;
  readonly rank: number;
  readonly location: SourceLocation | undefined;
}
