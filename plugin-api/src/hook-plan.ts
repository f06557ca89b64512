/** `during` hooks run among the objects, `test` hooks when somebody asks. */
export type HookPhase = 'pre' | 'during' | 'post' | 'test';

export type HookDeletePolicy = 'before-hook-creation' | 'hook-succeeded' | 'hook-failed';

/** How a hook runs: Helm's annotations, and those of Sherpack 0.4. */
export interface HookPlan {
  readonly phase: HookPhase;
  /** The event that it runs for: `pre-install`. */
  readonly event: string;
  readonly weight: number;
  readonly deletePolicies: readonly HookDeletePolicy[];
  readonly failure: 'fail' | 'continue' | 'rollback';
  /** How often it is run again after a failure. */
  readonly retries: number;
  /** When its logs are shown, besides after a failure. */
  readonly showsLogs: boolean;
}
