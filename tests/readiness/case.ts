import type { Clock, KubernetesObject, WriteCluster } from '@sherpack/plugin-api';
import type { Verdict } from '../../plugins/deploy/src/readiness/contract.ts';
import type { Ground } from './ground.ts';

/** What a case may do to its namespace while the judge looks on. */
export interface Stage {
  readonly cluster: WriteCluster;
  readonly namespace: string;
  readonly clock: Clock;
  /** Milliseconds since the judged object was written. */
  elapsed(): number;
}

/** One object, what becomes of it, and what is to be said. */
export interface Case {
  readonly name: string;
  readonly expected: 'failed' | 'ready';
  readonly object: KubernetesObject;
  /** Milliseconds from the write on: until the last thing that the verdict needs has happened, and the catalogue's grace. */
  readonly within: number;
  /** Lines, or parts of them, of the chain; the last words among them. */
  readonly chain?: readonly string[];
  readonly reason?: string;
  readonly notice?: string;
  /** Written and done with before; waits as long as it likes. */
  before?(stage: Stage): Promise<void>;
  /** Runs beside the judge. */
  during?(stage: Stage): Promise<void>;
  needsAreStarting?(stage: Stage): boolean;
  /** Not to be had on the sandbox: it has no such admission. */
  readonly realOnly?: boolean;
}

export interface Outcome {
  readonly name: string;
  readonly expected: Case['expected'];
  readonly verdict: Verdict;
  readonly ms: number;
  readonly within: number;
}

export type OpenGround = () => Promise<Ground>;
