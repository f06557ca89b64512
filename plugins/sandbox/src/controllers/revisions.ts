import { readNumber, readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { keyFor, type ControllerClient } from './client.ts';
import { controllerReference } from './owner-reference.ts';
import { templateOf } from './pod-template.ts';

const bucket = 'controllerrevisions.apps';

/** What kind of workload keeps revisions, and by which label its pods and revisions tell theirs. */
export interface RevisionKeeper {
  readonly kind: string;
  readonly label: string;
}

export const revisionLabel = 'controller-revision-hash';

/** Keeps a ControllerRevision for the present template of a StatefulSet or DaemonSet, and as many old ones as the history limit allows. `live` are revisions that pods still have. */
export async function keepRevision(client: ControllerClient, owner: KubeObject, { kind, label }: RevisionKeeper, name: string, live: ReadonlySet<string>): Promise<void> {
  const namespace = owner.metadata.namespace ?? '';
  const all = client.owned(bucket, owner);
  const highest = Math.max(0, ...all.map((revision) => Number(revision['revision'] ?? 0)));
  const present = all.find((revision) => revision.metadata.name === name);
  if (!present) {
    const hash = name.split('-').at(-1) ?? '';
    const labels = { ...(readObject(templateOf(owner), 'metadata', 'labels') as Record<string, string> | undefined), [label]: hash };
    const annotations = owner.metadata.annotations;
    const metadata = { name, labels, ...(annotations ? { annotations } : {}), ownerReferences: [controllerReference(owner, 'apps/v1', kind)] };
    await client.create(bucket, namespace, { metadata, data: { spec: { template: { ...templateOf(owner), $patch: 'replace' } } }, revision: highest + 1 });
  } else if (Number(present['revision'] ?? 0) < highest) {
    await client.update(keyFor(bucket, present), (found) => ({ ...found, revision: highest + 1 }));
  }
  const limit = readNumber(owner, 'spec', 'revisionHistoryLimit') ?? 10;
  const old = all.filter((revision) => revision.metadata.name !== name && !live.has(revision.metadata.name ?? '')).toSorted((a, b) => Number(a['revision'] ?? 0) - Number(b['revision'] ?? 0));
  for (const revision of old.slice(0, Math.max(0, old.length - limit))) client.delete(keyFor(bucket, revision));
}

/** The template that a revision keeps; undefined when the revision is gone. */
export function templateOfRevision(client: ControllerClient, namespace: string, name: string): Record<string, unknown> | undefined {
  const revision = client.get({ bucket, namespace, name });
  const { $patch: _, ...template } = readObject(revision, 'data', 'spec', 'template') ?? {};
  return Object.keys(template).length === 0 ? undefined : template;
}
