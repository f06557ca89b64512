import type { KubernetesObject } from '@sherpack/plugin-api';
import type { Cause } from '../readiness/contract.ts';

/** Something that is wrong at the moment, before it is decided whether that matters. */
export interface Finding {
  /** The same trouble of the same thing has the same key at every look. */
  readonly key: string;
  /** An entry of the catalogue, as the cluster says it. */
  readonly reason: string;
  /** One sentence for people. */
  readonly message: string;
  /** How often it has happened so far, as far as the object itself tells: restarts. */
  readonly times: number;
  /** From the object below the judged one down to what is wrong. */
  readonly chain: readonly Cause[];
  /** Where more is to be read. */
  readonly pod?: KubernetesObject | undefined;
  readonly container?: string | undefined;
  /** The container has run before, so its log is that of the run before. */
  readonly previous?: boolean | undefined;
  /** Milliseconds that the entry's grace is replaced by. */
  readonly graceMs?: number | undefined;
}
