import { equalValues } from '@sherpack/field-set/equal';
import { copyJson, read, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { controllerReference, keyFor, type ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { reportDeployment } from './deployment-status.ts';
import { recordEvent } from './events.ts';
import { isTerminating } from './pod-state.ts';
import { templateHash, templateOf } from './pod-template.ts';
import { ownerKeys } from './replica-sets.ts';
import { nextRolloutStep, rolloutLimits } from './rolling-update.ts';

const bucket = 'deployments.apps';
const setBucket = 'replicasets.apps';
export const revisionAnnotation = 'deployment.kubernetes.io/revision';

/** Rolls a Deployment's template out over ReplicaSets. */
export const deployments: Controller = {
  name: 'deployment-controller',
  watches: [bucket, setBucket],
  affected: ownerKeys('Deployment', bucket),
  async reconcile(key, client) {
    const deployment = client.get(key);
    if (!deployment) return undefined;
    if (isTerminating(deployment)) return undefined;
    const fresh = await currentSet(key, deployment, client);
    if (fresh) await roll(key, deployment, fresh, client);
    return finish(key, client);
  },
};

async function finish(key: ObjectKey, client: ControllerClient): Promise<Outcome | undefined> {
  const deployment = client.get(key);
  if (!deployment) return undefined;
  const sets = setsOf(deployment, client);
  const fresh = sets.find((set) => sameTemplate(set, deployment));
  const outcome = await reportDeployment(key, fresh, sets, client);
  await cleanUp(deployment, sets.filter((set) => set !== fresh), client);
  return outcome;
}

export function setsOf(deployment: KubeObject, client: ControllerClient): KubeObject[] {
  return client.owned(setBucket, deployment);
}

/** The ReplicaSet of the present template, made when there is none; a paused Deployment starts none. */
async function currentSet(key: ObjectKey, deployment: KubeObject, client: ControllerClient): Promise<KubeObject | undefined> {
  const sets = setsOf(deployment, client);
  const found = sets.find((set) => sameTemplate(set, deployment));
  const last = Math.max(0, ...sets.filter((set) => set !== found).map(revisionOf));
  const revision = found && revisionOf(found) > last ? revisionOf(found) : last + 1;
  if (!found && read(deployment, 'spec', 'paused') === true) return undefined;
  const fresh = found ?? (await createSet(deployment, revision, client));
  if (!fresh) return undefined;
  await noteRevision(keyFor(setBucket, fresh), revision, client);
  await noteRevision(key, revision, client);
  return client.get(keyFor(setBucket, fresh));
}

function revisionOf(set: KubeObject): number {
  return Number(set.metadata.annotations?.[revisionAnnotation] ?? 0);
}

async function noteRevision(key: ObjectKey, revision: number, client: ControllerClient): Promise<void> {
  const live = client.get(key);
  if (!live || revisionOf(live) === revision) return;
  await client.annotate(key, { [revisionAnnotation]: String(revision) });
}

function sameTemplate(set: KubeObject, deployment: KubeObject): boolean {
  const own = copyJson(templateOf(set));
  const labels = readObject(own, 'metadata', 'labels');
  if (labels) delete labels['pod-template-hash'];
  return equalValues(own, templateOf(deployment));
}

async function createSet(deployment: KubeObject, revision: number, client: ControllerClient): Promise<KubeObject | undefined> {
  const template = copyJson(templateOf(deployment));
  const hash = templateHash(template);
  const metadata = readObject(template, 'metadata') ?? {};
  const labels = { ...readObject(metadata, 'labels'), 'pod-template-hash': hash };
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...annotations } = deployment.metadata.annotations ?? {};
  const selector = readObject(deployment, 'spec', 'selector') ?? {};
  const namespace = deployment.metadata.namespace ?? '';
  return client.create(setBucket, namespace, {
    metadata: {
      name: `${deployment.metadata.name ?? ''}-${hash}`,
      labels,
      annotations: { ...annotations, [revisionAnnotation]: String(revision), 'deployment.kubernetes.io/desired-replicas': String(replicasOf(deployment)) },
      ownerReferences: [controllerReference(deployment, 'apps/v1', 'Deployment')],
    },
    spec: {
      replicas: 0,
      ...(readNumber(deployment, 'spec', 'minReadySeconds') ? { minReadySeconds: readNumber(deployment, 'spec', 'minReadySeconds') } : {}),
      selector: { ...selector, matchLabels: { ...readObject(selector, 'matchLabels'), 'pod-template-hash': hash } },
      template: { ...template, metadata: { ...metadata, labels } },
    },
  });
}

export function replicasOf(object: KubeObject): number {
  return readNumber(object, 'spec', 'replicas') ?? 1;
}

async function roll(key: ObjectKey, deployment: KubeObject, fresh: KubeObject, client: ControllerClient): Promise<void> {
  const old = setsOf(deployment, client).filter((set) => set.metadata.uid !== fresh.metadata.uid);
  const isRecreate = readString(deployment, 'spec', 'strategy', 'type') === 'Recreate';
  const steps = isRecreate ? recreateSteps(deployment, fresh, old, client) : rollingSteps(deployment, fresh, old);
  for (const [name, replicas] of steps) await scaleSet({ bucket: setBucket, namespace: key.namespace, name }, replicas, deployment, client);
}

function rollingSteps(deployment: KubeObject, fresh: KubeObject, old: readonly KubeObject[]): ReadonlyMap<string, number> {
  const update = readObject(deployment, 'spec', 'strategy', 'rollingUpdate') ?? {};
  const replicas = replicasOf(deployment);
  const limits = rolloutLimits(replicas, update['maxSurge'], update['maxUnavailable']);
  return nextRolloutStep(replicas, limits, shareOf(fresh), old.toSorted((a, b) => revisionOf(a) - revisionOf(b)).map(shareOf));
}

function shareOf(set: KubeObject): { name: string; replicas: number; available: number } {
  return { name: set.metadata.name ?? '', replicas: replicasOf(set), available: readNumber(set, 'status', 'availableReplicas') ?? 0 };
}

/** All old pods are gone before the first new one is made. */
function recreateSteps(deployment: KubeObject, fresh: KubeObject, old: readonly KubeObject[], client: ControllerClient): ReadonlyMap<string, number> {
  const steps = new Map(old.map((set) => [set.metadata.name ?? '', 0]));
  const areGone = old.every((set) => client.owned('pods', set).length === 0);
  return areGone ? steps.set(fresh.metadata.name ?? '', replicasOf(deployment)) : steps;
}

async function scaleSet(key: ObjectKey, replicas: number, deployment: KubeObject, client: ControllerClient): Promise<void> {
  const set = client.get(key);
  if (!set || replicasOf(set) === replicas) return;
  const verb = replicas > replicasOf(set) ? 'Scaled up' : 'Scaled down';
  await client.update(key, (live) => ({ ...live, spec: { ...readObject(live, 'spec'), replicas } }) as KubeObject);
  await recordEvent(client, deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message: `${verb} replica set ${key.name} from ${replicasOf(set)} to ${replicas}`, component: 'deployment-controller' });
}

/** Old ReplicaSets without pods go when there are more than the history limit. */
async function cleanUp(deployment: KubeObject, old: readonly KubeObject[], client: ControllerClient): Promise<void> {
  const limit = readNumber(deployment, 'spec', 'revisionHistoryLimit') ?? 10;
  const idle = old.filter((set) => replicasOf(set) === 0 && (readNumber(set, 'status', 'replicas') ?? 0) === 0 && !isTerminating(set));
  const surplus = idle.toSorted((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, idle.length - limit));
  for (const set of surplus) client.delete(keyFor(setBucket, set));
}
