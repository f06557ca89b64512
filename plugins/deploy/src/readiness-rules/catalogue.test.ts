import { describe, expect, it } from 'vitest';
import { testReadinessRule } from '@sherpack/plugin-kit/suites/readiness-rule';
import packageJson from '../../package.json' with { type: 'json' };

function objectOf(key: string, kind: string, parts: object = {}) {
  return { apiVersion: `${key.slice(key.indexOf('.') + 1)}/v1`, kind, metadata: { name: 'a', generation: 2 }, ...parts };
}

const WRITTEN = [
  ['servicemonitor.monitoring.coreos.com', 'ServiceMonitor', () => import('./service-monitor.ts')],
  ['podmonitor.monitoring.coreos.com', 'PodMonitor', () => import('./pod-monitor.ts')],
  ['prometheusrule.monitoring.coreos.com', 'PrometheusRule', () => import('./prometheus-rule.ts')],
  ['virtualservice.networking.istio.io', 'VirtualService', () => import('./virtual-service.ts')],
  ['destinationrule.networking.istio.io', 'DestinationRule', () => import('./destination-rule.ts')],
] as const;

for (const [key, kind, load] of WRITTEN) {
  testReadinessRule({ key, load, examples: [{ name: 'one that was written', object: objectOf(key, kind), expected: 'ready' }] }, { describe, it, expect });
}

const ROUTE = 'httproute.gateway.networking.k8s.io';

function route(status: string, observedGeneration: number, resolved = 'True') {
  const conditions = [{ type: 'Accepted', status, observedGeneration }, { type: 'ResolvedRefs', status: resolved, observedGeneration }];
  return objectOf(ROUTE, 'HTTPRoute', { status: { parents: [{ conditions }] } });
}

testReadinessRule({
  key: ROUTE,
  load: () => import('./http-route.ts'),
  examples: [
    { name: 'one that a gateway takes', object: route('True', 2), expected: 'ready' },
    { name: 'one that a gateway took before', object: route('True', 1), expected: 'progressing' },
    { name: 'one that no gateway takes', object: route('False', 2), expected: 'progressing' },
    { name: 'one whose backend is missing', object: route('True', 2, 'False'), expected: 'progressing' },
    { name: 'one that nobody has looked at', object: objectOf(ROUTE, 'HTTPRoute'), expected: 'progressing' },
  ],
}, { describe, it, expect });

describe('the catalogue', () => {
  it('has a test for every rule that it announces', () => {
    expect([...WRITTEN.map(([key]) => key), ROUTE].toSorted()).toEqual(packageJson.sherpack.extensions['readiness-rule']);
  });
});
