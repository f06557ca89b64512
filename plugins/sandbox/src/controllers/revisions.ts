import type { KubeObject } from '../server/api-types.ts';
import { controllerReference, keyFor, type ControllerClient } from './client.ts';
import { templateOf } from './pod-template.ts';
import { readNumber } from '../schemas/json-path.ts';

const bucket = 'controllerrevisions.apps';

/** Keeps a ControllerRevision for the present template of a StatefulSet or DaemonSet, and as many old ones as the history limit allows. */
export async function keepRevision(client: ControllerClient, owner: KubeObject, kind: string, name: string): Promise<void> {
  const namespace = owner.metadata.namespace ?? '';
  const all = client.owned(bucket, owner);
  const highest = Math.max(0, ...all.map((revision) => Number(revision['revision'] ?? 0)));
  const present = all.find((revision) => revision.metadata.name === name);
  if (!present) {
    const metadata = { name, labels: { ...owner.metadata.labels, 'controller.kubernetes.io/hash': name.split('-').at(-1) ?? '' }, ownerReferences: [controllerReference(owner, 'apps/v1', kind)] };
    await client.create(bucket, namespace, { metadata, data: { spec: { template: { ...templateOf(owner), $patch: 'replace' } } }, revision: highest + 1 });
  } else if (Number(present['revision'] ?? 0) < highest) {
    await client.update(keyFor(bucket, present), (live) => ({ ...live, revision: highest + 1 }));
  }
  const limit = readNumber(owner, 'spec', 'revisionHistoryLimit') ?? 10;
  const old = all.filter((revision) => revision.metadata.name !== name).toSorted((a, b) => Number(a['revision'] ?? 0) - Number(b['revision'] ?? 0));
  for (const revision of old.slice(0, Math.max(0, old.length - limit))) client.delete(keyFor(bucket, revision));
}
