import { isObject } from '@sherpack/field-set/field-schema';
import { readList, readNumber, readObject } from '../schemas/json-path.ts';
import { decodeNative } from '../schemas/decode.ts';
import { apiVersionOf, type Resource } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';

/**
 * An object in another version of its kind. Custom kinds differ by name only (strategy None). Of the built-in kinds two
 * groups serve more than one form: autoscaling (v1, v2) and events (core and events.k8s.io are separate buckets here).
 */
export function convert(object: KubeObject, resource: Pick<Resource, 'group' | 'version' | 'kind' | 'native'>): KubeObject {
  const apiVersion = apiVersionOf(resource);
  if (object.apiVersion === apiVersion) return object;
  const converted = { ...object, apiVersion };
  if (resource.kind !== 'HorizontalPodAutoscaler') return converted;
  const other = resource.version === 'v1' ? autoscalerToV1(converted) : autoscalerToV2(converted);
  return resource.native ? (decodeNative(other, resource.native).value as KubeObject) : other;
}

function autoscalerToV1(object: KubeObject): KubeObject {
  const { metrics: _, behavior: __, ...spec } = readObject(object, 'spec') ?? {};
  const cpu = readList(object, 'spec', 'metrics').find((metric) => readObject(metric, 'resource')?.['name'] === 'cpu');
  const target = readNumber(cpu, 'resource', 'target', 'averageUtilization');
  const { conditions: ___, currentMetrics: ____, ...status } = readObject(object, 'status') ?? {};
  return { ...object, spec: { ...spec, ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }) }, status };
}

function autoscalerToV2(object: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage: target, ...spec } = readObject(object, 'spec') ?? {};
  const { currentCPUUtilizationPercentage: _, currentReplicas, ...rest } = readObject(object, 'status') ?? {};
  const status = currentReplicas ? { ...rest, currentReplicas } : rest;
  const metric = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target ?? 80 } } };
  const metrics = isObject(spec) && 'metrics' in spec ? spec['metrics'] : [metric];
  return { ...object, spec: { ...spec, metrics }, status };
}
