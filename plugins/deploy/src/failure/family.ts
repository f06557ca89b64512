import type { KubernetesObject } from '@sherpack/plugin-api';

/** The objects that are there because of others, as far as they may be watched. Answers from memory. */
export interface Family {
  /** Objects of the kind (`/Pod`, `apps/ReplicaSet`) whose controller has this uid. */
  ownedBy(uid: string | undefined, kind: string): readonly KubernetesObject[];
  /** Warning events about the object with this uid that came while we looked, oldest first. */
  newsAbout(uid: string | undefined): readonly KubernetesObject[];
  /** All Warning events about it, oldest first. */
  eventsAbout(uid: string | undefined): readonly KubernetesObject[];
}

export const NO_FAMILY: Family = Object.freeze({ ownedBy: () => [], newsAbout: () => [], eventsAbout: () => [] });

export const REVISION = 'deployment.kubernetes.io/revision';
export const REVISION_HASH = 'controller-revision-hash';
