import type { JsonObject, KubernetesObject } from '@sherpack/plugin-api';

export function configMap(name: string, data: JsonObject): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data };
}

export function secret(name: string, stringData: JsonObject): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData };
}
