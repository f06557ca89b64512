import net from 'node:net';
import { readList, readObject, readString, without } from '../schemas/json-path.ts';
import { invalid, invalidObject, type FieldError } from '../validation/field-error.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext } from './context.ts';
import { familiesOf, familyErrors, type Families } from './service-families.ts';
import { ServiceIndex } from './service-index.ts';

/** The first ports and addresses are left to those who name them, as in the real allocators. */
const firstNodePort = 30_086;
const nodePorts = 2_682;

/** Gives a new Service its address and node ports, out of 10.0.0.0/16 and 30000-32767. */
export function allocateService(ctx: ServerContext, service: KubeObject): KubeObject {
  const spec = { ...readObject(service, 'spec') };
  if (spec['type'] === 'ExternalName') return { ...service, spec, status: { loadBalancer: {} } };
  refuseAddress(ctx, service, undefined);
  refusePorts(ctx, service);
  const address = readString(spec, 'clusterIP') || nextAddress(ctx);
  return { ...service, spec: { ...withPorts(ctx, spec), clusterIP: address, clusterIPs: [address], ...families(service, { ...spec, clusterIP: address }) }, status: { loadBalancer: {} } };
}

/** An address that a Service names has to be one of the cluster's, and free. */
function refuseAddress(ctx: ServerContext, service: KubeObject, live: KubeObject | undefined): void {
  const address = readString(service, 'spec', 'clusterIP') ?? '';
  if (address === '' || address === 'None' || net.isIP(address) === 0) return;
  const problem = address.startsWith('10.0.') ? 'provided IP is already allocated' : 'the provided network does not match the current range';
  if (address.startsWith('10.0.') && !ServiceIndex.of(ctx.store).isHeld(address, live)) return;
  throw refusal(service, invalid('spec.clusterIPs', [address], `failed to allocate IP ${address}: ${problem}`));
}

/** A node port that a Service names may not be another's, nor its own for another port. */
function refusePorts(ctx: ServerContext, service: KubeObject): void {
  const wanted = readList(service, 'spec', 'ports').filter((port) => port['nodePort']);
  if (wanted.length === 0) return;
  const index = ServiceIndex.of(ctx.store);
  const clash = wanted.find((port) => index.isHeld(port['nodePort'], service));
  if (clash) throw refusal(service, invalid('spec.ports[0].nodePort', clash['nodePort'], 'provided port is already allocated'));
}

function refusal(service: KubeObject, error: FieldError): Error {
  return invalidObject({ group: '', kind: 'Service' }, service.metadata.name ?? '', [error]);
}

function families(service: KubeObject, spec: Record<string, unknown>, old?: Record<string, unknown>): Families {
  const problems = familyErrors(spec, old);
  if (problems.length > 0) throw invalidObject({ group: '', kind: 'Service' }, service.metadata.name ?? '', problems);
  return familiesOf(spec, old);
}

/** An update that leaves the address out keeps it; a Service that becomes reachable from outside gets node ports. */
export function keepServiceAddress(ctx: ServerContext, service: KubeObject, live: KubeObject): KubeObject {
  const old = readObject(live, 'spec') ?? {};
  const spec = withoutOldType(readObject(service, 'spec') ?? {}, old);
  refusePorts(ctx, service);
  if (spec['type'] !== 'ExternalName' && !old['clusterIP']) refuseAddress(ctx, service, live);
  if (spec['type'] === 'ExternalName') return { ...service, spec: old['type'] === 'ExternalName' ? spec : withoutAddress(spec, old) };
  if (!spec['clusterIP']) {
    const address = readString(old, 'clusterIP') || nextAddress(ctx);
    Object.assign(spec, { clusterIP: address, clusterIPs: old['clusterIPs'] ?? [address] });
  } else if (spec['clusterIP'] !== old['clusterIP'] && sameList(spec['clusterIPs'], old['clusterIPs'])) spec['clusterIPs'] = [spec['clusterIP']];
  spec['clusterIPs'] ??= [spec['clusterIP']];
  Object.assign(spec, families(service, spec, old));
  return { ...service, spec: withPorts(ctx, spec, old) };
}

const typed: readonly (readonly [field: string, belongs: (spec: Record<string, unknown>) => boolean])[] = [
  ['externalTrafficPolicy', isReachable],
  ['healthCheckNodePort', (spec) => spec['type'] === 'LoadBalancer' && spec['externalTrafficPolicy'] === 'Local'],
  ['allocateLoadBalancerNodePorts', (spec) => spec['type'] === 'LoadBalancer'],
  ['loadBalancerClass', (spec) => spec['type'] === 'LoadBalancer'],
];

function isReachable(spec: Record<string, unknown>): boolean {
  const hasAddresses = spec['type'] === 'ClusterIP' && Array.isArray(spec['externalIPs']) && spec['externalIPs'].length > 0;
  return takesNodePorts(spec) || hasAddresses;
}

function takesNodePorts(spec: Record<string, unknown>): boolean {
  return spec['type'] === 'NodePort' || spec['type'] === 'LoadBalancer';
}

/** What belongs to the type that the Service had goes with it, unless the update just set it. */
function withoutOldType(spec: Record<string, unknown>, old: Record<string, unknown>): Record<string, unknown> {
  const out = { ...spec };
  for (const [field, belongs] of typed) {
    if (belongs(old) && !belongs(spec) && sameList(spec[field], old[field])) delete out[field];
  }
  const portsOf = (of: Record<string, unknown>): unknown[] => readList(of, 'ports').map((port) => port['nodePort'] ?? 0);
  const losesPorts = takesNodePorts(old) && !takesNodePorts(spec) && sameList(portsOf(spec), portsOf(old));
  return losesPorts ? { ...out, ports: readList(spec, 'ports').map((port) => without(port, 'nodePort')) } : out;
}

/** What only a Service with an address of its own has, unless the update just set it. */
function withoutAddress(spec: Record<string, unknown>, old: Record<string, unknown>): Record<string, unknown> {
  const own = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy', 'externalTrafficPolicy', 'healthCheckNodePort', 'allocateLoadBalancerNodePorts'];
  return Object.fromEntries(Object.entries(spec).filter(([name, value]) => !own.includes(name) || JSON.stringify(value) !== JSON.stringify(old[name])));
}

function sameList(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function withPorts(ctx: ServerContext, spec: Record<string, unknown>, old: Record<string, unknown> = {}): Record<string, unknown> {
  const needsPorts = spec['type'] === 'NodePort' || (spec['type'] === 'LoadBalancer' && spec['allocateLoadBalancerNodePorts'] !== false);
  if (!needsPorts || !Array.isArray(spec['ports'])) return spec;
  const given = new Set<unknown>();
  const ports = readList(spec, 'ports').map((port) => {
    if (port['nodePort']) return port;
    const before = readList(old, 'ports').find((other) => other['port'] === port['port'] && other['protocol'] === port['protocol']);
    const nodePort = before?.['nodePort'] ?? nextPort(ctx, given);
    given.add(nodePort);
    return { ...port, nodePort };
  });
  return { ...spec, ports };
}

/** @param given ports that other ports of the same Service got just now */
function nextPort(ctx: ServerContext, given: ReadonlySet<unknown>): number {
  const index = ServiceIndex.of(ctx.store);
  for (let i = ctx.store.revision; ; i += 1) {
    const port = firstNodePort + (i % nodePorts);
    if (!given.has(port) && !index.isHeld(port, undefined)) return port;
  }
}

function nextAddress(ctx: ServerContext): string {
  const index = ServiceIndex.of(ctx.store);
  for (let i = ctx.store.revision; ; i += 1) {
    const address = `10.0.${1 + (Math.floor(i / 254) % 255)}.${(i % 254) + 1}`;
    if (!index.isHeld(address, undefined)) return address;
  }
}
