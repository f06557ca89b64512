import { equalValues } from '@sherpack/field-set/equal';
import { read, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { all, each, fields, given, isUnset, named, needed, notNegative, oneOf, type Check, type Json } from './check.ts';
import { scheduleProblem } from './cron-schedule.ts';
import { invalid, required, tooLong, type FieldErrors } from './field-error.ts';
import { qualifiedNameProblems } from './names.ts';
import { templateErrors } from './pod-spec.ts';
import { labelMap, labelSelector } from './selector.ts';

const exitCodes: Check = fields({
  operator: needed(oneOf('In', 'NotIn')),
  values: (value, at, parent) => {
    if (isUnset(value)) return [invalid(at, value ?? [], 'at least one value is required')];
    const list = value as number[];
    const zero = parent['operator'] === 'In' ? list.flatMap((code, i) => (code === 0 ? [invalid(`${at}[${i}]`, 0, 'must not be 0 for the In operator')] : [])) : [];
    const isSorted = list.every((code, i) => i === 0 || code >= (list[i - 1] ?? 0));
    const isTwice = new Set(list).size < list.length;
    return [...zero, ...(isSorted && !isTwice ? [] : [invalid(at, list, 'must be ordered')])];
  },
});

const failureRule: Check = all(
  fields({ action: needed(oneOf('Count', 'FailIndex', 'FailJob', 'Ignore')), onExitCodes: exitCodes, onPodConditions: each(fields({ type: needed(named(qualifiedNameProblems)), status: needed(oneOf('True', 'False', 'Unknown')) })) }),
  (value, at) => {
    const { onExitCodes, onPodConditions } = value as Json;
    const hasConditions = !isUnset(onPodConditions);
    if (onExitCodes !== undefined && hasConditions) return [invalid(at, '', 'specifying both OnExitCodes and OnPodConditions is not supported')];
    return onExitCodes === undefined && !hasConditions ? [invalid(at, '', 'specifying one of OnExitCodes and OnPodConditions is required')] : [];
  },
);

const jobSpec: Check = fields({
  parallelism: notNegative, completions: notNegative, backoffLimit: notNegative, activeDeadlineSeconds: notNegative, ttlSecondsAfterFinished: notNegative, backoffLimitPerIndex: notNegative, maxFailedIndexes: notNegative,
  completionMode: (value, at, parent) => {
    const known = oneOf('Indexed', 'NonIndexed')(value, at, parent);
    return value === 'Indexed' && parent['completions'] === undefined ? [...known, required(at.replace(/completionMode$/, 'completions'), `when completion mode is Indexed`)] : known;
  },
  podReplacementPolicy: (value, at, parent) => (parent['podFailurePolicy'] !== undefined && value !== undefined ? oneOf('Failed')(value, at, parent) : oneOf('Failed', 'TerminatingOrFailed')(value, at, parent)),
  podFailurePolicy: given(fields({ rules: each(failureRule) })),
  managedBy: given(named((text) => (text.includes('/') ? [] : ['must be a domain-prefixed path']))),
  selector: labelSelector,
});

function jobSpecErrors(spec: Json, at: string): FieldErrors {
  const template = templateErrors(readObject(spec, 'template'), `${at}.template`, ['OnFailure', 'Never']);
  const needsNever = spec['podFailurePolicy'] !== undefined && readString(spec, 'template', 'spec', 'restartPolicy') !== 'Never';
  return [...jobSpec(spec, at, {}), ...template, ...(needsNever ? [invalid(`${at}.template.spec.restartPolicy`, readString(spec, 'template', 'spec', 'restartPolicy'), 'only "Never" is supported when podFailurePolicy is specified')] : [])];
}

/** A Job selects by labels that the server gives it, unless it takes care of that itself. */
export function jobErrors(object: KubeObject): FieldErrors {
  const spec = readObject(object, 'spec') ?? {};
  const selector = readObject(spec, 'selector');
  if (!selector) return [required('spec.selector'), ...jobSpecErrors(spec, 'spec')];
  const labels = (readObject(spec, 'template', 'metadata', 'labels') ?? {}) as Record<string, string>;
  const isSelected = Object.entries((readObject(selector, 'matchLabels') ?? {}) as Record<string, string>).every(([key, value]) => labels[key] === value);
  return [...(isSelected ? [] : [invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]), ...generatedErrors(object, spec), ...jobSpecErrors(spec, 'spec')];
}

/** A selector of one's own has to be announced. */
function generatedErrors(object: KubeObject, spec: Json): FieldErrors {
  if (spec['manualSelector'] === true) return [];
  const expected = { matchLabels: { 'batch.kubernetes.io/controller-uid': object.metadata.uid } };
  const older = { matchLabels: { 'controller-uid': object.metadata.uid } };
  return equalValues(spec['selector'], expected) || equalValues(spec['selector'], older) ? [] : [invalid('spec.selector', spec['selector'], '`selector` not auto-generated')];
}

const zoneMark = /^(CRON_)?TZ=/;

function schedule(value: unknown, at: string, parent: Json): FieldErrors {
  const text = String(value ?? '');
  if (text === '') return [required(at)];
  if (zoneMark.test(text)) return [invalid(at, text, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')];
  const problem = scheduleProblem(text);
  return problem === undefined || parent === undefined ? [] : [invalid(at, text, problem)];
}

function timeZone(value: unknown, at: string): FieldErrors {
  if (value === undefined) return [];
  if (value === '') return [invalid(at, '', 'timeZone must be nil or non-empty string')];
  const name = String(value);
  if (name.toLowerCase() === 'local') return [invalid(at, name, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')];
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone === '' ? [invalid(at, name, 'unknown time zone')] : [];
  } catch {
    return [invalid(at, name, `unknown time zone ${name}`)];
  }
}

const cronName = 52;

export function cronJobErrors(object: KubeObject): FieldErrors {
  const spec = readObject(object, 'spec') ?? {};
  const name = object.metadata.name ?? '';
  const template = readObject(spec, 'jobTemplate', 'spec') ?? {};
  const own = fields({
    schedule, timeZone, concurrencyPolicy: needed(oneOf('Allow', 'Forbid', 'Replace')), startingDeadlineSeconds: notNegative, successfulJobsHistoryLimit: notNegative, failedJobsHistoryLimit: notNegative,
    jobTemplate: fields({ metadata: fields({ labels: labelMap }) }),
  })(spec, 'spec', {});
  const chosen = [...(template['manualSelector'] === undefined ? [] : [{ reason: 'FieldValueNotSupported', field: 'spec.jobTemplate.spec.manualSelector', message: 'Unsupported value: true: supported values: "nil", "false"' }].filter(() => template['manualSelector'] === true)), ...(template['selector'] === undefined ? [] : [invalid('spec.jobTemplate.spec.selector', template['selector'], '`selector` will be auto-generated')])];
  return [...(name.length > cronName ? [tooLong('metadata.name', cronName)] : []), ...own, ...chosen, ...jobSpecErrors(template, 'spec.jobTemplate.spec')];
}

/** What a controller may say of a Job. */
export function jobStatusErrors(object: KubeObject): FieldErrors {
  const status = readObject(object, 'status') ?? {};
  const numbers = fields({ active: notNegative, succeeded: notNegative, failed: notNegative, ready: notNegative, terminating: notNegative })(status, 'status', {});
  const [ready, active] = [Number(status['ready'] ?? 0), Number(status['active'] ?? 0)];
  return ready > active ? [...numbers, invalid('status.ready', ready, 'cannot set more ready pods than active')] : numbers;
}

const schedulingFields = ['nodeSelector', 'affinity', 'tolerations', 'schedulingGates'] as const;

/** A Job that has not begun may still be told where its pods run and what they may use. */
export function jobUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const fixed = ['selector', 'completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'];
  const changed = fixed.filter((name) => !equalValues(read(object, 'spec', name) ?? null, read(live, 'spec', name) ?? null)).map((name) => invalid(`spec.${name}`, read(object, 'spec', name) ?? null, 'field is immutable'));
  return [...changed, ...completionErrors(object, live), ...templateChangeErrors(object, live)];
}

function completionErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const [after, before] = [read(object, 'spec', 'completions'), read(live, 'spec', 'completions')];
  if (equalValues(after ?? null, before ?? null)) return [];
  const isElastic = read(object, 'spec', 'completionMode') === 'Indexed' && after !== undefined && equalValues(after, read(object, 'spec', 'parallelism'));
  return isElastic ? [] : [invalid('spec.completions', after ?? null, 'field is immutable')];
}

function templateChangeErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const isSuspended = read(live, 'spec', 'suspend') === true && read(object, 'spec', 'suspend') === true && readString(live, 'status', 'startTime') === undefined;
  const canMove = read(live, 'spec', 'suspend') === true && readString(live, 'status', 'startTime') === undefined;
  const [after, before] = [object, live].map((one) => withoutScheduling(readObject(one, 'spec', 'template') ?? {}, canMove, isSuspended));
  return equalValues(after, before) ? [] : [invalid('spec.template', read(object, 'spec', 'template'), 'field is immutable')];
}

function withoutScheduling(template: Json, canMove: boolean, canResize: boolean): Json {
  if (!canMove) return template;
  const spec = { ...readObject(template, 'spec') };
  for (const name of schedulingFields) delete spec[name];
  const { labels: _, annotations: __, ...metadata } = readObject(template, 'metadata') ?? {};
  const lists = ['containers', 'initContainers'].filter((list) => canResize && Array.isArray(spec[list]));
  for (const list of lists) spec[list] = (spec[list] as Json[]).map(({ resources: _resources, ...container }) => container);
  return { ...template, metadata, spec };
}
