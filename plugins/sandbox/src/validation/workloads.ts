import { equalValues } from '@sherpack/field-set/equal';
import { read, readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { matchesLabelSelector } from '../server/selectors.ts';
import { all, distinct, each, entries, fields, given, named, needed, notNegative, oneOf, type Check, type Json } from './check.ts';
import { forbiddenField, invalid, notSupported, required, type FieldErrors } from './field-error.ts';
import { dnsNameProblems } from './names.ts';
import { podSpecErrors, templateErrors } from './pod-spec.ts';
import { definiteSelector, labelMap } from './selector.ts';

function percentOrCount(value: unknown, at: string): FieldErrors {
  if (value === undefined) return [];
  if (typeof value !== 'string') return notNegative(value, at, {});
  return /^[0-9]+%$/.test(value) ? [] : [invalid(at, value, "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')")];
}

function notOverAll(value: unknown, at: string): FieldErrors {
  return typeof value === 'string' && Number(value.replace('%', '')) > 100 ? [invalid(at, value, 'must not be greater than 100%')] : [];
}

export function isZero(value: unknown): boolean {
  return value === 0 || value === '0%' || value === undefined;
}

/** What of a spec is selected and how its pods look; `extraVolumes` are those that a StatefulSet claims. */
function selected(object: KubeObject, kind: string, extraVolumes: readonly string[] = []): FieldErrors {
  const spec = readObject(object, 'spec') ?? {};
  const template = readObject(spec, 'template');
  const labels = readObject(template, 'metadata', 'labels') as Record<string, string> | undefined;
  const matches = matchesLabelSelector(spec['selector'], labels) ? [] : [invalid('spec.template.metadata.labels', labels ?? {}, '`selector` does not match template `labels`')];
  const deadline = readObject(template, 'spec')?.['activeDeadlineSeconds'] === undefined ? [] : [forbiddenField('spec.template.spec.activeDeadlineSeconds', `activeDeadlineSeconds in ${kind} is not Supported`)];
  return [...definiteSelector(kind.toLowerCase())(spec['selector'], 'spec.selector', spec), ...matches, ...templateErrors(template, 'spec.template', ['Always'], extraVolumes), ...deadline];
}

const deploymentSpec: Check = all(
  fields({
    replicas: notNegative, minReadySeconds: notNegative, revisionHistoryLimit: notNegative,
    progressDeadlineSeconds: (value, at, parent) => {
      const deadline = Number(value ?? 600);
      return [...notNegative(value, at, parent), ...(deadline <= Number(parent['minReadySeconds'] ?? 0) ? [invalid(at, value, 'must be greater than minReadySeconds')] : [])];
    },
    strategy: (value, at) => strategyErrors((value ?? {}) as Json, at),
  }),
);

const rollingUpdateShares = fields({ maxUnavailable: all(percentOrCount, notOverAll), maxSurge: percentOrCount });

function strategyErrors(strategy: Json, at: string): FieldErrors {
  const { type, rollingUpdate } = strategy;
  if (type !== 'Recreate' && type !== 'RollingUpdate') return [notSupported(at, { Type: type, RollingUpdate: rollingUpdate ?? null }, ['Recreate', 'RollingUpdate'])];
  if (type === 'Recreate') return rollingUpdate === undefined ? [] : [forbiddenField(`${at}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")];
  const update = (rollingUpdate ?? {}) as Json;
  const errors = rollingUpdateShares(update, `${at}.rollingUpdate`, strategy);
  return isZero(update['maxUnavailable']) && isZero(update['maxSurge']) ? [...errors, invalid(`${at}.rollingUpdate.maxUnavailable`, update['maxUnavailable'], 'may not be 0 when `maxSurge` is 0')] : errors;
}

const deployment = fields({ spec: deploymentSpec });
const replicaSet = fields({ spec: fields({ replicas: notNegative, minReadySeconds: notNegative }) });

export function deploymentErrors(object: KubeObject): FieldErrors {
  return [...deployment(object, '', {}), ...selected(object, 'Deployment')];
}

export function replicaSetErrors(object: KubeObject): FieldErrors {
  return [...replicaSet(object, '', {}), ...selected(object, 'ReplicaSet')];
}

function daemonUpdate(value: unknown, at: string): FieldErrors {
  const strategy = (value ?? {}) as Json;
  const { type, rollingUpdate } = strategy;
  if (type === 'OnDelete') return [];
  if (type !== 'RollingUpdate') return [notSupported(`${at}.type`, type, ['OnDelete', 'RollingUpdate'])];
  if (rollingUpdate === undefined) return [required(`${at}.rollingUpdate`)];
  const update = rollingUpdate as Json;
  const errors = fields({ maxUnavailable: all(percentOrCount, notOverAll), maxSurge: all(percentOrCount, notOverAll) })(update, `${at}.rollingUpdate`, strategy);
  const hasUnavailable = !isZero(update['maxUnavailable']);
  const hasSurge = !isZero(update['maxSurge']);
  if (hasUnavailable && hasSurge) return [...errors, invalid(`${at}.rollingUpdate.maxSurge`, update['maxSurge'], 'may not be set when maxUnavailable is non-zero')];
  return hasUnavailable || hasSurge ? errors : [...errors, required(`${at}.rollingUpdate.maxUnavailable`, 'cannot be 0 when maxSurge is 0')];
}

export function daemonSetErrors(object: KubeObject): FieldErrors {
  return [...fields({ spec: fields({ updateStrategy: daemonUpdate, minReadySeconds: notNegative, revisionHistoryLimit: notNegative }) })(object, '', {}), ...selected(object, 'DaemonSet')];
}

function setUpdate(value: unknown, at: string): FieldErrors {
  const { type, rollingUpdate } = (value ?? {}) as Json;
  if (type === undefined || type === '') return [required(at)];
  if (type === 'OnDelete') return rollingUpdate === undefined ? [] : [invalid(`${at}.rollingUpdate`, rollingUpdate, 'only allowed for updateStrategy \'RollingUpdate\'')];
  if (type !== 'RollingUpdate') return [invalid(at, value, 'must be \'RollingUpdate\' or \'OnDelete\'')];
  return fields({ rollingUpdate: fields({ partition: notNegative, maxUnavailable: all(percentOrCount, notOverAll) }) })(value, at, {});
}

const retention = needed(oneOf('Delete', 'Retain'));
const claimNames: Check = all(each(fields({ metadata: fields({ name: needed() }) })), distinct((claim) => readString(claim, 'metadata', 'name')));

export function statefulSetErrors(object: KubeObject): FieldErrors {
  const names = readList(object, 'spec', 'volumeClaimTemplates').map((claim) => readString(claim, 'metadata', 'name') ?? '');
  const spec = fields({
    replicas: notNegative, minReadySeconds: notNegative, updateStrategy: setUpdate,
    podManagementPolicy: needed(oneOf('OrderedReady', 'Parallel')),
    persistentVolumeClaimRetentionPolicy: fields({ whenDeleted: retention, whenScaled: retention }),
    ordinals: fields({ start: notNegative }),
    serviceName: given(named(dnsNameProblems)),
    volumeClaimTemplates: claimNames,
  });
  return [...fields({ spec })(object, '', {}), ...selected(withoutOwnNames(object), 'StatefulSet', names)];
}

/** A set names its pods itself, so that the names in the template are not looked at. */
function withoutOwnNames(object: KubeObject): KubeObject {
  const spec = readObject(object, 'spec') ?? {};
  const { hostname: _, subdomain: __, ...pod } = readObject(spec, 'template', 'spec') ?? {};
  return { ...object, spec: { ...spec, template: { ...readObject(spec, 'template'), spec: pod } } };
}

export function replicationControllerErrors(object: KubeObject): FieldErrors {
  const spec = readObject(object, 'spec') ?? {};
  const selector = (readObject(spec, 'selector') ?? {}) as Record<string, string>;
  const labels = (readObject(spec, 'template', 'metadata', 'labels') ?? {}) as Record<string, string>;
  const isEmpty = Object.keys(selector).length === 0;
  const matches = Object.entries(selector).every(([key, value]) => labels[key] === value);
  const errors: FieldErrors = isEmpty ? [required('spec.selector')] : [];
  if (!isEmpty && !matches) errors.push(invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`'));
  const template = readObject(spec, 'template');
  const deadline = readObject(template, 'spec')?.['activeDeadlineSeconds'] === undefined ? [] : [forbiddenField('spec.template.spec.activeDeadlineSeconds', 'activeDeadlineSeconds in ReplicationController is not Supported')];
  const own = fields({ replicas: notNegative, minReadySeconds: notNegative })(spec, 'spec', {});
  return [...own, ...errors, ...(template ? templateErrors(template, 'spec.template', ['Always']) : [required('spec.template')]), ...deadline];
}

export function podTemplateErrors(object: KubeObject): FieldErrors {
  const template = readObject(object, 'template') ?? {};
  return [...fields({ metadata: fields({ labels: labelMap }) })(template, 'template', {}), ...podSpecErrors(readObject(template, 'spec') ?? {}, 'template.spec')];
}

const templateMessage = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
const changeable = ['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'];

export function statefulSetUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const [after, before] = [object, live].map((one) => Object.fromEntries(Object.entries(readObject(one, 'spec') ?? {}).filter(([name]) => !changeable.includes(name))));
  return equalValues(after, before) ? [] : [forbiddenField('spec', templateMessage)];
}

export function selectorUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const selector = read(object, 'spec', 'selector');
  return equalValues(selector, read(live, 'spec', 'selector')) ? [] : [invalid('spec.selector', selector, 'field is immutable')];
}

const reported: Check = fields({ status: entries(() => [], (value, at) => (typeof value === 'number' ? notNegative(value, at, {}) : [])) });

/** The numbers of a workload's status, which controllers report. */
export function statusErrors(object: KubeObject): FieldErrors {
  return reported(object, '', object);
}

/** A set cannot report more of something than it has pods. */
export function replicaCountErrors(object: KubeObject): FieldErrors {
  const status = readObject(object, 'status') ?? {};
  const count = (name: string): number => Number(status[name] ?? 0);
  const bounded = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'updatedReplicas', 'currentReplicas'].filter((name) => count(name) > count('replicas'));
  const errors = [...statusErrors(object), ...bounded.map((name) => invalid(`status.${name}`, status[name], 'cannot be greater than status.replicas'))];
  const ready = object.kind === 'StatefulSet' ? 'status.readyReplicas' : 'readyReplicas';
  return count('availableReplicas') > count('readyReplicas') ? [...errors, invalid('status.availableReplicas', status['availableReplicas'], `cannot be greater than ${ready}`)] : errors;
}

/** How often the hash of a template was taken already only rises. */
export function collisionErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const [after, before] = [object, live].map((one) => readNumber(one, 'status', 'collisionCount'));
  const isLess = before !== undefined && (after === undefined || after < before);
  return isLess ? [invalid('status.collisionCount', after ?? 0, 'cannot be decremented')] : [];
}
