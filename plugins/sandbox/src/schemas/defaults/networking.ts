import { draftOf, draftsOf, fill, fillText, type Draft } from './fill.ts';
import { draftFor } from './workloads.ts';

export function defaultService(object: Draft): void {
  const spec = draftFor(object, 'spec');
  fillText(spec, 'sessionAffinity', 'None');
  fillText(spec, 'type', 'ClusterIP');
  if (spec['sessionAffinity'] === 'None') delete spec['sessionAffinityConfig'];
  if (spec['sessionAffinity'] === 'ClientIP') fill(draftFor(draftFor(spec, 'sessionAffinityConfig'), 'clientIP'), 'timeoutSeconds', 10_800);
  for (const port of draftsOf(spec, 'ports')) {
    fillText(port, 'protocol', 'TCP');
    if (!port['targetPort']) port['targetPort'] = port['port'];
  }
  const isReachable = spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer';
  const hasAddresses = spec['type'] === 'ClusterIP' && Array.isArray(spec['externalIPs']) && spec['externalIPs'].length > 0;
  if (isReachable || hasAddresses) fillText(spec, 'externalTrafficPolicy', 'Cluster');
  if (isReachable || spec['type'] === 'ClusterIP') fill(spec, 'internalTrafficPolicy', 'Cluster');
  if (spec['type'] === 'LoadBalancer') fill(spec, 'allocateLoadBalancerNodePorts', true);
}

export function defaultEndpoints(object: Draft): void {
  for (const subset of draftsOf(object, 'subsets')) for (const port of draftsOf(subset, 'ports')) fillText(port, 'protocol', 'TCP');
}

export function defaultEndpointSlice(object: Draft): void {
  for (const port of draftsOf(object, 'ports')) {
    fill(port, 'name', '');
    fillText(port, 'protocol', 'TCP');
  }
}

export function defaultNetworkPolicy(object: Draft): void {
  const spec = draftFor(object, 'spec');
  for (const rule of [...draftsOf(spec, 'ingress'), ...draftsOf(spec, 'egress')]) {
    for (const port of draftsOf(rule, 'ports')) fillText(port, 'protocol', 'TCP');
  }
  const hasEgress = draftsOf(spec, 'egress').length > 0;
  if (!Array.isArray(spec['policyTypes'])) spec['policyTypes'] = hasEgress ? ['Ingress', 'Egress'] : ['Ingress'];
}

export function defaultIngressClass(object: Draft): void {
  const parameters = draftOf(object, 'spec', 'parameters');
  if (parameters) fill(parameters, 'scope', 'Cluster');
}
