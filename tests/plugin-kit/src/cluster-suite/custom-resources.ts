import type { KubernetesObject } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import { LONG, thrownBy, unique } from './suite.ts';
import type { ClusterSuite } from './suite.ts';

interface CustomKind {
  readonly definition: KubernetesObject;
  readonly apiVersion: string;
}

/** A kind of this run whose objects may hold anything. */
function customKind(): CustomKind {
  const group = `${unique('g')}.suite.sherpack.io`;
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const spec = {
    group,
    scope: 'Namespaced',
    names: { kind: 'Gauge', plural: 'gauges', singular: 'gauge', listKind: 'GaugeList' },
    versions: [{ name: 'v1', served: true, storage: true, schema }],
  };
  return {
    definition: { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `gauges.${group}` }, spec },
    apiVersion: `${group}/v1`,
  };
}

/** Numbers that a double loses, or whose spelling it loses. */
const NUMBERS = '{"big":9007199254740993,"negative":-9223372036854775808,"one":1.0,"tenth":0.1,"zero":0}';

export function testCustomResources({ it, expect, open, supports }: ClusterSuite): void {
  it('knows a kind as soon as it is defined, keeps its numbers exact and its unknown fields', async () => {
    const { cluster, namespace } = await open();
    const { definition, apiVersion } = customKind();
    await cluster.discovery();
    await cluster.create(definition);
    await established(cluster, definition, apiVersion);
    expect((await cluster.resource({ apiVersion, kind: 'Gauge' }))?.namespaced).toBe(true);

    const numbers = parseJson(NUMBERS, { exactNumbers: true });
    const gauge: KubernetesObject = { apiVersion, kind: 'Gauge', metadata: { name: 'g', namespace }, spec: { numbers, 'x-anything': { deep: [null, true, ''] } } };
    await cluster.create(gauge);
    const read = await cluster.get({ apiVersion, kind: 'Gauge', namespace, name: 'g' });
    expect(jsonEqual(read?.['spec'], gauge['spec'])).toBe(true);
    expect(stringifyJson((read?.['spec'] as { numbers?: { big?: unknown } } | undefined)?.numbers?.big)).toBe('9007199254740993');

    const applied = { ...gauge, metadata: { name: 'applied', namespace } };
    const answer = await cluster.apply(applied, { fieldManager: 'suite' });
    expect(jsonEqual(answer.object['spec'], gauge['spec'])).toBe(true);
    const listed = await cluster.list({ apiVersion, kind: 'Gauge' }, { namespace });
    expect(listed.items.map((item) => jsonEqual(item['spec'], gauge['spec']))).toEqual([true, true]);
    await cluster.delete({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name: definition.metadata.name ?? '' });
  });

  if (!supports.unknownKinds) return;
  it('refuses a kind that nobody defined, and says which one was probably meant', async () => {
    const { cluster, namespace } = await open();
    const { code } = await thrownBy(cluster.create({ apiVersion: 'none.example/v1', kind: 'Thing', metadata: { name: 't', namespace } }));
    expect([code, await cluster.resource({ apiVersion: 'none.example/v1', kind: 'Thing' })]).toEqual(['CLUSTER_UNKNOWN_KIND', undefined]);
    const misspelt = await thrownBy(cluster.create({ apiVersion: 'apps/v1', kind: 'Deploymet', metadata: { name: 'd', namespace } }));
    expect([misspelt.code, misspelt.hint?.includes('Deployment')]).toEqual(['CLUSTER_UNKNOWN_KIND', true]);
  });
}

/** Where nothing has a life of its own, a definition counts as soon as it is there. A server lists the kind a moment after it is established. */
async function established(cluster: Awaited<ReturnType<ClusterSuite['open']>>['cluster'], { metadata }: KubernetesObject, apiVersion: string): Promise<void> {
  if (!cluster.observable) return;
  const ref = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name: metadata.name ?? '' };
  await cluster.waitFor(ref, (object) => hasCondition(object, 'Established'), { timeout: LONG });
  const end = Date.now() + LONG;
  while (Date.now() < end && (await cluster.resource({ apiVersion, kind: 'Gauge' })) === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
}

function hasCondition(object: KubernetesObject | undefined, type: string): boolean {
  const status = object?.['status'] as { conditions?: readonly { type: string; status: string }[] } | undefined;
  return status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
}
