import type { Operation } from '@sherpack/plugin-api';

export type Cascade = 'background' | 'foreground' | 'orphan';

declare module '@sherpack/plugin-api' {
  interface OperationFlags {
    wait?: boolean;
    waitForJobs?: boolean;
    /** Milliseconds that waiting may take. */
    timeout?: number;
    createNamespace?: boolean;
    autoRollback?: boolean;
    onFailure?: 'stop' | 'continue' | 'rollback';
    forceConflicts?: boolean;
    takeOwnership?: boolean;
    noHooks?: boolean;
    skipCrds?: boolean;
    /** Take the name of a release whose history only is left. */
    replace?: boolean;
    historyMax?: number;
    reuseValues?: boolean;
    resetValues?: boolean;
    resetThenReuseValues?: boolean;
    cascade?: Cascade;
    keepHistory?: boolean;
    description?: string;
    /** `name=value`; `name=null` removes. */
    labels?: readonly string[];
    kubeVersion?: string;
    apiVersions?: readonly string[];
    includeCrds?: boolean;
    isUpgrade?: boolean;
    validate?: boolean;
    renderSubchartNotes?: boolean;
    skipTests?: boolean;
  }
}

/** Revisions that are kept when nobody says how many. */
export const DEFAULT_HISTORY_MAX = 10;

export function historyMax({ flags }: Operation): number {
  return typeof flags.historyMax === 'number' ? flags.historyMax : DEFAULT_HISTORY_MAX;
}
