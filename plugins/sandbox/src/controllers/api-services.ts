import { readList, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { keyFor, nowText, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';
import { conditionOf } from './pod-state.ts';

const bucket = 'apiservices.apiregistration.k8s.io';
const definitions = 'customresourcedefinitions.apiextensions.k8s.io';
const automanaged = 'kube-aggregator.kubernetes.io/automanaged';

/** Keeps an APIService for every version that a custom definition serves (kube-aggregator, crdregistration). */
export const apiServices: Controller = {
  name: 'kube-apiserver',
  watches: [definitions],
  affected: ({ object }) => [{ bucket, namespace: '', name: readString(object, 'spec', 'group') ?? '' }],
  async reconcile({ name: group }, client) {
    const wanted = new Set(client.list(definitions).filter((definition) => readString(definition, 'spec', 'group') === group).flatMap(servedVersions));
    const present = client.list(bucket).filter((service) => readString(service, 'spec', 'group') === group && service.metadata.labels?.[automanaged] === 'true');
    for (const service of present) if (!wanted.has(readString(service, 'spec', 'version') ?? '')) client.delete(keyFor(bucket, service));
    for (const version of wanted) await keep(group, version, client);
  },
};

function servedVersions(definition: KubeObject): readonly string[] {
  const isServed = conditionOf(definition, 'Established')?.['status'] === 'True' && definition.metadata.deletionTimestamp === undefined;
  return isServed ? readList(definition, 'spec', 'versions').filter((version) => version['served'] === true).map((version) => String(version['name'])) : [];
}

async function keep(group: string, version: string, client: ControllerClient): Promise<void> {
  const key = { bucket, namespace: '', name: `${version}.${group}` };
  if (client.get(key)) return;
  await client.create(bucket, '', { metadata: { name: key.name, labels: { [automanaged]: 'true' } }, spec: { group, version, groupPriorityMinimum: 1000, versionPriority: 100 } });
  const available = { type: 'Available', status: 'True', lastTransitionTime: nowText(client), reason: 'Local', message: 'Local APIServices are always available' };
  await client.updateStatus(key, () => ({ conditions: [available] }));
}
