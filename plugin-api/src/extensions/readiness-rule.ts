import { defineExtensionPoint } from '../extension-point.ts';

/**
 * What "ready" and "failed" mean for the objects of one kind. Expressions are CEL over the object as the cluster has it:
 * `object`, and its members `apiVersion`, `kind`, `metadata`, `spec`, `status` by their own names. A field that is not
 * there yet means that the object is still progressing.
 *
 * A rule never judges a state older than the write it is asked about. For kinds that tell by no `observedGeneration`
 * which generation they have seen, compare status with spec (`status.version == spec.version`), or give `settle`.
 *
 * Conformance: `@sherpack/plugin-kit` suite `readiness-rule`.
 */
export interface ReadinessRule {
  /** True: the object is ready. Missing: the customary conditions decide. */
  readonly readyWhen?: string | undefined;
  /** True: the object has failed and will not become ready by itself. Wins over `readyWhen`. */
  readonly failedWhen?: string | undefined;
  /** A string for people, shown while neither holds. */
  readonly progress?: string | undefined;
  /**
   * Milliseconds after the write from which on the present state is taken for the outcome, told as `unknown`, where
   * nothing says that the controller has seen the write.
   */
  readonly settle?: number | undefined;
  /** The kind has no life of its own: what the server has accepted is ready. No other field may stand beside it. */
  readonly writtenIsReady?: boolean | undefined;
}

/** Keys are the kind in lower case and the group, `certificate.cert-manager.io`; the version does not matter, for it is only a view of an object. */
export const readinessRules = defineExtensionPoint<ReadinessRule>('readiness-rule', 'readiness rule');

/** The key of the rule for a kind; one of the core group has no dot: `pod`. */
export function readinessRuleKey(group: string, kind: string): string {
  const word = kind.toLowerCase();
  return group === '' ? word : `${word}.${group}`;
}
