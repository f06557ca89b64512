import { equalValues } from '@sherpack/field-set/equal';
import { read, readList, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { all, distinct, each, field, fields, given, jsonOf, named, needed, notNegative, oneOf, within, type Check, type Json } from './check.ts';
import { portNumber, portNumberOrName } from './container.ts';
import { forbiddenField, invalid, notSupported, required, type FieldErrors } from './field-error.ts';
import { cidrProblems, ipProblems, labelProblems, qualifiedNameProblems, subdomainProblems } from './names.ts';
import { labelMap } from './selector.ts';

const nodePortRange = [30_000, 32_767] as const;
const appProtocol: Check = given(named(qualifiedNameProblems));

function ports(isSingle: boolean, isHeadless: boolean, takesNodePorts: boolean): Check {
  return all(each(fields({
    name: isSingle ? given(named(labelProblems)) : needed(named(labelProblems)),
    port: portNumber,
    protocol: needed(oneOf('TCP', 'UDP', 'SCTP')),
    targetPort: (value, at, parent) => {
      const isOther = isHeadless && typeof value === 'number' && value !== parent['port'];
      return isOther ? [] : portNumberOrName(value, at, parent);
    },
    appProtocol,
    nodePort: (value, at) => {
      if (!value) return [];
      if (!takesNodePorts) return [forbiddenField(at, "may not be used when `type` is 'ClusterIP'")];
      const isInRange = Number(value) >= nodePortRange[0] && Number(value) <= nodePortRange[1];
      return isInRange ? [] : [invalid(at, value, `provided port is not in the valid range. The range of valid ports is ${nodePortRange.join('-')}`)];
    },
  })), distinct(field('name'), '.name'), distinct(jsonOf('protocol', 'port')), distinct((port) => ((port as Json)['nodePort'] ? jsonOf('protocol', 'nodePort')(port) : undefined)));
}

const publicAddress: Check = all(named(ipProblems), (value, at) => (/^(127\.|169\.254\.|0\.0\.0\.0|224\.0\.0\.)/.test(String(value)) ? [invalid(at, value, 'may not be in the loopback, link-local or unspecified range')] : []));

export function serviceErrors(object: KubeObject): FieldErrors {
  const spec = readObject(object, 'spec') ?? {};
  const type = String(spec['type']);
  const list = readList(spec, 'ports');
  const isHeadless = spec['clusterIP'] === 'None';
  const takesNodePorts = type === 'NodePort' || type === 'LoadBalancer';
  return fields({
    type: oneOf('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'),
    ports: all((value, at, parent) => (list.length === 0 && !isHeadless && type !== 'ExternalName' ? [required(at)] : ports(list.length === 1, isHeadless, takesNodePorts)(value, at, parent))),
    selector: labelMap,
    sessionAffinity: needed(oneOf('ClientIP', 'None')),
    sessionAffinityConfig: affinityConfig,
    externalName: (value, at, parent) => (type === 'ExternalName' ? needed(named((text) => subdomainProblems(text.replace(/\.$/, ''))))(value, at, parent) : []),
    externalIPs: each(publicAddress),
    loadBalancerSourceRanges: (value, at, parent) => (value !== undefined && type !== 'LoadBalancer' ? [forbiddenField(at, "may only be used when `type` is 'LoadBalancer'")] : each(named((text) => cidrProblems(text.trim())))(value, at, parent)),
    loadBalancerClass: (value, at, parent) => (value !== undefined && type !== 'LoadBalancer' ? [forbiddenField(at, "may only be used when `type` is 'LoadBalancer'")] : given(named(qualifiedNameProblems))(value, at, parent)),
    allocateLoadBalancerNodePorts: (value, at) => (value !== undefined && type !== 'LoadBalancer' ? [forbiddenField(at, "may only be used when `type` is 'LoadBalancer'")] : []),
    externalTrafficPolicy: (value, at, parent) => externalPolicy(value, at, parent, takesNodePorts),
    internalTrafficPolicy: oneOf('Cluster', 'Local'),
    trafficDistribution: given(oneOf('PreferClose', 'PreferSameNode', 'PreferSameZone')),
    healthCheckNodePort: (value, at, parent) => (value && !(type === 'LoadBalancer' && parent['externalTrafficPolicy'] === 'Local') ? [invalid(at, value, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")] : notNegative(value, at, parent)),
    ipFamilies: (value, at, parent) => (type === 'ExternalName' ? [] : ipFamilies(value, at, parent)),
    ipFamilyPolicy: (value, at, parent) => (type === 'ExternalName' ? [] : oneOf('PreferDualStack', 'RequireDualStack', 'SingleStack')(value, at, parent)),
    clusterIPs: (value, at, parent) => clusterAddresses(value, at, parent, type),
  })(spec, 'spec', {}).concat(headlessErrors(spec, type));
}

function affinityConfig(value: unknown, at: string, parent: Json): FieldErrors {
  if (parent['sessionAffinity'] !== 'ClientIP') return value === undefined ? [] : [forbiddenField(at, 'must not be set when session affinity is None')];
  return needed(fields({ clientIP: needed(fields({ timeoutSeconds: needed(within(1, 86_400)) })) }))(value, at, parent);
}

/** Services that others reach from outside: by node ports, or by addresses of their own. */
function externalPolicy(value: unknown, at: string, spec: Json, takesNodePorts: boolean): FieldErrors {
  const isReachable = takesNodePorts || (spec['type'] === 'ClusterIP' && Array.isArray(spec['externalIPs']) && spec['externalIPs'].length > 0);
  if (value === undefined) return [];
  return isReachable ? oneOf('Cluster', 'Local')(value, at, spec) : [invalid(at, value, 'may only be set for externally-accessible services')];
}

const ipFamilies: Check = all(
  each((value, at) => (value === 'IPv4' || value === 'IPv6' ? [] : [notSupported(at, value, ['IPv4', 'IPv6'])])),
  distinct((family) => family),
);

function clusterAddresses(value: unknown, at: string, spec: Json, type: string): FieldErrors {
  const list = Array.isArray(value) ? value : [];
  if (type === 'ExternalName') return list.length > 0 ? [forbiddenField(at, "may not be set when type is 'ExternalName'")] : [];
  const first = list[0] === spec['clusterIP'] || list.length === 0 ? [] : [invalid(at, list, 'first value must match `clusterIP`')];
  if (list.length === 0 && spec['clusterIP'] && spec['clusterIP'] !== 'None') return [required(at)];
  return [...first, ...list.filter((address) => address !== 'None').flatMap((address, i) => named(ipProblems)(address, `${at}[${i}]`, spec))];
}

function headlessErrors(spec: Json, type: string): FieldErrors {
  const isHeadless = spec['clusterIP'] === 'None';
  return isHeadless && (type === 'NodePort' || type === 'LoadBalancer') ? [invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${type} services`)] : [];
}

/** The address of a Service stays, unless it stops or starts having one. */
export function serviceUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const [before, after] = [read(live, 'spec', 'clusterIPs'), read(object, 'spec', 'clusterIPs')];
  const isExternal = [object, live].some((one) => read(one, 'spec', 'type') === 'ExternalName');
  if (isExternal || before === undefined) return [];
  const address = equalValues(before, after) ? [] : [invalid('spec.clusterIPs[0]', after ?? null, 'may not change once set')];
  return [...address, ...classErrors(object, live)];
}

function classErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const isBalanced = [object, live].every((one) => read(one, 'spec', 'type') === 'LoadBalancer');
  const [before, after] = [readString(live, 'spec', 'loadBalancerClass'), readString(object, 'spec', 'loadBalancerClass')];
  return isBalanced && before !== after ? [invalid('spec.loadBalancerClass', after ?? null, 'may not change once set')] : [];
}
