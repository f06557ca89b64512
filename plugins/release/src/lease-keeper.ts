import type { Clock, HeldRelease, SherpackError } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

/** A third of the lease: two renewals may fail before it ends. */
const PERIOD_MS = 5_000;
/** A lease that could not be renewed for so long must be taken for lost. */
const PATIENCE_MS = 12_000;
/** No later try can succeed. */
const FINAL: ReadonlySet<string> = new Set(['STORAGE_LEASE_LOST', 'STORAGE_RECORD_GONE']);

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
      await inTime(held.renew(), renewed + PATIENCE_MS - clock.now());
      renewed = clock.now();
    } catch (error) {
      if (end.signal.aborted) return;
      const reason = isSherpackError(error) ? error : errors.LEASE_UNSURE(error);
      if (!FINAL.has(reason.code) && clock.now() - renewed < PATIENCE_MS) return;
      end.abort();
      lost(reason);
    }
  }

  /** A store that does not answer at all must not keep the lease for held in our eyes only. */
  async function inTime(renewal: Promise<void>, milliseconds: number): Promise<void> {
    const over = new AbortController();
    const late = clock.sleep(Math.max(1, milliseconds), AbortSignal.any([end.signal, over.signal]), { background: true })
      .then(() => { throw errors.LEASE_UNSURE(undefined); });
    late.catch(() => undefined);
    try {
      await Promise.race([renewal, late]);
    } finally {
      over.abort();
    }
  }

  // The sleep rejects when the keeper is stopped: that is its end, not a failure.
  run().catch(() => undefined);
  return { stop: () => end.abort() };
}
