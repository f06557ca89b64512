import { read, readList, readNumber, readObject, readString } from '../../schemas/json-path.ts';
import type { KubeObject } from '../api-types.ts';
import { ageOf, humanDuration } from './age.ts';
import { count, formatLabels, formatSelector, length, none, text, type Cell, type Cells } from './cell.ts';

type Json = Record<string, unknown>;

function containers(key: string, ...path: string[]): Cell {
  return (object) => readList(object, ...path, 'spec', 'containers').map((container) => container[key]).join(',');
}

function templateCells(...path: string[]): Cells {
  return { Containers: containers('name', ...path, 'template'), Images: containers('image', ...path, 'template') };
}

function selector(object: KubeObject): string {
  return formatSelector(read(object, 'spec', 'selector'));
}

function readyOf(...path: string[]): Cell {
  return (object) => `${readNumber(object, 'status', 'readyReplicas') ?? 0}/${readNumber(object, ...path) ?? 0}`;
}

export const workloadCells: Readonly<Record<string, Cells>> = {
  'deployments.apps': {
    Ready: readyOf('spec', 'replicas'), 'Up-to-date': count('status', 'updatedReplicas'), Available: count('status', 'availableReplicas'), ...templateCells('spec'), Selector: selector,
  },
  'replicasets.apps': { Desired: count('spec', 'replicas'), Current: count('status', 'replicas'), Ready: count('status', 'readyReplicas'), ...templateCells('spec'), Selector: selector },
  replicationcontrollers: {
    Desired: count('spec', 'replicas'), Current: count('status', 'replicas'), Ready: count('status', 'readyReplicas'), ...templateCells('spec'),
    Selector: (object) => formatLabels(read(object, 'spec', 'selector')),
  },
  'statefulsets.apps': { Ready: readyOf('spec', 'replicas'), ...templateCells('spec') },
  'daemonsets.apps': {
    Desired: count('status', 'desiredNumberScheduled'), Current: count('status', 'currentNumberScheduled'), Ready: count('status', 'numberReady'),
    'Up-to-date': count('status', 'updatedNumberScheduled'), Available: count('status', 'numberAvailable'),
    'Node Selector': (object) => formatLabels(read(object, 'spec', 'template', 'spec', 'nodeSelector')), ...templateCells('spec'), Selector: selector,
  },
  'jobs.batch': { Status: jobStatus, Completions: jobCompletions, Duration: jobDuration, ...templateCells('spec'), Selector: selector },
  'cronjobs.batch': {
    Schedule: text('spec', 'schedule'), Timezone: (object) => none(readString(object, 'spec', 'timeZone')), Suspend: (object) => (read(object, 'spec', 'suspend') === true ? 'True' : 'False'),
    Active: length('status', 'active'), 'Last Schedule': lastSchedule, ...templateCells('spec', 'jobTemplate', 'spec'),
    Selector: (object) => formatSelector(read(object, 'spec', 'jobTemplate', 'spec', 'selector')),
  },
  'controllerrevisions.apps': { Controller: controllerCell, Revision: (object) => readNumber(object, 'revision') ?? 0 },
  podtemplates: { ...templateCells(), 'Pod Labels': (object) => formatLabels(read(object, 'template', 'metadata', 'labels')) },
  'horizontalpodautoscalers.autoscaling': {
    Reference: (object) => `${readString(object, 'spec', 'scaleTargetRef', 'kind') ?? ''}/${readString(object, 'spec', 'scaleTargetRef', 'name') ?? ''}`,
    Targets: targets, MinPods: (object) => String(readNumber(object, 'spec', 'minReplicas') ?? '<unset>'), MaxPods: count('spec', 'maxReplicas'), Replicas: count('status', 'currentReplicas'),
  },
};

function controllerCell({ metadata }: KubeObject): string {
  const owner = metadata.ownerReferences?.find((reference) => reference.controller === true);
  if (!owner) return '<none>';
  const [group] = owner.apiVersion.includes('/') ? owner.apiVersion.split('/') : [''];
  return `${owner.kind.toLowerCase()}${group ? `.${group}` : ''}/${owner.name}`;
}

function jobStatus(job: KubeObject): string {
  const isTrue = (type: string): boolean => readList(job, 'status', 'conditions').some((condition) => condition['type'] === type && condition['status'] === 'True');
  const ended = ['Complete', 'Failed'].find(isTrue);
  if (ended !== undefined) return ended;
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(isTrue) ?? 'Running';
}

function jobCompletions(job: KubeObject): string {
  const succeeded = readNumber(job, 'status', 'succeeded') ?? 0;
  const completions = readNumber(job, 'spec', 'completions');
  if (completions !== undefined) return `${succeeded}/${completions}`;
  const parallelism = readNumber(job, 'spec', 'parallelism') ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration(job: KubeObject, now: number): string {
  const start = readString(job, 'status', 'startTime');
  if (start === undefined) return '';
  const end = readString(job, 'status', 'completionTime');
  return humanDuration(Math.floor(((end === undefined ? now : Date.parse(end)) - Date.parse(start)) / 1000));
}

function lastSchedule(cronJob: KubeObject, now: number): string {
  const time = readString(cronJob, 'status', 'lastScheduleTime');
  return time === undefined ? '<none>' : ageOf(time, now);
}

/** Two metrics at most, as there (formatHPAMetrics); nothing measures here, so what is is never known. */
function targets(object: KubeObject): string {
  const metrics = object.apiVersion === 'autoscaling/v1' ? cpuMetric(object) : readList(object, 'spec', 'metrics');
  if (metrics.length === 0) return '<none>';
  const told = metrics.slice(0, 2).map(target).join(', ');
  return metrics.length > 2 ? `${told} + ${metrics.length - 2} more...` : told;
}

function cpuMetric(object: KubeObject): readonly Json[] {
  const averageUtilization = readNumber(object, 'spec', 'targetCPUUtilizationPercentage');
  return averageUtilization === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization } } }];
}

function target(metric: Json): string {
  const source = readObject(metric, `${String(metric['type'])[0]?.toLowerCase()}${String(metric['type']).slice(1)}`) ?? {};
  const utilization = readNumber(source, 'target', 'averageUtilization');
  const name = metric['type'] === 'Resource' || metric['type'] === 'ContainerResource' ? `${String(source['name'])}: ` : '';
  if (utilization !== undefined) return `${name}<unknown>/${utilization}%`;
  const average = readString(source, 'target', 'averageValue');
  const suffix = average !== undefined && name === '' && metric['type'] !== 'Pods' ? ' (avg)' : '';
  return `${name}<unknown>/${average ?? readString(source, 'target', 'value') ?? '<auto>'}${suffix}`;
}
