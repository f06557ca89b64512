import { equalValues } from '@sherpack/field-set/equal';
import { copyJson, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { keyFor, type ControllerClient } from './client.ts';
import { noteProgress } from './deployment-conditions.ts';
import { recordEvent } from './events.ts';
import { controllerReference } from './owner-reference.ts';
import { conditionOf } from './pod-state.ts';
import { templateHash, templateOf } from './pod-template.ts';
import { rolloutLimits, sum, type RolloutLimits } from './rolling-update.ts';

export const setBucket = 'replicasets.apps';

/** Annotations by which a Deployment talks to its ReplicaSets and to `kubectl rollout`. */
const prefix = 'deployment.kubernetes.io';
const revisionAnnotation = `${prefix}/revision`;
const historyAnnotation = `${prefix}/revision-history`;
export const desiredAnnotation = `${prefix}/desired-replicas`;
export const maximumAnnotation = `${prefix}/max-replicas`;

/** What a ReplicaSet does not take over from its Deployment. */
const notCopied = new Set(['kubectl.kubernetes.io/last-applied-configuration', revisionAnnotation, historyAnnotation, desiredAnnotation, maximumAnnotation, 'deprecated.deployment.rollback.to']);

type Annotations = Record<string, string>;

export function replicasOf(object: KubeObject): number {
  return readNumber(object, 'spec', 'replicas') ?? 1;
}

export function revisionOf(set: KubeObject): number {
  return Number(set.metadata.annotations?.[revisionAnnotation] ?? 0);
}

/** The oldest first; those of one second by name. */
export function byAge(left: KubeObject, right: KubeObject): number {
  const text = ({ metadata }: KubeObject): string => `${metadata.creationTimestamp ?? ''} ${metadata.name ?? ''}`;
  return text(left) < text(right) ? -1 : 1;
}

/** No limits but the number of replicas with Recreate. */
export function limitsOf(deployment: KubeObject): RolloutLimits {
  if (readString(deployment, 'spec', 'strategy', 'type') === 'Recreate') return { maxSurge: 0, maxUnavailable: 0 };
  const update = readObject(deployment, 'spec', 'strategy', 'rollingUpdate') ?? {};
  return rolloutLimits(replicasOf(deployment), update['maxSurge'], update['maxUnavailable']);
}

/** The oldest of the ReplicaSets that have the Deployment's template. */
export function findNewSet(deployment: KubeObject, sets: readonly KubeObject[]): KubeObject | undefined {
  const template = templateOf(deployment);
  return sets.toSorted(byAge).find((set) => equalValues(templateWithoutHash(set), template));
}

function templateWithoutHash(set: KubeObject): unknown {
  const own = templateOf(set);
  const { 'pod-template-hash': hash, ...labels } = readObject(own, 'metadata', 'labels') ?? {};
  return hash === undefined ? own : { ...own, metadata: { ...readObject(own, 'metadata'), labels } };
}

/** The ReplicaSet of the present template with its revision noted; made if there is none and `create` says so (getNewReplicaSet in sync.go). */
export async function freshSet(key: ObjectKey, client: ControllerClient, create: boolean): Promise<KubeObject | undefined> {
  const deployment = client.get(key);
  if (!deployment) return undefined;
  const sets = client.owned(setBucket, deployment);
  const found = findNewSet(deployment, sets);
  const revision = Math.max(0, ...sets.filter((set) => set !== found).map(revisionOf)) + 1;
  if (found) return refresh(key, keyFor(setBucket, found), revision, client);
  return create ? createSet(deployment, sets, revision, client) : undefined;
}

async function refresh(key: ObjectKey, setKey: ObjectKey, revision: number, client: ControllerClient): Promise<KubeObject | undefined> {
  const deployment = client.get(key) as KubeObject;
  const minReadySeconds = readNumber(deployment, 'spec', 'minReadySeconds') ?? 0;
  await client.update(setKey, (live) => ({
    ...live,
    metadata: { ...live.metadata, annotations: annotationsFor(deployment, live.metadata.annotations ?? {}, revision) },
    spec: { ...readObject(live, 'spec'), ...(minReadySeconds === (readNumber(live, 'spec', 'minReadySeconds') ?? 0) ? {} : { minReadySeconds }) },
  }) as KubeObject);
  const set = client.get(setKey);
  if (set) await noteRevision(key, revisionOf(set), client);
  const isFirst = conditionOf(deployment, 'Progressing') === undefined;
  if (isFirst) await noteProgress(key, 'FoundNewReplicaSet', `Found new replica set "${setKey.name}"`, client);
  return client.get(setKey);
}

/** Copies the Deployment's annotations; a rollback to this set keeps the revisions that it had. */
function annotationsFor(deployment: KubeObject, present: Annotations, revision: number): Annotations {
  const copied = Object.entries(deployment.metadata.annotations ?? {}).filter(([name]) => !notCopied.has(name));
  const before = present[revisionAnnotation];
  const next: Annotations = { ...present, ...Object.fromEntries(copied) };
  if (Number(before ?? 0) >= revision) return next;
  const history = before === undefined ? {} : { [historyAnnotation]: [present[historyAnnotation], before].filter(Boolean).join(',') };
  return { ...next, [revisionAnnotation]: String(revision), ...history };
}

async function noteRevision(key: ObjectKey, revision: number, client: ControllerClient): Promise<void> {
  const live = client.get(key);
  if (live && live.metadata.annotations?.[revisionAnnotation] !== String(revision)) await client.annotate(key, { [revisionAnnotation]: String(revision) });
}

async function createSet(deployment: KubeObject, sets: readonly KubeObject[], revision: number, client: ControllerClient): Promise<KubeObject | undefined> {
  const key = keyFor('deployments.apps', deployment);
  const replicas = firstSize(deployment, sets);
  const wanted = newSet(deployment, replicas, revision);
  const set = await client.tryCreate(setBucket, key.namespace, wanted);
  if (typeof set === 'string') return refused(key, readString(wanted, 'metadata', 'name') ?? '', set, client);
  const name = set.metadata.name ?? '';
  if (replicas > 0) await recordEvent(client, deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message: `Scaled up replica set ${name} from 0 to ${replicas}` });
  await noteRevision(key, revision, client);
  await noteProgress(key, 'NewReplicaSetCreated', `Created new replica set "${name}"`, client);
  return client.get(keyFor(setBucket, set));
}

/** A name that somebody else's ReplicaSet has is no good: the collision is counted, and makes another name the next time. */
async function refused(key: ObjectKey, name: string, why: string, client: ControllerClient): Promise<undefined> {
  if (client.get({ bucket: setBucket, namespace: key.namespace, name }) !== undefined) {
    await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), collisionCount: collisionsOf(live) + 1 }));
    return undefined;
  }
  const message = `Failed to create new replica set "${name}": ${why}`;
  await noteProgress(key, 'ReplicaSetCreateError', message, client, 'False');
  const deployment = client.get(key);
  if (deployment) await recordEvent(client, deployment, { type: 'Warning', reason: 'ReplicaSetCreateError', message });
  return undefined;
}

function collisionsOf(deployment: KubeObject): number {
  return readNumber(deployment, 'status', 'collisionCount') ?? 0;
}

function firstSize(deployment: KubeObject, sets: readonly KubeObject[]): number {
  const wanted = replicasOf(deployment);
  if (readString(deployment, 'spec', 'strategy', 'type') === 'Recreate') return wanted;
  return Math.max(0, Math.min(wanted, wanted + limitsOf(deployment).maxSurge - sum(sets.map(replicasOf))));
}

function newSet(deployment: KubeObject, replicas: number, revision: number): Record<string, unknown> {
  const template = copyJson(templateOf(deployment));
  const hash = templateHash(template, collisionsOf(deployment));
  const metadata = readObject(template, 'metadata') ?? {};
  const labels = { ...readObject(metadata, 'labels'), 'pod-template-hash': hash };
  const selector = readObject(deployment, 'spec', 'selector') ?? {};
  const minReadySeconds = readNumber(deployment, 'spec', 'minReadySeconds') ?? 0;
  return {
    metadata: {
      name: `${deployment.metadata.name ?? ''}-${hash}`,
      labels,
      annotations: { ...annotationsFor(deployment, {}, revision), ...sizeAnnotations(deployment) },
      ownerReferences: [controllerReference(deployment, 'apps/v1', 'Deployment')],
    },
    spec: {
      replicas,
      ...(minReadySeconds > 0 ? { minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...readObject(selector, 'matchLabels'), 'pod-template-hash': hash } },
      template: { ...template, metadata: { ...metadata, labels } },
    },
  };
}

/** How many replicas the Deployment wanted when it sized this set; a later change of that is a scaling. */
export function sizeAnnotations(deployment: KubeObject): Annotations {
  const wanted = replicasOf(deployment);
  return { [desiredAnnotation]: String(wanted), [maximumAnnotation]: String(wanted + limitsOf(deployment).maxSurge) };
}
