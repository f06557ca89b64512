import { isObject } from '@sherpack/field-set/field-schema';
import { equalValues } from '@sherpack/field-set/equal';
import { readNumber } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { all, distinct, each, entries, field, fields, given, matching, named, needed, notNegative, oneOf, quantityNotNegative, quantityPositive, within, type Check, type Json } from './check.ts';
import { forbiddenField, invalid, required, type FieldErrors } from './field-error.ts';
import { labelProblems, pathSegmentProblems, qualifiedNameProblems } from './names.ts';
import { labelKey, labelMap, labelSelector, tolerations } from './selector.ts';

/** A count, or a share of all in whole percents of at most a hundred. */
export function countOrPercent(value: unknown, at: string): FieldErrors {
  if (value === undefined) return [];
  if (typeof value !== 'string') return notNegative(value, at, {});
  const match = /^([0-9]+)%$/.exec(value);
  if (!match) return [invalid(at, value, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')")];
  return Number(match[1]) > 100 ? [invalid(at, value, 'must not be greater than 100%')] : [];
}

export const budget: Check = fields({
  spec: all(
    (value, at) => {
      const spec = value as Json;
      return spec['minAvailable'] !== undefined && spec['maxUnavailable'] !== undefined ? [invalid(at, spec, 'minAvailable and maxUnavailable cannot be both set')] : [];
    },
    fields({ minAvailable: countOrPercent, maxUnavailable: countOrPercent, selector: labelSelector, unhealthyPodEvictionPolicy: oneOf('AlwaysAllow', 'IfHealthyBudget') }),
  ),
});

const condition = fields({ type: needed(named(qualifiedNameProblems)), status: needed(oneOf('True', 'False', 'Unknown')), reason: needed(named((text) => (/^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$/.test(text) ? [] : ['a condition reason must start with alphabetic character']))), observedGeneration: notNegative });

/** Conditions in the common form (metav1). */
export const conditions: Check = all(each(condition), distinct(field('type'), '.type'));

export const budgetStatus: Check = fields({ status: fields({ conditions, disruptionsAllowed: notNegative, currentHealthy: notNegative, desiredHealthy: notNegative, expectedPods: notNegative }) });

const targetReference: Check = fields({
  kind: needed(named(pathSegmentProblems)),
  name: needed(named(pathSegmentProblems)),
  apiVersion: (value, at) => (/^[^/]+\/[^/]+$/.test(String(value ?? '')) ? [] : [invalid(at, value ?? '', 'apiVersion must specify API group')]),
});

const describedObject: Check = fields({ kind: needed(named(pathSegmentProblems)), name: needed(named(pathSegmentProblems)) });

function target(allowsUtilization: boolean): Check {
  return all(
    fields({
      type: needed(oneOf('AverageValue', 'Utilization', 'Value')),
      averageUtilization: (value, at) => (value !== undefined && Number(value) <= 0 ? [invalid(at, value, 'must be greater than 0')] : []),
      value: given(quantityPositive),
      averageValue: given(quantityPositive),
    }),
    (value, at) => {
      const { averageUtilization, averageValue, value: plain } = value as Json;
      if (allowsUtilization) {
        const isBoth = averageUtilization !== undefined && averageValue !== undefined;
        if (isBoth) return [forbiddenField(`${at}.averageValue`, 'may not set both a target raw value and a target utilization')];
        return averageUtilization === undefined && averageValue === undefined ? [required(`${at}.averageUtilization`, 'must set either a target raw value or a target utilization')] : [];
      }
      const isBoth = plain !== undefined && averageValue !== undefined;
      if (isBoth) return [forbiddenField(`${at}.value`, 'may not set both a target value for metric and a per-pod target')];
      return plain === undefined && averageValue === undefined ? [required(`${at}.averageValue`, 'must set either a target value for metric or a per-pod target')] : [];
    },
  );
}

const podsTarget: Check = all(fields({ type: needed(oneOf('AverageValue', 'Utilization', 'Value')), averageValue: needed(quantityPositive, 'must specify a positive target averageValue') }));
const metricName: Check = fields({ name: needed(named(pathSegmentProblems), 'must specify a metric name'), selector: given(labelSelector) });

const metric: Check = all(
  fields({ type: needed(oneOf('ContainerResource', 'External', 'Object', 'Pods', 'Resource'), 'must specify a metric source type') }),
  matching({
    resource: ['Resource', fields({ name: needed(), target: target(true) })],
    containerResource: ['ContainerResource', fields({ name: needed(), container: needed(), target: target(true) })],
    pods: ['Pods', fields({ metric: metricName, target: podsTarget })],
    object: ['Object', fields({ describedObject, metric: metricName, target: target(false) })],
    external: ['External', fields({ metric: metricName, target: target(false) })],
  }),
);

const scalingRules: Check = fields({
  stabilizationWindowSeconds: given(within(0, 3600)),
  selectPolicy: oneOf('Disabled', 'Max', 'Min'),
  policies: (value, at, parent) => (value === undefined || (Array.isArray(value) && value.length === 0) ? [required(at, 'must specify at least one Policy')] : each(fields({ type: needed(oneOf('Percent', 'Pods')), value: within(1, 2_147_483_647), periodSeconds: within(1, 1800) }))(value, at, parent)),
});

export const autoscaler: Check = fields({
  spec: all(
    fields({
      scaleTargetRef: targetReference,
      targetCPUUtilizationPercentage: (value, at) => (value !== undefined && Number(value) < 1 ? [invalid(at, value, 'must be greater than 0')] : []),
      minReplicas: (value, at) => (Number(value ?? 1) < 1 ? [invalid(at, value, 'must be greater than or equal to 1')] : []),
      maxReplicas: (value, at) => (Number(value ?? 0) < 1 ? [invalid(at, value ?? 0, 'must be greater than 0')] : []),
      metrics: each(metric),
      behavior: given(fields({ scaleUp: given(scalingRules), scaleDown: given(scalingRules) })),
    }),
    (value, at) => {
      const min = readNumber(value, 'minReplicas') ?? 1;
      const max = readNumber(value, 'maxReplicas') ?? 0;
      return max < min ? [invalid(`${at}.maxReplicas`, max, 'must be greater than or equal to `minReplicas`')] : [];
    },
  ),
});

const highestUserPriority = 1_000_000_000;

export const priorityClass: Check = fields({
  value: (value, at, parent) => {
    const isSystem = String((parent['metadata'] as Json | undefined)?.['name'] ?? '').startsWith('system-');
    return Number(value ?? 0) > highestUserPriority && !isSystem ? [forbiddenField(at, `maximum allowed value of a user defined priority is ${highestUserPriority}`)] : [];
  },
  preemptionPolicy: oneOf('Never', 'PreemptLowerPriority'),
});

export function priorityClassUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const errors: FieldErrors = equalValues(object['value'] ?? 0, live['value'] ?? 0) ? [] : [forbiddenField('value', 'may not be changed in an update.')];
  const [after, before] = [object['preemptionPolicy'], live['preemptionPolicy']];
  return equalValues(after, before) ? errors : [...errors, invalid('preemptionPolicy', after, 'field is immutable')];
}

const topologyTerm = all(fields({ matchLabelExpressions: all(each(fields({ key: labelKey, values: all(needed(), distinct((value) => value)) })), distinct(field('key'), '.key')) }));

/** A term that selects nothing is told apart from no other one. */
function distinctTerms(value: unknown, at: string): FieldErrors {
  const terms = (Array.isArray(value) ? value : []).map((term) => JSON.stringify((term as Json)['matchLabelExpressions'] ?? []));
  return terms.flatMap((term, i) => (term === '[]' || terms.indexOf(term) < i ? [{ reason: 'FieldValueDuplicate', field: `${at}[${i}].matchLabelExpressions`, message: 'Duplicate value: ""' }] : []));
}

export const storageClass: Check = fields({
  provisioner: needed(named((text) => qualifiedNameProblems(text.toLowerCase()))),
  parameters: entries((key, at) => (key === '' ? [invalid(at, key, 'field can not be empty.')] : [])),
  reclaimPolicy: oneOf('Delete', 'Retain'),
  volumeBindingMode: needed(oneOf('Immediate', 'WaitForFirstConsumer')),
  allowedTopologies: all(each(topologyTerm), distinctTerms),
});

/** Fields of a kind that stay as they were; `message` where the kind words it in its own way. */
export function fixedFields(names: readonly string[], refuse: (at: string, value: unknown) => FieldErrors = (at, value) => [invalid(at, value ?? null, 'field is immutable')]): (object: KubeObject, live: KubeObject) => FieldErrors {
  return (object, live) => names.flatMap((path) => {
    const [after, before] = [object, live].map((one) => path.split('.').reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), one));
    return equalValues(after ?? null, before ?? null) ? [] : refuse(path, after);
  });
}

export const storageClassUpdateErrors = fixedFields(['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'], (at, value) => (at === 'parameters' || at === 'provisioner' ? [forbiddenField(at, `updates to ${at} are forbidden.`)] : [invalid(at, value ?? null, 'field is immutable')]));

export const csiDriver: Check = fields({
  spec: fields({
    volumeLifecycleModes: each(oneOf('Ephemeral', 'Persistent')),
    fsGroupPolicy: oneOf('File', 'None', 'ReadWriteOnceWithFSType'),
    tokenRequests: all(each(fields({ expirationSeconds: (value, at) => (value !== undefined && Number(value) < 600 ? [invalid(at, value, 'may not specify a duration less than 10 minutes')] : []) })), distinct((one) => field('audience')(one) ?? '', '.audience')),
  }),
});

function seconds(value: unknown, at: string): FieldErrors {
  return value !== undefined && Number(value) <= 0 ? [invalid(at, value, 'must be greater than 0')] : [];
}

export const lease: Check = fields({ spec: fields({ leaseDurationSeconds: seconds, leaseTransitions: notNegative, holderIdentity: (value, at) => (value === '' ? [invalid(at, '', 'must not be empty')] : []) }) });

export const runtimeClass: Check = fields({
  handler: needed(named(labelProblems)),
  overhead: fields({ podFixed: entries(named(qualifiedNameProblems), quantityNotNegative) }),
  scheduling: fields({ nodeSelector: labelMap, tolerations }),
});

const quotaScopes = ['BestEffort', 'CrossNamespacePodAffinity', 'NotBestEffort', 'NotTerminating', 'PriorityClass', 'Terminating', 'VolumeAttributesClass'];
const quotaNames = new Set(['cpu', 'memory', 'ephemeral-storage', 'storage', 'pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps', 'persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers', 'requests.cpu', 'requests.memory', 'requests.storage', 'requests.ephemeral-storage', 'limits.cpu', 'limits.memory', 'limits.ephemeral-storage']);
const wholeQuotas = new Set(['pods', 'services', 'replicationcontrollers', 'resourcequotas', 'secrets', 'configmaps', 'persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers']);
const podQuotas = new Set(['cpu', 'memory', 'pods', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory', 'ephemeral-storage', 'requests.ephemeral-storage', 'limits.ephemeral-storage']);

function quotaAmounts(value: unknown, at: string): FieldErrors {
  return Object.entries((value ?? {}) as Json).flatMap(([name, amount]) => {
  const place = `${at}[${name}]`;
  const errors = qualifiedNameProblems(name).map((problem) => invalid(place, name, problem));
  const isKnown = name.includes('/') || quotaNames.has(name) || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');
  if (!isKnown) errors.push(invalid(place, name, 'must be a standard resource for quota'));
  if (wholeQuotas.has(name) && /[.m]/.test(String(amount))) errors.push(invalid(place, amount, 'must be an integer'));
  return [...errors, ...quantityNotNegative(amount, place)];
});
}

const scopes: Check = all(each(oneOf(...quotaScopes)), (value, at, parent) => {
  const list = Array.isArray(value) ? value : [];
  const hard = Object.keys((parent['hard'] ?? {}) as Json);
  const clash = [['BestEffort', 'NotBestEffort'], ['Terminating', 'NotTerminating']].some((pair) => pair.every((scope) => list.includes(scope)));
  const allowed = (scope: unknown): boolean => hard.every((name) => name.includes('/') || (scope === 'BestEffort' ? name === 'pods' : podQuotas.has(name)));
  const odd = list.some((scope) => quotaScopes.includes(String(scope)) && !allowed(scope));
  return [...(odd ? [invalid(at, list, 'unsupported scope applied to resource')] : []), ...(clash ? [invalid(at, list, 'conflicting scopes')] : [])];
});

export const quota: Check = fields({ spec: fields({ hard: quotaAmounts, scopes }) });
export const quotaStatus: Check = fields({ status: fields({ hard: quotaAmounts, used: quotaAmounts }) });
export const quotaUpdateErrors = fixedFields(['spec.scopes']);

