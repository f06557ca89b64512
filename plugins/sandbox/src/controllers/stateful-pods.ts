import { copyJson, read, readList, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { keyFor, type ControllerClient } from './client.ts';
import { recordEvent } from './events.ts';
import { controllerReference } from './owner-reference.ts';
import { podFromTemplate, templateOf } from './pod-template.ts';
import { revisionLabel, templateOfRevision } from './revisions.ts';

type Json = Record<string, unknown>;

export function ordinalOf(pod: KubeObject): number {
  return Number(pod.metadata.name?.split('-').at(-1) ?? 0);
}

/** Makes the pod of a number from the template of a revision, with its claims before it. */
export async function createNumberedPod(set: KubeObject, ordinal: number, revision: string, client: ControllerClient): Promise<void> {
  const name = `${set.metadata.name ?? ''}-${ordinal}`;
  const claims = readList(set, 'spec', 'volumeClaimTemplates');
  for (const claim of claims) await createClaim(claim, name, set, client);
  const made = await client.tryCreate('pods', set.metadata.namespace ?? '', numberedPod(set, name, ordinal, revision, client));
  const words = `Pod ${name} in StatefulSet ${set.metadata.name ?? ''}`;
  await recordEvent(client, set, typeof made === 'string'
    ? { type: 'Warning', reason: 'FailedCreate', message: `Create ${words} failed error: ${made}` }
    : { type: 'Normal', reason: 'SuccessfulCreate', message: `Create ${words} successful` });
}

export async function deleteNumberedPod(set: KubeObject, pod: KubeObject, client: ControllerClient): Promise<void> {
  client.delete(keyFor('pods', pod));
  await recordEvent(client, set, { type: 'Normal', reason: 'SuccessfulDelete', message: `Delete Pod ${pod.metadata.name ?? ''} in StatefulSet ${set.metadata.name ?? ''} successful` });
}

function numberedPod(set: KubeObject, name: string, ordinal: number, revision: string, client: ControllerClient): Json {
  const labels = { 'apps.kubernetes.io/pod-index': String(ordinal), [revisionLabel]: revision, 'statefulset.kubernetes.io/pod-name': name };
  const template = templateOfRevision(client, set.metadata.namespace ?? '', revision) ?? templateOf(set);
  const pod = podFromTemplate(template, controllerReference(set, 'apps/v1', 'StatefulSet'), { name, generateName: `${set.metadata.name ?? ''}-`, labels });
  const spec = readObject(pod, 'spec') ?? {};
  const claimed = readList(set, 'spec', 'volumeClaimTemplates').map((claim) => {
    const volume = readString(claim, 'metadata', 'name') ?? '';
    return { name: volume, persistentVolumeClaim: { claimName: `${volume}-${name}` } };
  });
  const own = readList(spec, 'volumes').filter((volume) => !claimed.some((other) => other.name === volume['name']));
  const serviceName = readString(set, 'spec', 'serviceName');
  return {
    ...pod,
    spec: { ...spec, hostname: name, ...(serviceName ? { subdomain: serviceName } : {}), ...(claimed.length + own.length > 0 ? { volumes: [...claimed, ...own] } : {}) },
  };
}

async function createClaim(template: Json, pod: string, set: KubeObject, client: ControllerClient): Promise<void> {
  const name = `${readString(template, 'metadata', 'name') ?? ''}-${pod}`;
  const namespace = set.metadata.namespace ?? '';
  if (client.get({ bucket: 'persistentvolumeclaims', namespace, name })) return;
  const metadata = readObject(template, 'metadata') ?? {};
  const labels = { ...readObject(metadata, 'labels'), ...readObject(set, 'spec', 'selector', 'matchLabels') };
  const isDeletedAlong = read(set, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') === 'Delete';
  const { blockOwnerDeletion: _, controller: __, ...owner } = controllerReference(set, 'apps/v1', 'StatefulSet');
  const claim = { metadata: { ...copyJson(metadata), name, labels, ...(isDeletedAlong ? { ownerReferences: [owner] } : {}) }, spec: copyJson(readObject(template, 'spec')) };
  const made = await client.create('persistentvolumeclaims', namespace, claim);
  const words = `Create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name ?? ''}`;
  if (made) await recordEvent(client, set, { type: 'Normal', reason: 'SuccessfulCreate', message: `${words} success` });
}
