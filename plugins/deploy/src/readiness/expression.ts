import type { KubernetesObject } from '@sherpack/plugin-api';

/** What became of an evaluation: exactly one of the three is there. */
export interface Evaluation {
  readonly value?: unknown;
  /** The first field on the way that is not there. */
  readonly missing?: string | undefined;
  readonly problem?: string | undefined;
}

/** A compiled expression over an object of the cluster. */
export interface Expression {
  readonly text: string;
  /** Whether it reads one of these members of the object. */
  mentions(members: readonly string[]): boolean;
  evaluate(object: KubernetesObject): Evaluation;
}

export function compile(_text: string): Expression {
  throw new Error('not yet');
}
