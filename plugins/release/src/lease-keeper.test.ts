import { describe, expect, it } from 'vitest';
import { SherpackError } from '@sherpack/plugin-api';
import type { Clock, HeldRelease } from '@sherpack/plugin-api';
import { keepLease } from './lease-keeper.ts';

/** Sleeps end when the test says so. */
function manualClock() {
  const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  let time = 0;
  const clock: Clock = {
    now: () => time,
    sleep: (milliseconds, signal) => new Promise((wake, reject) => {
      sleepers.push({ until: time + milliseconds, wake });
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    }),
  };
  async function move(milliseconds: number): Promise<void> {
    time += milliseconds;
    for (const { until, wake } of sleepers) if (until <= time) wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { clock, move };
}

function failure(code: string): SherpackError {
  return new SherpackError(code, { message: code });
}

function heldBy(renew: () => Promise<void>): HeldRelease {
  return { renew } as HeldRelease;
}

describe('the keeper of a lease', () => {
  it('renews every five seconds until it is stopped', async () => {
    const { clock, move } = manualClock();
    let renewals = 0;
    const keeper = keepLease(heldBy(async () => { renewals += 1; }), clock, () => expect.unreachable());
    for (let round = 0; round < 3; round++) await move(5_000);
    expect(renewals).toBe(3);
    keeper.stop();
    await move(5_000);
    expect(renewals).toBe(3);
  });

  it('tells at once, and once, that another process has the release', async () => {
    const { clock, move } = manualClock();
    const lost: string[] = [];
    keepLease(heldBy(async () => { throw failure('STORAGE_LEASE_LOST'); }), clock, ({ code }) => void lost.push(code));
    for (let round = 0; round < 4; round++) await move(5_000);
    expect(lost).toEqual(['STORAGE_LEASE_LOST']);
  });

  it('bears a failure to reach the store, but not for as long as the lease lasts', async () => {
    const { clock, move } = manualClock();
    const lost: string[] = [];
    let up = true;
    keepLease(heldBy(async () => { if (!up) throw failure('CLUSTER_UNREACHABLE'); }), clock, ({ code }) => void lost.push(code));
    await move(5_000);
    up = false;
    await move(5_000);
    up = true;
    await move(5_000);
    up = false;
    await move(5_000);
    await move(5_000);
    expect(lost).toEqual([]);
    await move(5_000);
    expect(lost).toEqual(['CLUSTER_UNREACHABLE']);
  });

  it('gives up a store that does not answer at all before the lease ends', async () => {
    const { clock, move } = manualClock();
    const lost: string[] = [];
    keepLease(heldBy(() => new Promise(() => undefined)), clock, ({ code }) => void lost.push(code));
    await move(5_000);
    await move(5_000);
    expect(lost).toEqual([]);
    await move(5_000);
    expect(lost).toEqual(['RELEASE_LEASE_UNSURE']);
  });

  it('does not bear failures of an unknown kind for ever either', async () => {
    const { clock, move } = manualClock();
    const lost: string[] = [];
    keepLease(heldBy(async () => { throw new TypeError('broken'); }), clock, ({ code }) => void lost.push(code));
    for (let round = 0; round < 4; round++) await move(5_000);
    expect(lost).toEqual(['RELEASE_LEASE_UNSURE']);
  });
});
