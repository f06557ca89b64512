import type { KubernetesObject } from '@sherpack/plugin-api';
import type { Verdict } from '../contract.ts';

/** What a kind's rule may ask besides the object itself. */
export interface Surroundings {
  /** `volumeBindingMode` of a storage class; undefined when it is not known. */
  bindingMode(storageClass: string | undefined): string | undefined;
  /** Whether a pod that is there uses the claim. */
  hasConsumer(claim: KubernetesObject): boolean;
}

/** Says what an object's own state tells. Pure. Staleness and what is below the object are looked at elsewhere. */
export type Judge = (object: KubernetesObject, surroundings: Surroundings) => Verdict;

/** By {@link kindKey}: `apps/Deployment`, `/Pod`. */
export type JudgeTable = Readonly<Record<string, Judge>>;
