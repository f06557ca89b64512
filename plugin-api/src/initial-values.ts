import type { Operation } from './operation.ts';
import type { Pack } from './pack.ts';
import type { Plan } from './plan.ts';
import type { Revision, RevisionStatus } from './revision.ts';

/** What the first `load` tap gets: a pack that is only a reference. A tap that reads it sets `format`. */
export function unreadPack(reference: string): Pack {
  return Object.freeze({
    reference,
    path: '',
    format: '',
    kind: 'application',
    metadata: { name: '', version: '0.0.0' },
    manifest: {},
    engine: { name: '', strict: true, options: {} },
    files: new Map(),
    dependencies: [],
    subpacks: [],
    alias: '',
    layers: [],
    values: {},
    secretPaths: [],
    digest: () => '',
    origin: async () => undefined,
    locate: async () => undefined,
  } satisfies Pack);
}

/** What the first `apply` tap gets: a plan that does nothing. */
export function emptyPlan(operation: Operation): Plan {
  return Object.freeze({
    release: operation.release ?? { name: '', namespace: '' },
    revision: 0,
    releaseUid: '',
    fieldManager: '',
    cluster: '',
    steps: [],
    onFailure: 'stop',
    wait: false,
    warnings: [],
  } satisfies Plan);
}

/** What the first `store` tap gets: a record of the operation with nothing in it yet. */
export function blankRevision(operation: Operation, plan: Plan, status: RevisionStatus, pack: Pack | undefined): Revision {
  const now = new Date(operation.startedAt).toISOString();
  return Object.freeze({
    schema: 1,
    release: plan.release,
    revision: plan.revision,
    releaseUid: plan.releaseUid,
    status,
    description: '',
    firstDeployed: now,
    lastDeployed: now,
    pack: { ...(pack?.metadata ?? { name: '', version: '' }), digest: pack?.digest() ?? '', format: pack?.format ?? '' },
    values: pack?.values ?? {},
    userValues: {},
    manifests: [],
    notes: '',
    inventory: [],
    labels: {},
    cluster: plan.cluster,
    extra: {},
  } satisfies Revision);
}
