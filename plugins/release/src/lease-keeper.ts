import type { Clock, HeldRelease, SherpackError } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';

/** A third of the lease: two renewals may fail before it ends. */
const PERIOD_MS = 5_000;
/** A lease that could not be renewed for so long must be taken for lost. */
const PATIENCE_MS = 12_000;

export interface LeaseKeeper {
  stop(): void;
}

/**
 * Renews a lease while an operation works.
 *
 * @param lost called once if another process has taken the release, or if nobody can be asked any more
 */
export function keepLease(held: HeldRelease, clock: Clock, lost: (reason: SherpackError) => void): LeaseKeeper {
  const end = new AbortController();
  let renewed = clock.now();

  async function run(): Promise<void> {
    while (!end.signal.aborted) {
      await clock.sleep(PERIOD_MS, end.signal, { background: true });
      await renew();
    }
  }

  async function renew(): Promise<void> {
    try {
      await held.renew();
      renewed = clock.now();
    } catch (error) {
      if (end.signal.aborted || !isSherpackError(error)) return;
      if (error.code !== 'STORAGE_LEASE_LOST' && clock.now() - renewed < PATIENCE_MS) return;
      end.abort();
      lost(error);
    }
  }

  // The sleep rejects when the keeper is stopped: that is its end, not a failure.
  run().catch(() => undefined);
  return { stop: () => end.abort() };
}
