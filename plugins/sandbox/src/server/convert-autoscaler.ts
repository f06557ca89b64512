import { isObject } from '@sherpack/field-set/field-schema';
import { read, readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from './api-types.ts';

type Json = Record<string, unknown>;

const prefix = 'autoscaling.alpha.kubernetes.io/';
const carried = ['metrics', 'behavior', 'conditions', 'current-metrics'].map((name) => prefix + name);
const defaultMetric = cpuMetric(80);

function cpuMetric(averageUtilization: unknown): Json {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } };
}

/**
 * An autoscaler as `autoscaling/v1` tells it: what that version has no fields for is carried in annotations
 * (pkg/apis/autoscaling/v1, conversion.go).
 */
export function autoscalerToV1(object: KubeObject): KubeObject {
  const { metrics: _, behavior, ...spec } = readObject(object, 'spec') ?? {};
  const { conditions: __, currentMetrics: ___, ...status } = readObject(object, 'status') ?? {};
  const metrics = readList(object, 'spec', 'metrics');
  const cpu = metrics.filter(isCpuShare).at(-1);
  const others = metrics.filter((metric) => !isCpuShare(metric)).map(metricToV1);
  const current = readList(object, 'status', 'currentMetrics').map(currentToV1);
  const conditions = readList(object, 'status', 'conditions');
  const texts: Record<string, unknown> = { 'current-metrics': current, conditions, metrics: others, behavior: isObject(behavior) ? goNames(behavior) : undefined };
  const annotations = Object.entries(texts).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value !== undefined)).map(([name, value]) => [prefix + name, JSON.stringify(value)]);
  const share = readNumber(cpu, 'resource', 'target', 'averageUtilization');
  const used = readNumber(readList(object, 'status', 'currentMetrics').find((metric) => readString(metric, 'resource', 'name') === 'cpu'), 'resource', 'current', 'averageUtilization');
  return {
    ...withAnnotations(object, Object.fromEntries(annotations)),
    spec: { ...spec, ...(share === undefined ? {} : { targetCPUUtilizationPercentage: share }) },
    status: { ...status, ...(used === undefined ? {} : { currentCPUUtilizationPercentage: used }) },
  };
}

export function autoscalerToV2(object: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage: share, ...spec } = readObject(object, 'spec') ?? {};
  const { currentCPUUtilizationPercentage: used, currentReplicas, ...status } = readObject(object, 'status') ?? {};
  const carriedMetrics = parsed(object, 'metrics');
  const others = Array.isArray(carriedMetrics) ? carriedMetrics.map((metric) => metricToV2(metric as Json)) : [];
  const metrics = [...others, ...(share === undefined ? [] : [cpuMetric(share)])];
  const behavior = parsed(object, 'behavior');
  const conditions = parsed(object, 'conditions');
  const carriedCurrent = parsed(object, 'current-metrics');
  const usedMetric = used === undefined ? undefined : [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: used } } }];
  const current = Array.isArray(carriedCurrent) ? carriedCurrent.map((metric) => currentToV2(metric as Json)) : usedMetric;
  return {
    ...withAnnotations(object, {}),
    spec: { ...spec, metrics: metrics.length > 0 ? metrics : [defaultMetric], ...(isObject(behavior) ? { behavior: jsonNames(behavior) } : {}) },
    status: { ...status, ...(currentReplicas ? { currentReplicas } : {}), ...(current ? { currentMetrics: current } : {}), ...(Array.isArray(conditions) ? { conditions } : {}) },
  };
}

function isCpuShare(metric: Json): boolean {
  return readString(metric, 'resource', 'name') === 'cpu' && read(metric, 'resource', 'target', 'averageUtilization') !== undefined && metric['type'] === 'Resource';
}

function parsed(object: KubeObject, name: string): unknown {
  try {
    return JSON.parse(object.metadata?.annotations?.[prefix + name] ?? 'null');
  } catch {
    return undefined;
  }
}

function withAnnotations(object: KubeObject, annotations: Record<string, string>): KubeObject {
  const before = object.metadata?.annotations;
  const kept = Object.fromEntries(Object.entries(before ?? {}).filter(([name]) => !carried.includes(name)));
  const all = Object.fromEntries(Object.entries({ ...kept, ...annotations }).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  if (Object.keys(all).length === 0 && !before) return object;
  // Between two versions of an applied object there may be no metadata left.
  const { annotations: _, ...metadata } = (object.metadata ?? {}) as KubeObject['metadata'];
  return { ...object, metadata: Object.keys(all).length > 0 ? { ...metadata, annotations: all } : metadata };
}

/** Leaves out what is not set. */
function set(values: Json): Json {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function metricToV1(metric: Json): Json {
  const type = String(metric['type']);
  const one = (name: string): Json => (readObject(metric, name) ?? {}) as Json;
  const target = (name: string): Json => (readObject(metric, name, 'target') ?? {}) as Json;
  switch (type) {
    case 'Object':
      return { type, object: set({ target: one('object')['describedObject'], metricName: read(metric, 'object', 'metric', 'name'), targetValue: target('object')['value'] ?? '0', selector: read(metric, 'object', 'metric', 'selector'), averageValue: target('object')['averageValue'] }) };
    case 'Pods':
      return { type, pods: set({ metricName: read(metric, 'pods', 'metric', 'name'), targetAverageValue: target('pods')['averageValue'] ?? '0', selector: read(metric, 'pods', 'metric', 'selector') }) };
    case 'Resource':
      return { type, resource: set({ name: one('resource')['name'], targetAverageUtilization: target('resource')['averageUtilization'], targetAverageValue: target('resource')['averageValue'] }) };
    case 'ContainerResource':
      return { type, containerResource: set({ name: one('containerResource')['name'], targetAverageUtilization: target('containerResource')['averageUtilization'], targetAverageValue: target('containerResource')['averageValue'], container: one('containerResource')['container'] }) };
    default:
      return { type, external: set({ metricName: read(metric, 'external', 'metric', 'name'), metricSelector: read(metric, 'external', 'metric', 'selector'), targetValue: target('external')['value'], targetAverageValue: target('external')['averageValue'] }) };
  }
}

function targetOf(value: unknown, averageValue: unknown, averageUtilization?: unknown): Json {
  if (averageUtilization !== undefined) return { type: 'Utilization', averageUtilization };
  return averageValue === undefined ? { type: 'Value', value } : { type: 'AverageValue', averageValue };
}

function metricToV2(metric: Json): Json {
  const type = String(metric['type']);
  const one = (readObject(metric, `${type[0]?.toLowerCase()}${type.slice(1)}`) ?? {}) as Json;
  const resourceTarget = targetOf(undefined, one['targetAverageValue'], one['targetAverageUtilization']);
  switch (type) {
    case 'Object':
      return { type, object: { describedObject: one['target'], target: targetOf(one['targetValue'], one['averageValue']), metric: set({ name: one['metricName'], selector: one['selector'] }) } };
    case 'Pods':
      return { type, pods: { metric: set({ name: one['metricName'], selector: one['selector'] }), target: targetOf(undefined, one['targetAverageValue']) } };
    case 'Resource':
      return { type, resource: { name: one['name'], target: resourceTarget } };
    case 'ContainerResource':
      return { type, containerResource: { name: one['name'], target: resourceTarget, container: one['container'] } };
    default:
      return { type, external: { metric: set({ name: one['metricName'], selector: one['metricSelector'] }), target: targetOf(one['targetValue'], one['targetAverageValue']) } };
  }
}

function currentToV1(metric: Json): Json {
  const current = (readObject(metric, 'resource', 'current') ?? {}) as Json;
  if (metric['type'] !== 'Resource') return metric;
  return { type: 'Resource', resource: set({ name: read(metric, 'resource', 'name'), currentAverageUtilization: current['averageUtilization'], currentAverageValue: current['averageValue'] ?? '0' }) };
}

function currentToV2(metric: Json): Json {
  if (metric['type'] !== 'Resource') return metric;
  const one = (readObject(metric, 'resource') ?? {}) as Json;
  const value = one['currentAverageValue'] === '0' ? undefined : one['currentAverageValue'];
  return { type: 'Resource', resource: { name: one['name'], current: set({ averageUtilization: one['currentAverageUtilization'], averageValue: value }) } };
}

const ruleFields = ['StabilizationWindowSeconds', 'SelectPolicy', 'Policies', 'Tolerance'];

/** The behaviour is carried with the names that its fields have in Go, set or not. */
function goNames(behavior: Json): Json {
  const lower = (name: string): string => `${name[0]?.toLowerCase()}${name.slice(1)}`;
  const policy = (one: Json): Json => ({ Type: one['type'], Value: one['value'], PeriodSeconds: one['periodSeconds'] });
  const policies = (rules: Json): Json[] | null => (readList(rules, 'policies').length > 0 ? readList(rules, 'policies').map(policy) : null);
  const rules = (value: unknown): unknown => (isObject(value) ? Object.fromEntries(ruleFields.map((name) => [name, name === 'Policies' ? policies(value) : (value[lower(name)] ?? null)])) : null);
  return { ScaleUp: rules(behavior['scaleUp']), ScaleDown: rules(behavior['scaleDown']) };
}

function jsonNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(jsonNames);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null).map(([name, item]) => [`${name[0]?.toLowerCase()}${name.slice(1)}`, jsonNames(item)]));
}
