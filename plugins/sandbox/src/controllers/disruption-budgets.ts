import { read, readNumber, readObject } from '../schemas/json-path.ts';
import { matchesLabelSelector } from '../server/selectors.ts';
import { keyFor } from './client.ts';
import type { Controller } from './controller.ts';
import { isActive, isReady, isTerminating } from './pod-state.ts';
import { share } from './rolling-update.ts';

const bucket = 'poddisruptionbudgets.policy';

/** Counts how many pods of a budget may be disrupted. */
export const disruptionBudgets: Controller = {
  name: 'disruption-controller',
  watches: [bucket, 'pods'],
  affected: (change, client) => {
    if (change.key.bucket === bucket) return [change.key];
    const selects = client.list(bucket, change.key.namespace).filter((budget) => matchesLabelSelector(read(budget, 'spec', 'selector'), change.object.metadata.labels));
    return selects.map((budget) => keyFor(bucket, budget));
  },
  async reconcile(key, client) {
    const budget = client.get(key);
    if (!budget || isTerminating(budget)) return;
    const pods = client.list('pods', key.namespace).filter((pod) => isActive(pod) && matchesLabelSelector(read(budget, 'spec', 'selector'), pod.metadata.labels));
    const healthy = pods.filter(isReady).length;
    const minimum = read(budget, 'spec', 'minAvailable');
    const maximum = read(budget, 'spec', 'maxUnavailable');
    const wanted = minimum === undefined ? pods.length - share(maximum ?? 0, pods.length, Math.ceil) : share(minimum, pods.length, Math.ceil);
    await client.updateStatus(key, (live) => ({
      ...readObject(live, 'status'),
      observedGeneration: readNumber(live, 'metadata', 'generation'),
      expectedPods: pods.length,
      currentHealthy: healthy,
      desiredHealthy: Math.max(0, wanted),
      disruptionsAllowed: Math.max(0, healthy - Math.max(0, wanted)),
    }));
  },
};
