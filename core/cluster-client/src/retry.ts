import type { HeaderTable } from './transport.ts';
import { headerValues } from './transport.ts';

/** How often and how long a failed request is repeated. */
export interface RetryPolicy {
  /** Attempts after the first. */
  readonly retries: number;
  /** Milliseconds before the first retry; doubles each time. */
  readonly base: number;
  /** The longest pause, also where the server asks for more. Milliseconds. */
  readonly longest: number;
  /** No retry begins later than this after the first attempt. Milliseconds. */
  readonly budget: number;
}

export const DEFAULT_RETRY: RetryPolicy = Object.freeze({ retries: 5, base: 200, longest: 30_000, budget: 120_000 });

/**
 * Exponential back-off with jitter: between half and the whole of the doubled pause, so that many clients that lost
 * the same server do not come back at the same moment.
 *
 * @param attempt counts from 1
 */
export function backOff(policy: Pick<RetryPolicy, 'base' | 'longest'>, attempt: number, random: () => number): number {
  const pause = Math.min(policy.longest, policy.base * 2 ** (attempt - 1));
  return pause * (0.5 + random() / 2);
}

/** Milliseconds that a Retry-After header asks for; RFC 9110, section 10.2.3: seconds or a date. */
export function retryAfter(headers: HeaderTable, now: number): number | undefined {
  const [value] = headerValues(headers, 'retry-after');
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const TRANSIENT = new Set([500, 502, 503, 504]);

export function isTransient(status: number, text: string): boolean {
  return TRANSIENT.has(status) && !isTypeError(text);
}

/** Apply answers 500 where the object does not fit its schema: structured-merge-diff's errors have no status of their own. */
export function isTypeError(text: string): boolean {
  return text.includes('failed to create typed patch object') || text.includes('failed to convert new object');
}

/**
 * Whether the server may have done what was asked although it answered with a failure: nobody stood between (502,
 * 504, a 503 of a proxy), or the store behind it did not answer in time.
 */
export function isUnclear(status: number, text: string): boolean {
  if (status === 502 || status === 504) return true;
  if (status === 503) return !text.includes('"Status"');
  return status === 500 && /etcd|timed out|timeout/i.test(text) && !/webhook/i.test(text);
}
