import type { ClusterError } from '@sherpack/plugin-api';
import type { Call } from './call.ts';
import { errors } from './errors.ts';
import { refusal } from './refusal.ts';
import { backOff, isTransient, isUnclear, retryAfter } from './retry.ts';
import type { RetryPolicy } from './retry.ts';
import { isTransportError } from './transport.ts';
import type { TransportError, TransportResponse } from './transport.ts';

/** What one attempt came to. */
export type Outcome =
  | { readonly response: TransportResponse; readonly text: string }
  | { readonly lost: TransportError };

export interface RetryState {
  readonly policy: RetryPolicy;
  readonly random: () => number;
  readonly now: number;
  /** Attempts made so far. */
  readonly count: number;
  /** The server has answered before, so that it is worth waiting for. */
  readonly answered: boolean;
}

/** The pause before the next attempt in milliseconds; undefined when there must be none. */
export function pauseAfter(outcome: Outcome, call: Call, state: RetryState): number | undefined {
  const { policy, count } = state;
  if (count > policy.retries) return undefined;
  const pause = backOff(policy, count, state.random);
  if ('lost' in outcome) return state.answered && (call.repeatable || !outcome.lost.sent) ? pause : undefined;
  const { status, headers } = outcome.response;
  // 429 is said before anything was done, so even a creation may be sent again.
  if (status !== 429 && !(isTransient(status, outcome.text) && call.repeatable)) return undefined;
  return Math.max(pause, Math.min(retryAfter(headers, state.now) ?? 0, policy.longest));
}

/** Whether the attempt failed in a way that leaves open if the server did what was asked. */
export function isOpen(outcome: Outcome): boolean {
  return 'lost' in outcome ? outcome.lost.sent : isUnclear(outcome.response.status, outcome.text);
}

/**
 * The error of the last attempt.
 *
 * @param unclear an earlier attempt may have arrived
 */
export function errorOf(outcome: Outcome, call: Call, unclear: boolean, server: string): ClusterError {
  if ('lost' in outcome) return errorOfLost(outcome.lost, call, server);
  const { status } = outcome.response;
  const error = refusal(call, status, outcome.text, server);
  if (call.method === 'GET') return error;
  if (!call.repeatable && isOpen(outcome)) return errors.OUTCOME_UNKNOWN(call.action, error.message, error.failure, error);
  return unclear && status === 409 ? collided(call, error) : error;
}

export function errorOfLost(lost: TransportError, call: Call, server: string): ClusterError {
  if (call.method !== 'GET' && !call.repeatable && lost.sent) {
    return errors.OUTCOME_UNKNOWN(call.action, lost.message, CONNECTION_LOST, lost);
  }
  if (lost.code === 'ETIMEDOUT' && lost.sent) return errors.TIMEOUT(call.action, lost.message, undefined, lost);
  return errors.UNREACHABLE(server, call.action, lost.message, lost);
}

const CONNECTION_LOST = Object.freeze({ status: 0, reason: 'ConnectionLost', body: undefined });

/** A write whose first try may have arrived meets its own result on the second: that is no conflict with others yet. */
function collided(call: Call, error: ClusterError): ClusterError {
  const why = 'the connection broke once, and on the second try the object had changed, perhaps by the first';
  return errors.OUTCOME_UNKNOWN(call.action, why, CONNECTION_LOST, error);
}

/** @returns the lost answer, or throws what is no failure of the transport */
export function lostAnswer(error: unknown): TransportError {
  if (isTransportError(error)) return error;
  throw error;
}
