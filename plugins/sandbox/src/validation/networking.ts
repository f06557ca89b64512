import { isObject } from '@sherpack/field-set/field-schema';
import { equalValues } from '@sherpack/field-set/equal';
import net from 'node:net';
import { read, readList } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { all, atMost, distinct, each, field, fields, given, named, needed, oneOf, within, type Check, type Json } from './check.ts';
import { portNumberOrName } from './container.ts';
import { forbiddenField, invalid, required, type FieldErrors } from './field-error.ts';
import { cidrProblems, dnsNameProblems, domainPrefixedProblems, ipProblems, labelProblems, pathSegmentProblems, portNameProblems, qualifiedNameProblems, subdomainProblems, wildcardSubdomainProblems } from './names.ts';
import { labelSelector } from './selector.ts';

const typedReference: Check = fields({ apiGroup: given(named(subdomainProblems)), kind: needed(named(pathSegmentProblems)), name: needed(named(pathSegmentProblems)) });

const serviceBackend: Check = fields({
  name: needed(named(dnsNameProblems)),
  port: (value, at) => {
    const port = isObject(value) ? value : {};
    const place = at.replace(/\.port$/, '');
    if (!port['name'] && !port['number']) return [required(place, 'port name or number is required')];
    if (port['name'] && port['number']) return [invalid(place, '', 'cannot set both port name & port number')];
    return port['name'] ? named(portNameProblems)(port['name'], `${at}.name`, port) : within(1, 65_535)(port['number'], `${at}.number`, port);
  },
});

function backend(value: unknown, at: string, parent: Json): FieldErrors {
  const given = isObject(value) ? value : {};
  if (given['service'] === undefined && given['resource'] === undefined) return [required(at, 'must specify a service or resource backend')];
  if (given['service'] !== undefined && given['resource'] !== undefined) return [invalid(at, '', 'cannot set both resource and service backends')];
  return fields({ service: serviceBackend, resource: typedReference })(value, at, parent);
}

const host: Check = given((value, at, parent) => {
  const name = String(value);
  if (net.isIP(name) !== 0) return [invalid(at, name, 'must be a DNS name, not an IP address')];
  return named(name.includes('*') ? wildcardSubdomainProblems : subdomainProblems)(value, at, parent);
});

const badSequences = ['//', '/./', '/../', '%2f', '%2F'];
const badEnds = ['/..', '/.'];

function path(value: unknown, at: string, parent: Json): FieldErrors {
  const text = String(value ?? '');
  const isLoose = parent['pathType'] === 'ImplementationSpecific';
  if (isLoose && text === '') return [];
  if (!text.startsWith('/')) return [invalid(at, text, 'must be an absolute path')];
  if (isLoose) return [];
  const bad = badSequences.filter((part) => text.includes(part)).map((part) => invalid(at, text, `must not contain '${part}'`));
  return [...bad, ...badEnds.filter((part) => text.endsWith(part)).map((part) => invalid(at, text, `cannot end with '${part}'`))];
}

const httpPath: Check = fields({ pathType: needed(oneOf('Exact', 'ImplementationSpecific', 'Prefix'), 'pathType must be specified'), path, backend });

const ingressSpec: Check = all(
  (value, at) => {
    const spec = value as Json;
    const hasRules = Array.isArray(spec['rules']) && spec['rules'].length > 0;
    return hasRules || spec['defaultBackend'] !== undefined ? [] : [invalid(at, null, 'either `defaultBackend` or `rules` must be specified')];
  },
  fields({
    rules: each(fields({ host, http: given(fields({ paths: needed(each(httpPath)) })) })),
    tls: each(fields({ hosts: each((value, at, parent) => named(String(value).includes('*') ? wildcardSubdomainProblems : subdomainProblems)(value, at, parent)), secretName: given(named(subdomainProblems)) })),
    defaultBackend: (value, at, parent) => (value === undefined ? [] : backend(value, at, parent)),
    ingressClassName: (value, at, parent) => (value === undefined ? [] : named(subdomainProblems)(value, at, parent)),
  }),
);

export const ingress: Check = fields({ spec: ingressSpec });

export const ingressStatus: Check = fields({ status: fields({ loadBalancer: loadBalancer }) });

/** What a load balancer says of itself, in the status of Services and Ingresses. */
function loadBalancer(value: unknown, at: string, parent: Json): FieldErrors {
  return fields({ ingress: each(fields({ ip: given(named(ipProblems)), hostname: given(all(named(subdomainProblems), (name, place) => (net.isIP(String(name)) === 0 ? [] : [invalid(place, name, 'must be a DNS name, not an IP address')]))) })) })(value, at, parent);
}

export const ingressClass: Check = fields({
  spec: fields({
    controller: needed(all(named(domainPrefixedProblems))),
    parameters: given(all(typedReference, (value, at) => {
      const { scope, namespace } = value as Json;
      if (scope === undefined) return [required(`${at}.scope`)];
      if (scope === 'Namespace') return namespace ? named(labelProblems)(namespace, `${at}.namespace`, {}) : [required(`${at}.namespace`, '`parameters.scope` is set to \'Namespace\'')];
      if (scope !== 'Cluster') return [{ reason: 'FieldValueNotSupported', field: `${at}.scope`, message: `Unsupported value: ${JSON.stringify(scope)}: supported values: "Cluster", "Namespace"` }];
      return namespace === undefined ? [] : [forbiddenField(`${at}.namespace`, '`parameters.scope` is set to \'Cluster\'')];
    })),
  }),
});

export function ingressClassUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const [after, before] = [object, live].map((one) => (one['spec'] as Json | undefined)?.['controller']);
  return equalValues(after, before) ? [] : [invalid('spec.controller', after, 'field is immutable')];
}

const policyPort: Check = fields({
  protocol: needed(oneOf('TCP', 'UDP', 'SCTP')),
  port: (value, at, parent) => (value === undefined ? [] : portNumberOrName(value, at, parent)),
  endPort: (value, at, parent) => {
    if (value === undefined) return [];
    if (parent['port'] === undefined) return [required(at.replace(/endPort$/, 'port'), 'must be specified when `endPort` is specified')];
    if (typeof parent['port'] === 'string') return [forbiddenField(at.replace(/endPort$/, 'port'), 'may not be a string when `endPort` is specified')];
    return Number(value) < Number(parent['port']) ? [invalid(at, value, 'must be greater than or equal to `port`')] : within(1, 65_535)(value, at, parent);
  },
});

function inside(address: string, block: string): boolean {
  const list = new net.BlockList();
  const [base = '', length = '0'] = block.split('/');
  const family = net.isIPv6(base) ? 'ipv6' : 'ipv4';
  list.addSubnet(base, Number(length), family);
  const [first = '', bits = '0'] = address.split('/');
  return list.check(first, net.isIPv6(first) ? 'ipv6' : 'ipv4') && Number(bits) > Number(length);
}

const ipBlock: Check = fields({
  cidr: needed(named(cidrProblems)),
  except: each((value, at, parent) => {
    const problems = cidrProblems(String(value));
    if (problems.length > 0 || cidrProblems(String(parent['cidr'])).length > 0) return problems.map((problem) => invalid(at, value, problem));
    return inside(String(value), String(parent['cidr'])) ? [] : [invalid(at, value, `must be a strict subset of \`cidr\``)];
  }),
});

function peer(value: unknown, at: string, parent: Json): FieldErrors {
  const one = value as Json;
  const hasSelector = one['podSelector'] !== undefined || one['namespaceSelector'] !== undefined;
  if (!hasSelector && one['ipBlock'] === undefined) return [required(at, 'must specify a peer')];
  if (hasSelector && one['ipBlock'] !== undefined) return [forbiddenField(at, 'may not specify both ipBlock and another peer')];
  return fields({ podSelector: labelSelector, namespaceSelector: labelSelector, ipBlock })(value, at, parent);
}

export const networkPolicy: Check = fields({
  spec: fields({
    podSelector: labelSelector,
    ingress: each(fields({ ports: each(policyPort), from: each(peer) })),
    egress: each(fields({ ports: each(policyPort), to: each(peer) })),
    policyTypes: (value, at, parent) => (Array.isArray(value) && value.length > 2 ? [invalid(at, value, 'may not specify more than two policyTypes')] : each(oneOf('Egress', 'Ingress'))(value, at, parent)),
  }),
});

const reserved: Check = all(named(ipProblems), (value, at) => (/^(127\.|169\.254\.|0\.0\.0\.0$|224\.0\.0\.|::1$|fe80:)/.test(String(value)) ? [invalid(at, value, 'may not be in the loopback, link-local or unspecified range')] : []));

const endpoint = fields({ ip: needed(reserved), hostname: given(named(labelProblems)), nodeName: given(named(subdomainProblems)) });

export const endpoints: Check = fields({
  subsets: each(all(
    (value, at) => (['addresses', 'notReadyAddresses'].some((name) => Array.isArray((value as Json)[name]) && ((value as Json)[name] as unknown[]).length > 0) ? [] : [required(at, 'must specify `addresses` or `notReadyAddresses`')]),
    fields({ addresses: each(endpoint), notReadyAddresses: each(endpoint) }),
    (value, at, parent) => {
      const isSeveral = Array.isArray((value as Json)['ports']) && ((value as Json)['ports'] as unknown[]).length > 1;
      return fields({ ports: each(fields({ name: isSeveral ? needed(named(labelProblems)) : given(named(labelProblems)), port: (port, place) => within(1, 65_535)(port ?? 0, place, {}), protocol: needed(oneOf('TCP', 'UDP', 'SCTP')), appProtocol: given(named(qualifiedNameProblems)) })) })(value, at, parent);
    },
  )),
});

function sliceAddress(type: unknown): Check {
  if (type === 'FQDN') return named(subdomainProblems);
  const isFamily = type === 'IPv6' ? net.isIPv6 : net.isIPv4;
  return all(named((text) => (isFamily(text) ? [] : [`must be an ${type} address`])), reserved);
}

export const endpointSlice: Check = all(
  fields({
    addressType: needed(oneOf('FQDN', 'IPv4', 'IPv6')),
    ports: all(atMost(20_000), each(fields({ name: given(named(labelProblems)), protocol: needed(oneOf('TCP', 'UDP', 'SCTP')), appProtocol: given(named(qualifiedNameProblems)) })), distinct((port) => field('name')(port) ?? '', '.name'), distinctNames),
  }),
  (value, at, parent) => fields({
    endpoints: each(fields({ addresses: needed(all(atMost(100), each(sliceAddress((value as Json)['addressType'])))), hostname: given(named(labelProblems)), nodeName: given(named(subdomainProblems)) })),
  })(value, at, parent),
);

/** The empty name counts as a name here. */
function distinctNames(value: unknown, at: string): FieldErrors {
  const unnamed = (Array.isArray(value) ? value : []).filter((port) => !field('name')(port));
  return unnamed.length > 1 ? [{ reason: 'FieldValueDuplicate', field: `${at}[1].name`, message: 'Duplicate value: ""' }] : [];
}

export function endpointSliceUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  return equalValues(object['addressType'], live['addressType']) ? [] : [invalid('addressType', object['addressType'], 'field is immutable')];
}

/** Only Services with a load balancer hear from one. */
export function serviceStatus(value: unknown, at: string, parent: Json): FieldErrors {
  const service = value as KubeObject;
  const ingress = readList(service, 'status', 'loadBalancer', 'ingress');
  const isBalanced = read(service, 'spec', 'type') === 'LoadBalancer';
  if (ingress.length > 0 && !isBalanced) return [forbiddenField('status.loadBalancer.ingress', "may only be used when `spec.type` is 'LoadBalancer'")];
  return fields({ status: fields({ loadBalancer }) })(value, at, parent);
}
