import { decodeNative } from '../schemas/decode.ts';
import { apiVersionOf, type Resource } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import { autoscalerToV1, autoscalerToV2 } from './convert-autoscaler.ts';

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
