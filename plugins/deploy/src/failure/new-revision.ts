import type { KubernetesObject } from '@sherpack/plugin-api';
import { formatRef, refOf } from '@sherpack/plugin-api';
import type { Cause } from '../readiness/contract.ts';
import { kindKey, textAt } from '../readiness/object-status.ts';
import type { Family } from './family.ts';
import { REVISION, REVISION_HASH } from './family.ts';

/** The pods that an object's present template has made, with what stands between. */
export interface Descent {
  /** The ReplicaSet that makes the pods, or the object itself where it makes them. */
  readonly maker: KubernetesObject;
  readonly above: readonly Cause[];
  readonly pods: readonly KubernetesObject[];
}

/** What the old revision's pods do is no fault of the new one: they crash in peace. */
export function newRevision(object: KubernetesObject, family: Family): Descent | undefined {
  switch (kindKey(object)) {
    case 'apps/Deployment': return ofDeployment(object, family);
    case 'apps/StatefulSet': return ownPods(object, family, textAt(object, 'status', 'updateRevision'));
    case 'apps/DaemonSet': return ownPods(object, family, daemonHash(object, family));
    case 'apps/ReplicaSet': case '/ReplicationController': case 'batch/Job': return { maker: object, above: [], pods: podsOf(object, family) };
    case '/Pod': return { maker: object, above: [], pods: [object] };
    default: return undefined;
  }
}

function ofDeployment(object: KubernetesObject, family: Family): Descent | undefined {
  const [newest] = family.ownedBy(object.metadata.uid, 'apps/ReplicaSet').toSorted((a, b) => revisionOf(b) - revisionOf(a));
  if (newest === undefined || revisionOf(newest) < revisionOf(object)) return undefined;
  return { maker: newest, above: [{ what: formatRef(refOf(newest)), reason: '', message: '' }], pods: podsOf(newest, family) };
}

function revisionOf(object: KubernetesObject): number {
  return Number(object.metadata.annotations?.[REVISION] ?? 0);
}

function ownPods(object: KubernetesObject, family: Family, hash: string | undefined): Descent {
  const pods = podsOf(object, family);
  const isNew = (pod: KubernetesObject) => hash === undefined || pod.metadata.labels?.[REVISION_HASH] === hash || pod.metadata.labels?.[REVISION_HASH] === `${object.metadata.name}-${hash}`;
  return { maker: object, above: [], pods: pods.filter(isNew) };
}

/** A DaemonSet's status does not name its revision; the newest of its ControllerRevisions ends in the hash. */
function daemonHash(object: KubernetesObject, family: Family): string | undefined {
  const [newest] = family.ownedBy(object.metadata.uid, 'apps/ControllerRevision').toSorted((a, b) => Number(b['revision'] ?? 0) - Number(a['revision'] ?? 0));
  return newest?.metadata.name?.slice((object.metadata.name?.length ?? 0) + 1);
}

function podsOf(owner: KubernetesObject, family: Family): readonly KubernetesObject[] {
  return family.ownedBy(owner.metadata.uid, '/Pod');
}
