import { readList, readObject } from '../schemas/json-path.ts';
import { addAmount, containerResources, resourceList, type Resources } from '../schemas/pod-resources.ts';
import type { Quantity } from '../schemas/quantity.ts';
import type { KubeObject } from './api-types.ts';

const counted = ['cpu', 'memory'];

/** The class of service of a pod (pkg/apis/core/helper/qos, ComputePodQOS). What is zero counts as not said. */
export function qosClass(pod: KubeObject): 'BestEffort' | 'Burstable' | 'Guaranteed' {
  const ofPod = readObject(pod, 'spec', 'resources');
  const parts = ofPod
    ? [{ requests: resourceList(readObject(ofPod, 'requests')), limits: resourceList(readObject(ofPod, 'limits')) }]
    : [...readList(pod, 'spec', 'containers'), ...readList(pod, 'spec', 'initContainers')].map((container) => ({ requests: containerResources(container, 'requests'), limits: containerResources(container, 'limits') }));
  const requests = sumOf(parts.map((part) => part.requests));
  const limits = sumOf(parts.map((part) => part.limits));
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  const isLimited = parts.every((part) => counted.every((name) => (part.limits.get(name)?.nanos ?? 0n) > 0n));
  const isSame = requests.size === limits.size && [...requests].every(([name, amount]) => limits.get(name)?.nanos === amount.nanos);
  return isLimited && isSame ? 'Guaranteed' : 'Burstable';
}

function sumOf(lists: readonly Resources[]): Resources {
  const sum = new Map<string, Quantity>();
  for (const [name, amount] of lists.flatMap((list) => [...list])) if (counted.includes(name) && amount.nanos > 0n) sum.set(name, addAmount(sum.get(name), amount));
  return sum;
}
