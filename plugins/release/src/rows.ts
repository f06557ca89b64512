import type { OperationCourse, OperationRow } from '@sherpack/plugin-api';

const RENDERING = ['load', 'resolve', 'render', 'validate'] as const;
const CLIENT: OperationCourse = { stages: RENDERING, cluster: 'none' };
const SERVER: OperationCourse = { stages: [...RENDERING, 'apply'], cluster: 'dry-run' };
const DEPLOYING = [...RENDERING, 'apply', 'store', 'execute', 'store'] as const;
/** For operations whose manifests come from a record instead of a pack. */
const STORED = ['render', 'validate', 'apply', 'store', 'execute', 'store'] as const;
const STORED_DRY: OperationCourse = { stages: ['render', 'validate', 'apply'], cluster: 'dry-run' };
/** Its hooks are on record. */
const REMOVING_DRY: OperationCourse = { stages: ['render', 'apply'], cluster: 'dry-run' };

const DRY_RUNS = { client: CLIENT, server: SERVER };

/** The release's part of the table of operations. */
export const rows: readonly OperationRow[] = Object.freeze([
  {
    kind: 'install',
    summary: 'deploys a pack as a new release',
    requires: ['release', 'pack'],
    stages: DEPLOYING,
    cluster: 'write',
    dryRun: DRY_RUNS,
    pendingStatus: 'pending-install',
  },
  {
    kind: 'upgrade',
    summary: 'deploys a pack as the next revision of a release',
    requires: ['release', 'pack'],
    stages: DEPLOYING,
    cluster: 'write',
    dryRun: DRY_RUNS,
    pendingStatus: 'pending-upgrade',
  },
  {
    kind: 'rollback',
    summary: 'deploys the manifests of an earlier revision as the next one',
    requires: ['release', 'revision'],
    stages: STORED,
    cluster: 'write',
    dryRun: { server: STORED_DRY, client: STORED_DRY },
    pendingStatus: 'pending-rollback',
  },
  {
    kind: 'recover',
    summary: 'finishes the revision that a dead process left behind',
    requires: ['release', 'revision'],
    stages: STORED,
    cluster: 'write',
    dryRun: { server: STORED_DRY, client: STORED_DRY },
    pendingStatus: 'pending-upgrade',
  },
  {
    kind: 'uninstall',
    summary: 'deletes the objects of a release',
    requires: ['release'],
    stages: ['render', 'apply', 'store', 'execute', 'store'],
    cluster: 'write',
    dryRun: { server: REMOVING_DRY, client: REMOVING_DRY },
    pendingStatus: 'uninstalling',
    finalStatus: 'uninstalled',
  },
  {
    kind: 'test-release',
    summary: 'runs the test hooks of a release',
    requires: ['release'],
    stages: ['render', 'apply', 'store', 'execute', 'store'],
    cluster: 'write',
    dryRun: { server: REMOVING_DRY, client: REMOVING_DRY },
  },
  {
    kind: 'template',
    summary: 'renders a pack',
    requires: ['release', 'pack'],
    ...CLIENT,
    dryRun: DRY_RUNS,
    course: ({ flags }) => (flags.validate === true ? SERVER : undefined),
  },
  {
    kind: 'diff',
    summary: 'compares a release with the cluster or with a pack',
    requires: ['release'],
    ...STORED_DRY,
    course: ({ pack }) => (pack === undefined ? undefined : { stages: RENDERING, cluster: 'read' }),
  },
] satisfies readonly OperationRow[]);
