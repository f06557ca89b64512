import type { Lease } from '@sherpack/plugin-api';
import { isGone } from './process-identity.ts';

/** Milliseconds that a lease holds without being renewed. */
export const LEASE_MS = 15_000;

/** A holder that has less than this left renews before it writes. */
export const RENEW_BEFORE_MS = 5_000;

/** Between looking at the lease and the arrival of a write at the server; also what clocks may differ. */
export const SAFETY_MS = 2_000;

/** A dead holder on this machine need not be waited for; of others only the time can tell. */
export function isHeld(lease: Lease | undefined, now: number): lease is Lease {
  return lease !== undefined && now < lease.until && !isGone(lease.holder);
}

/** Whole seconds until the lease ends by itself. */
export function secondsLeft(lease: Lease, now: number): number {
  return Math.max(1, Math.ceil((lease.until - now) / 1000));
}
