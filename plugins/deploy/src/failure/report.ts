import type { Cause } from '../readiness/contract.ts';

/**
 * The chain for people, a line for each link, from the judged object down:
 *
 * ```
 * Pod shop/web-5d4f-x2: Pending
 * init container migrate: CrashLoopBackOff: ended with exit code 1, 3 restarts
 * log: FATAL: password authentication failed
 * ```
 */
export function chainLines(chain: readonly Cause[] | undefined): readonly string[] {
  return (chain ?? []).map(({ what, reason, message }) => [what, reason, message].filter((part) => part !== '').join(': '));
}
