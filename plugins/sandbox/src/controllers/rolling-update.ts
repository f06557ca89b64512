/** How many pods a rolling update may add and do without. */
export interface RolloutLimits {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** `25%` or `2` of a number of replicas; surge rounds up, unavailability down, and both may not be nothing. */
export function rolloutLimits(replicas: number, maxSurge: unknown, maxUnavailable: unknown): RolloutLimits {
  const surge = share(maxSurge, replicas, Math.ceil);
  const unavailable = share(maxUnavailable, replicas, Math.floor);
  const floor = surge === 0 && unavailable === 0 ? 1 : unavailable;
  return { maxSurge: surge, maxUnavailable: Math.min(floor, replicas) };
}

export function share(value: unknown, of: number, round: (n: number) => number): number {
  if (typeof value === 'string') return round((Number.parseFloat(value) * of) / 100);
  return Number(value ?? 0);
}

/** One ReplicaSet as the arithmetic sees it. */
export interface Share {
  readonly name: string;
  readonly replicas: number;
  readonly available: number;
}

/** A ReplicaSet and how many replicas it is to have. */
export type RolloutStep = readonly [name: string, replicas: number];

/**
 * What the new and the old ReplicaSets are scaled to next (pkg/controller/deployment/rolling.go): the new one up within
 * the surge; when there is nothing to add, old ones down, unhealthy pods first, as far as enough pods stay available.
 * `old` is ordered by age, the oldest first.
 */
export function nextRolloutSteps(replicas: number, limits: RolloutLimits, fresh: Share, old: readonly Share[]): readonly RolloutStep[] {
  const total = fresh.replicas + sum(old.map((set) => set.replicas));
  if (fresh.replicas > replicas) return [[fresh.name, replicas]];
  const room = Math.max(0, replicas + limits.maxSurge - total);
  const grown = Math.min(replicas, fresh.replicas + room);
  if (grown !== fresh.replicas) return [[fresh.name, grown]];
  const minAvailable = replicas - limits.maxUnavailable;
  const removable = total - minAvailable - (fresh.replicas - fresh.available);
  if (removable <= 0) return [];
  const unhealthy = unhealthySteps(removable, old);
  const left = old.map((set) => ({ ...set, replicas: new Map(unhealthy).get(set.name) ?? set.replicas }));
  const spare = fresh.available + sum(old.map((set) => set.available)) - minAvailable;
  return [...unhealthy, ...shrinkSteps(spare, left)];
}

/** Pods that are not available do not count, so they can go at once. */
function unhealthySteps(removable: number, old: readonly Share[]): RolloutStep[] {
  let left = removable;
  return old.flatMap((set): RolloutStep[] => {
    const down = Math.min(left, Math.max(0, set.replicas - set.available));
    left -= Math.max(0, down);
    return down > 0 ? [[set.name, set.replicas - down]] : [];
  });
}

function shrinkSteps(spare: number, old: readonly Share[]): RolloutStep[] {
  let left = spare;
  return old.flatMap((set): RolloutStep[] => {
    const down = Math.min(Math.max(0, left), set.replicas);
    left -= down;
    return down > 0 ? [[set.name, set.replicas - down]] : [];
  });
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
