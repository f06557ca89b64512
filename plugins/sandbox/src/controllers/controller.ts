import type { ObjectKey, Change } from '../store/object-store.ts';
import type { ControllerClient } from './client.ts';

/** Work on one object; another look is taken after `requeueAfterMs`. */
export interface Outcome {
  readonly requeueAfterMs?: number;
}

/** A loop that brings one kind of object to where it should be. */
export interface Controller {
  readonly name: string;
  /** Kinds whose changes it looks at. */
  readonly watches: readonly string[];
  /** The objects to look at after a change; the changed one itself unless given. */
  affected?(change: Change, client: ControllerClient): readonly ObjectKey[];
  reconcile(key: ObjectKey, client: ControllerClient): Promise<Outcome | void>;
}
