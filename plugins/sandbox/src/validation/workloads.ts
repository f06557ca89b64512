import { equalValues } from '@sherpack/field-set/equal';
import { read, readList, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { matchesLabelSelector } from '../server/selectors.ts';
import { scheduleProblem } from './cron-schedule.ts';
import { forbiddenField, invalid, notSupported, required, tooLong, type FieldErrors } from './field-error.ts';
import { labelErrors } from './metadata.ts';
import { nonNegativeErrors, podSpecErrors } from './pod-spec.ts';

type Json = Record<string, unknown>;

export function deploymentErrors(object: KubeObject): FieldErrors {
  return [
    ...nonNegativeErrors(object, ['spec', 'replicas'], 'spec.replicas'),
    ...selectorErrors(object),
    ...templateErrors(object),
    ...strategyErrors(object),
    ...nonNegativeErrors(object, ['spec', 'minReadySeconds'], 'spec.minReadySeconds'),
    ...deadlineErrors(object),
  ];
}

function deadlineErrors(object: KubeObject): FieldErrors {
  const deadline = Number(read(object, 'spec', 'progressDeadlineSeconds') ?? 600);
  const minReady = Number(read(object, 'spec', 'minReadySeconds') ?? 0);
  return deadline <= minReady ? [invalid('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')] : [];
}

function strategyErrors(object: KubeObject): FieldErrors {
  const strategy = readObject(object, 'spec', 'strategy') ?? {};
  const type = strategy['type'];
  if (type !== 'Recreate' && type !== 'RollingUpdate') return [notSupported('spec.strategy', { Type: type, RollingUpdate: strategy['rollingUpdate'] ?? null }, ['Recreate', 'RollingUpdate'])];
  if (type === 'Recreate') {
    return strategy['rollingUpdate'] === undefined ? [] : [forbiddenField('spec.strategy.rollingUpdate', "may not be specified when strategy `type` is 'Recreate'")];
  }
  const isStuck = ['maxUnavailable', 'maxSurge'].every((name) => isZero(read(strategy, 'rollingUpdate', name)));
  return isStuck ? [invalid('spec.strategy.rollingUpdate.maxUnavailable', read(strategy, 'rollingUpdate', 'maxUnavailable'), 'may not be 0 when `maxSurge` is 0')] : [];
}

function isZero(value: unknown): boolean {
  return value === 0 || value === '0%';
}

/** ReplicaSets and DaemonSets. */
export function templatedErrors(object: KubeObject): FieldErrors {
  return [...nonNegativeErrors(object, ['spec', 'replicas'], 'spec.replicas'), ...selectorErrors(object), ...templateErrors(object)];
}

export function statefulSetErrors(object: KubeObject): FieldErrors {
  const claims = readList(object, 'spec', 'volumeClaimTemplates').flatMap((claim, i) => (readString(claim, 'metadata', 'name') ? [] : [required(`spec.volumeClaimTemplates[${i}].metadata.name`)]));
  const names = readList(object, 'spec', 'volumeClaimTemplates').map((claim) => readString(claim, 'metadata', 'name') ?? '');
  return [...nonNegativeErrors(object, ['spec', 'replicas'], 'spec.replicas'), ...selectorErrors(object), ...templateErrors(object, names), ...claims];
}

function selectorErrors(object: KubeObject): FieldErrors {
  const selector = readObject(object, 'spec', 'selector');
  if (!selector) return [required('spec.selector')];
  const isEmpty = Object.keys(readObject(selector, 'matchLabels') ?? {}).length + readList(selector, 'matchExpressions').length === 0;
  return isEmpty ? [invalid('spec.selector', selector, 'empty selector is invalid for deployment')] : labelErrors(readObject(selector, 'matchLabels') as Record<string, string>, 'spec.selector.matchLabels');
}

/** Claim templates of a StatefulSet are volumes of its pods. */
function templateErrors(object: KubeObject, claims: readonly string[] = []): FieldErrors {
  const template = readObject(object, 'spec', 'template') ?? {};
  const labels = readObject(template, 'metadata', 'labels') as Record<string, string> | undefined;
  const spec = readObject(template, 'spec') ?? {};
  const errors = matchesLabelSelector(read(object, 'spec', 'selector'), labels) ? [] : [invalid('spec.template.metadata.labels', labels ?? {}, '`selector` does not match template `labels`')];
  const policy = spec['restartPolicy'];
  const restart = policy === 'Always' ? [] : [notSupported('spec.template.spec.restartPolicy', policy, ['Always'])];
  return [...errors, ...labelErrors(labels, 'spec.template.labels'), ...podSpecErrors(withClaims(spec, claims), 'spec.template.spec'), ...restart];
}

function withClaims(spec: Json, claims: readonly string[]): Json {
  const missing = claims.filter((name) => !readList(spec, 'volumes').some((volume) => volume['name'] === name));
  return missing.length === 0 ? spec : { ...spec, volumes: [...readList(spec, 'volumes'), ...missing.map((name) => ({ name }))] };
}

export function jobErrors(object: KubeObject): FieldErrors {
  const spec = readObject(object, 'spec') ?? {};
  return [...['parallelism', 'completions', 'backoffLimit', 'activeDeadlineSeconds', 'ttlSecondsAfterFinished'].flatMap((name) => nonNegativeErrors(spec, [name], `spec.${name}`)), ...jobTemplateErrors(spec, 'spec')];
}

function jobTemplateErrors(spec: Json, field: string): FieldErrors {
  const pod = readObject(spec, 'template', 'spec') ?? {};
  const policy = pod['restartPolicy'];
  const isAllowed = policy === 'OnFailure' || policy === 'Never';
  return [...podSpecErrors(pod, `${field}.template.spec`), ...(isAllowed ? [] : [required(`${field}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"')])];
}

export function cronJobErrors(object: KubeObject): FieldErrors {
  const spec = readObject(object, 'spec') ?? {};
  const schedule = String(spec['schedule'] ?? '');
  const name = object.metadata.name ?? '';
  const scheduleErrors = schedule === '' ? [required('spec.schedule')] : scheduleErrorsOf(schedule);
  const policies = ['Allow', 'Forbid', 'Replace'];
  const policyErrors = policies.includes(String(spec['concurrencyPolicy'])) ? [] : [notSupported('spec.concurrencyPolicy', spec['concurrencyPolicy'], policies)];
  const nameErrors = name.length > 52 ? [tooLong('metadata.name', 52)] : [];
  return [...nameErrors, ...scheduleErrors, ...policyErrors, ...jobTemplateErrors(readObject(spec, 'jobTemplate', 'spec') ?? {}, 'spec.jobTemplate.spec')];
}

function scheduleErrorsOf(schedule: string): FieldErrors {
  const problem = scheduleProblem(schedule);
  return problem === undefined ? [] : [invalid('spec.schedule', schedule, problem)];
}

export function selectorUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const selector = read(object, 'spec', 'selector');
  return equalValues(selector, read(live, 'spec', 'selector')) ? [] : [invalid('spec.selector', selector, 'field is immutable')];
}

const statefulSetMessage = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

export function statefulSetUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  return equalValues(fixedStatefulSet(object), fixedStatefulSet(live)) ? [] : [forbiddenField('spec', statefulSetMessage)];
}

function fixedStatefulSet(object: KubeObject): Json {
  const { replicas: _, ordinals: __, template: ___, updateStrategy: ____, revisionHistoryLimit: _____, persistentVolumeClaimRetentionPolicy: ______, minReadySeconds: _______, ...fixed } = readObject(object, 'spec') ?? {};
  return fixed;
}

export function jobUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const canResize = read(live, 'spec', 'completionMode') === 'Indexed';
  const fixed = ['selector', 'template', 'completionMode', ...(canResize ? [] : ['completions'])];
  const isSuspended = read(live, 'spec', 'suspend') === true && readString(live, 'status', 'startTime') === undefined;
  const changed = fixed.filter((name) => !equalValues(read(object, 'spec', name), read(live, 'spec', name)));
  return changed.filter((name) => !(isSuspended && name === 'template')).map((name) => invalid(`spec.${name}`, read(object, 'spec', name), 'field is immutable'));
}
