import { behaviourAnnotation, logsAnnotation } from '@sherpack/pod-behaviour/behaviour';
import type { KubernetesObject } from '@sherpack/plugin-api';

type Json = Readonly<Record<string, unknown>>;

export interface PodWish {
  readonly behaviour?: string;
  readonly logs?: string;
  readonly spec?: Json;
}

function template(name: string, { behaviour, logs, spec = {} }: PodWish): Json {
  const annotations = { ...(behaviour !== undefined && { [behaviourAnnotation]: behaviour }), ...(logs !== undefined && { [logsAnnotation]: logs }) };
  return { metadata: { labels: { app: name }, annotations }, spec: { containers: [{ name: 'app', image: `${name}:1` }], ...spec } };
}

export function deployment(name: string, pod: PodWish = {}, spec: Json = {}, annotations: Readonly<Record<string, string>> = {}): KubernetesObject {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, annotations }, spec: { replicas: 1, selector: { matchLabels: { app: name } }, template: template(name, pod), ...spec } };
}

export function statefulSet(name: string, pod: PodWish = {}, spec: Json = {}, annotations: Readonly<Record<string, string>> = {}): KubernetesObject {
  const own = { replicas: 2, serviceName: name, selector: { matchLabels: { app: name } }, template: template(name, pod), ...spec };
  return { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name, annotations }, spec: own };
}

export function job(name: string, pod: PodWish = {}, spec: Json = {}): KubernetesObject {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { template: template(name, { ...pod, spec: { restartPolicy: 'Never', ...pod.spec } }), ...spec } };
}

export function claim(name: string, storageClassName: string, behaviour: string): KubernetesObject {
  const spec = { storageClassName, accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, annotations: { [behaviourAnnotation]: behaviour } }, spec };
}

export const INIT: Json = { initContainers: [{ name: 'migrate', image: 'migrate:1' }] };
export const SIDECAR: Json = { initContainers: [{ name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' }] };
