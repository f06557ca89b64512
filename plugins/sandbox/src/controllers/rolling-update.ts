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

/**
 * What the new and the old ReplicaSets should be scaled to next (pkg/controller/deployment/rolling.go): the new one up
 * within the surge, old ones down, unhealthy pods first, as far as enough pods stay available.
 */
export function nextRolloutStep(replicas: number, limits: RolloutLimits, fresh: Share, old: readonly Share[]): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  const total = fresh.replicas + sum(old.map((set) => set.replicas));
  const room = replicas + limits.maxSurge - total;
  const grown = fresh.replicas > replicas ? replicas : Math.min(replicas, fresh.replicas + Math.max(0, room));
  wanted.set(fresh.name, grown);
  if (grown !== fresh.replicas) return wanted;
  const minAvailable = replicas - limits.maxUnavailable;
  const unavailableNew = fresh.replicas - fresh.available;
  let removable = Math.max(0, total - minAvailable - unavailableNew);
  const left = new Map(old.map((set) => [set.name, set]));
  for (const set of old) {
    const unhealthy = Math.min(removable, Math.max(0, set.replicas - set.available));
    left.set(set.name, { ...set, replicas: set.replicas - unhealthy });
    removable -= unhealthy;
  }
  let spare = Math.max(0, fresh.available + sum(old.map((set) => set.available)) - minAvailable);
  for (const set of left.values()) {
    const down = Math.min(spare, removable, set.replicas);
    wanted.set(set.name, set.replicas - down);
    spare -= down;
    removable -= down;
  }
  return wanted;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
