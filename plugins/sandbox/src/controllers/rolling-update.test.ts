import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextRolloutSteps, rolloutLimits, type Share } from './rolling-update.ts';

describe('the limits of a rolling update', () => {
  it('round the surge up and the unavailable pods down', () => {
    expect(rolloutLimits(3, '25%', '25%')).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(rolloutLimits(10, '25%', '25%')).toEqual({ maxSurge: 3, maxUnavailable: 2 });
  });

  it('never forbid both, since nothing could move then', () => {
    expect(rolloutLimits(4, '0%', '20%')).toEqual({ maxSurge: 0, maxUnavailable: 1 });
  });
});

describe('a step of a rolling update', () => {
  const replicas = fc.integer({ min: 0, max: 8 });

  it('stays within the surge and never takes available pods below the limit', () => {
    const shares = fc.tuple(replicas, replicas).map(([a, b]): Omit<Share, 'name'> => ({ replicas: Math.max(a, b), available: Math.min(a, b) }));
    fc.assert(fc.property(replicas, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 3 }), shares, shares, (wanted, maxSurge, maxUnavailable, fresh, old) => {
      const limits = { maxSurge, maxUnavailable: Math.min(maxUnavailable, wanted) };
      const steps = new Map(nextRolloutSteps(wanted, limits, { ...fresh, name: 'new' }, [{ ...old, name: 'old' }]));
      const next = { fresh: steps.get('new') ?? fresh.replicas, old: steps.get('old') ?? old.replicas };
      const before = fresh.replicas + old.replicas;
      expect(next.fresh + next.old).toBeLessThanOrEqual(Math.max(before, wanted + maxSurge));
      const goneAvailable = Math.max(0, old.available - next.old);
      const minimum = Math.min(fresh.available + old.available, wanted - limits.maxUnavailable);
      if (next.fresh >= fresh.replicas) expect(fresh.available + old.available - goneAvailable).toBeGreaterThanOrEqual(minimum);
    }));
  });

  it('comes to an end when pods become available', () => {
    fc.assert(fc.property(replicas, replicas, (wanted, start) => {
      const limits = rolloutLimits(wanted, '25%', '25%');
      let state = { fresh: 0, old: start };
      for (let i = 0; i < 40; i += 1) {
        const steps = new Map(nextRolloutSteps(wanted, limits, { name: 'new', replicas: state.fresh, available: state.fresh }, [{ name: 'old', replicas: state.old, available: state.old }]));
        state = { fresh: steps.get('new') ?? state.fresh, old: steps.get('old') ?? state.old };
      }
      expect(state).toEqual({ fresh: wanted, old: 0 });
    }));
  });
});
