import { formatQuantity } from '../quantity.ts';
import { containersTogether, ofPods } from '../pod-resources.ts';
import { draftOf, fill, type Draft } from './fill.ts';

/**
 * A pod that speaks for its containers asks for what they ask together, where it does not say so itself, and else for all
 * that it limits (pkg/apis/core/v1/defaults.go, defaultPodRequests and defaultHugePagePodLimits).
 */
export function defaultPodResources(spec: Draft): void {
  const resources = draftOf(spec, 'resources');
  if (!resources) return;
  const given = [draftOf(resources, 'limits') ?? {}, draftOf(resources, 'requests') ?? {}] as const;
  if (given.every((list) => Object.keys(list).length === 0)) return;
  const [limits, requests] = given.map((list) => ({ ...list })) as [Draft, Draft];
  for (const [name, amount] of containersTogether(spec, 'limits')) if (isHuge(name) && requests[name] === undefined) fill(limits, name, formatQuantity(amount));
  if (Object.keys(limits).length === 0) return;
  for (const [name, amount] of containersTogether(spec, 'requests')) if (ofPods.test(name) && !isHuge(name)) fill(requests, name, formatQuantity(amount));
  for (const [name, amount] of Object.entries(limits)) if (ofPods.test(name)) fill(requests, name, amount);
  resources['limits'] = sorted(limits);
  if (Object.keys(requests).length > 0) resources['requests'] = sorted(requests);
}

function isHuge(name: string): boolean {
  return name.startsWith('hugepages-');
}

function sorted(list: Draft): Draft {
  return Object.fromEntries(Object.entries(list).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
