import { readList, readObject } from './json-path.ts';
import { parseQuantity, type Quantity } from './quantity.ts';

type Json = Readonly<Record<string, unknown>>;

/** Amounts by the name of the resource. */
export type Resources = ReadonlyMap<string, Quantity>;

export type Part = 'requests' | 'limits';

const nothing: Resources = new Map();

/** What a container asks for, or may use at most. */
export function containerResources(container: Json, part: Part): Resources {
  return resourceList(readObject(container, 'resources', part));
}

/** A list as in `resources.requests`; what is no quantity is left out. */
export function resourceList(list: Json | undefined): Resources {
  return new Map(Object.entries(list ?? {}).flatMap(([name, text]) => {
    const amount = parseQuantity(String(text));
    return amount ? [[name, amount] as const] : [];
  }));
}

/** What of a resource the pod itself may speak for, instead of its containers. */
export const ofPods = /^(?:cpu|memory|hugepages-.+)$/;

/** What a pod takes in all; what it says itself goes before what its containers say (component-helpers, resource/helpers.go). */
export function podResources(pod: Json, part: Part): Resources {
  const ofPod = [...resourceList(readObject(pod, 'spec', 'resources', part))].filter(([name]) => ofPods.test(name));
  return new Map([...containersTogether(readObject(pod, 'spec') ?? {}, part), ...ofPod]);
}

/** What containers and sidecars take together, or the start of the pod if that is more. */
export function containersTogether(spec: Json, part: Part): Resources {
  const sum = readList(spec, 'containers').map((container) => containerResources(container, part)).reduce(plus, nothing);
  let sidecars = nothing;
  let start = nothing;
  for (const container of readList(spec, 'initContainers')) {
    const together = plus(sidecars, containerResources(container, part));
    start = largest(start, together);
    if (container['restartPolicy'] === 'Always') sidecars = together;
  }
  return largest(plus(sum, sidecars), start);
}

/** As `podResources`, with what its runtime costs besides; that counts to limits only where there are some. */
export function podResourcesWithOverhead(pod: Json, part: Part): Resources {
  const own = podResources(pod, part);
  const overhead = [...resourceList(readObject(pod, 'spec', 'overhead'))].filter(([name]) => part === 'requests' || own.has(name));
  return plus(own, new Map(overhead));
}

/** Whether the pod speaks for all of its containers. */
export function speaksForContainers(pod: Json): boolean {
  return (['requests', 'limits'] as const).some((part) => Object.keys(readObject(pod, 'spec', 'resources', part) ?? {}).some((name) => ofPods.test(name)));
}

export function addAmount(left: Quantity | undefined, right: Quantity): Quantity {
  return left === undefined ? right : { nanos: left.nanos + right.nanos, family: left.nanos === 0n ? right.family : left.family };
}

function plus(left: Resources, right: Resources): Resources {
  return new Map([...left, ...[...right].map(([name, amount]) => [name, addAmount(left.get(name), amount)] as const)]);
}

function largest(left: Resources, right: Resources): Resources {
  const more = [...right].filter(([name, amount]) => amount.nanos > (left.get(name)?.nanos ?? -1n));
  return new Map([...left, ...more]);
}
