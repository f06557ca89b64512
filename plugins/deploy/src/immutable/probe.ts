import type { KubernetesObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';

/** The manifest as a new object of another name, without what only one object at a time can have. */
export function probeOf(desired: KubernetesObject, live: KubernetesObject, name: string): KubernetesObject {
  const { uid: _uid, resourceVersion: _version, ...metadata } = desired.metadata;
  const probe = { ...desired, metadata: { ...metadata, name } };
  if (desired.kind === 'CustomResourceDefinition') return definitionProbe(probe, name);
  return desired.kind === 'Service' && desired.apiVersion === 'v1' ? serviceProbe(probe, live) : probe;
}

/** A definition is named by its content, so the content is moved to another group. */
function definitionProbe(probe: KubernetesObject, prefix: string): KubernetesObject {
  const { spec } = probe;
  if (!isObject(spec) || !isObject(spec['names'])) return probe;
  const group = `${prefix}.${String(spec['group'])}`;
  return { ...probe, metadata: { ...probe.metadata, name: `${String(spec['names']['plural'])}.${group}` }, spec: { ...spec, group } };
}

/** Addresses and node ports that the live Service holds are taken now and free once it is gone; others count. */
function serviceProbe(probe: KubernetesObject, live: KubernetesObject): KubernetesObject {
  const wished = probe['spec'];
  const held = live['spec'];
  if (!isObject(wished) || !isObject(held)) return probe;
  const { clusterIP, clusterIPs, healthCheckNodePort, ports, ...rest } = wished;
  const nodePorts = new Set((Array.isArray(held['ports']) ? held['ports'] : []).filter(isObject).map((port) => port['nodePort']));
  const keepsAddress = clusterIP !== undefined && (clusterIP === 'None' || clusterIP !== held['clusterIP']);
  return {
    ...probe,
    spec: {
      ...rest,
      ...(keepsAddress ? { clusterIP, clusterIPs } : {}),
      ...(healthCheckNodePort === undefined || healthCheckNodePort === held['healthCheckNodePort'] ? {} : { healthCheckNodePort }),
      ...(Array.isArray(ports) ? { ports: ports.map((port: unknown) => freed(port, nodePorts)) } : {}),
    },
  };
}

function freed(port: unknown, held: ReadonlySet<unknown>): unknown {
  if (!isObject(port) || !held.has(port['nodePort'])) return port;
  const { nodePort: _held, ...rest } = port;
  return rest;
}
