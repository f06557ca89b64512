import type { PlanAction } from './plan.ts';
import type { Release } from './release.ts';

/** What one step of a plan was made from. */
export interface StepBinding {
  readonly id: string;
  /** For people: `Deployment shop/web`. */
  readonly name: string;
  readonly action: PlanAction;
  /** Of the live object; missing when there was none. */
  readonly uid?: string | undefined;
  /** Digest over the relevant part of the live object, and of each of its fields by path. */
  readonly relevant?: string | undefined;
  readonly fields?: Readonly<Record<string, string>> | undefined;
  /** Digest over what is to be applied, its secrets left out. */
  readonly desired?: string | undefined;
}

/** What a plan was made from. A plan that is approved is carried out only while all of it still holds. */
export interface PlanBinding {
  readonly cluster: string;
  readonly release: Release;
  readonly releaseUid: string;
  /** The revision that the plan leads to. */
  readonly revision: number;
  /** Digests of the pack's files and of its values, secrets left out. */
  readonly pack?: { readonly digest: string; readonly values: string } | undefined;
  readonly steps: readonly StepBinding[];
}
