import { equalValues } from '@sherpack/field-set/equal';
import { all, atMost, distinct, each, field, fields, forbidden, given, jsonOf, named, needed, oneOf, within, type Check, type Json } from './check.ts';
import { containers, resourceMap, resources, seccomp, userId } from './container.ts';
import { forbiddenField, invalid, required, type FieldErrors } from './field-error.ts';
import { ipProblems, labelProblems, qualifiedNameProblems, subdomainProblems } from './names.ts';
import { labelKey, labelMap, labelSelector, nodeSelector, nodeSelectorTerm, tolerations } from './selector.ts';
import { volumes } from './volume.ts';
import type { KubeObject } from '../server/api-types.ts';
import { readList, readObject, readString, without } from '../schemas/json-path.ts';

function weight(value: unknown, at: string): FieldErrors {
  return Number(value ?? 0) < 1 || Number(value ?? 0) > 100 ? [invalid(at, value ?? 0, 'must be in the range 1-100')] : [];
}
const podTerm: Check = fields({ topologyKey: needed(labelKey, 'can not be empty'), labelSelector, namespaceSelector: labelSelector, namespaces: each(named(labelProblems)) });
const weightedTerm = each(fields({ weight, podAffinityTerm: podTerm }));
const podAffinity = fields({ requiredDuringSchedulingIgnoredDuringExecution: each(podTerm), preferredDuringSchedulingIgnoredDuringExecution: weightedTerm });
const affinity = fields({
  nodeAffinity: fields({ requiredDuringSchedulingIgnoredDuringExecution: nodeSelector, preferredDuringSchedulingIgnoredDuringExecution: each(fields({ weight, preference: nodeSelectorTerm })) }),
  podAffinity, podAntiAffinity: podAffinity,
});

const spread: Check = all(each(fields({
  maxSkew: (value, at) => (Number(value ?? 0) > 0 ? [] : [invalid(at, value ?? 0, 'must be greater than zero')]),
  topologyKey: needed(labelKey, 'can not be empty'),
  whenUnsatisfiable: needed(oneOf('DoNotSchedule', 'ScheduleAnyway')),
  labelSelector,
  minDomains: (value, at, parent) => {
    if (value === undefined) return [];
    if (Number(value) <= 0) return [invalid(at, value, 'must be greater than zero')];
    return parent['whenUnsatisfiable'] === 'DoNotSchedule' ? [] : [invalid(at, value, 'can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway')];
  },
  nodeAffinityPolicy: oneOf('Honor', 'Ignore'),
  nodeTaintsPolicy: oneOf('Honor', 'Ignore'),
})), distinct(jsonOf('topologyKey', 'whenUnsatisfiable')));

const sysctlName = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;

const securityContext: Check = fields({
  runAsUser: userId, runAsGroup: userId, fsGroup: userId, supplementalGroups: each(userId), seccompProfile: seccomp,
  fsGroupChangePolicy: oneOf('Always', 'OnRootMismatch'), supplementalGroupsPolicy: oneOf('Merge', 'Strict'),
  sysctls: all(each(fields({ name: needed((value, at) => (sysctlName.test(String(value)) ? [] : [invalid(at, value, 'must have at most 253 characters and match regex')])) })), distinct(field('name'), '.name')),
});

function searchDomain(value: unknown, at: string): FieldErrors {
  return value === '.' ? [] : named((text) => subdomainProblems(text.replace(/\.$/, '').replaceAll('_', 'a')))(value, at, {});
}
const dnsConfig: Check = fields({ nameservers: all(atMost(3), each(named(ipProblems))), searches: all(atMost(32), each(searchDomain)), options: each(fields({ name: needed() })) });

/** Checks of a pod's or a template's spec (pkg/apis/core/validation, ValidatePodSpec). */
const podSpec: Check = all(
  fields({
    volumes,
    restartPolicy: needed(oneOf('Always', 'OnFailure', 'Never')),
    dnsPolicy: needed(all(oneOf('ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'))),
    nodeSelector: labelMap,
    serviceAccountName: given(named(subdomainProblems)),
    nodeName: given(named(subdomainProblems)),
    affinity, tolerations, securityContext,
    topologySpreadConstraints: spread,
    hostAliases: each(fields({ ip: named(ipProblems), hostnames: each(named(subdomainProblems)) })),
    hostname: given(named(labelProblems)),
    subdomain: given(named(labelProblems)),
    activeDeadlineSeconds: given(within(1, 2_147_483_647)),
    priorityClassName: given(named(subdomainProblems)),
    runtimeClassName: given(named(subdomainProblems)),
    preemptionPolicy: given(oneOf('Never', 'PreemptLowerPriority')),
    readinessGates: each(fields({ conditionType: named(qualifiedNameProblems) })),
    schedulingGates: all(each(fields({ name: needed(named(qualifiedNameProblems)) })), distinct(field('name'))),
    os: fields({ name: needed(oneOf('linux', 'windows')) }),
    overhead: resourceMap,
    resources: given(resources),
    dnsConfig,
    ephemeralContainers: given(forbidden('cannot be set on create')),
  }),
  dnsErrors,
  hostErrors,
);

function dnsErrors(value: unknown, at: string): FieldErrors {
  const spec = value as Json;
  const servers = readObject(spec, 'dnsConfig')?.['nameservers'];
  if (spec['dnsPolicy'] !== 'None') return [];
  if (spec['dnsConfig'] === undefined) return [required(`${at}.dnsConfig`, 'must provide `dnsConfig` when `dnsPolicy` is None')];
  return Array.isArray(servers) && servers.length > 0 ? [] : [required(`${at}.dnsConfig.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')];
}

function hostErrors(value: unknown, at: string): FieldErrors {
  const spec = value as Json;
  const errors: FieldErrors = [];
  if (spec['hostPID'] === true && spec['shareProcessNamespace'] === true) errors.push(invalid(`${at}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled'));
  if (spec['hostNetwork'] !== true) return errors;
  const sysctls = readList(spec, 'securityContext', 'sysctls').filter(({ name }) => String(name).startsWith('net.') || String(name).startsWith('net/'));
  return [...errors, ...sysctls.map(({ name }) => invalid(`${at}.securityContext.sysctls.name`, name, 'may not be specified when \'hostNetwork\' is true'))];
}

export function podSpecErrors(value: Json, at: string, extraVolumes: readonly string[] = [], isTemplate = true): FieldErrors {
  const own = readList(value, 'volumes').map((volume) => [String(volume['name']), volume] as const);
  const parts = { volumes: new Map<string, Json>([...extraVolumes.map((name) => [name, { persistentVolumeClaim: {} }] as const), ...own]), grace: Number(value['terminationGracePeriodSeconds'] ?? 30), hostNetwork: value['hostNetwork'] === true, isTemplate };
  return [...podSpec(value, at, {}), ...containers(parts)(value, at, {})];
}

const bareTemplate: Check = all(fields({
  labels: labelMap,
}));

/** A template within a kind that makes pods; its pods must restart as the kind wants. */
export function templateErrors(template: Json | undefined, at: string, policies: readonly string[], extraVolumes: readonly string[] = []): FieldErrors {
  const spec = readObject(template, 'spec') ?? {};
  const labels = bareTemplate(readObject(template, 'metadata') ?? {}, at, {});
  const annotations = Object.keys(readObject(template, 'metadata', 'annotations') ?? {}).flatMap((key) => qualifiedNameProblems(key.toLowerCase()).map((problem) => invalid(`${at}.annotations`, key, problem)));
  const policy = spec['restartPolicy'];
  const restart = policies.includes(String(policy)) ? [] : [{ reason: 'FieldValueNotSupported', field: `${at}.spec.restartPolicy`, message: `Unsupported value: ${JSON.stringify(policy)}: supported values: ${policies.map((one) => JSON.stringify(one)).join(', ')}` }];
  return [...labels, ...annotations, ...podSpecErrors(spec, `${at}.spec`, extraVolumes), ...restart];
}

export function podErrors(pod: KubeObject): FieldErrors {
  return podSpecErrors(readObject(pod, 'spec') ?? {}, 'spec', [], false);
}

const podMessage = 'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export function podUpdateErrors(pod: KubeObject, live: KubeObject): FieldErrors {
  const errors: FieldErrors = equalValues(fixedPart(pod, live), fixedPart(live, live)) ? [] : [forbiddenField('spec', podMessage)];
  return [...errors, ...deadlineErrors(pod, live), ...tolerationErrors(pod, live), ...gateErrors(pod, live)];
}

/** A deadline may be set once and then only come nearer. */
function deadlineErrors(pod: KubeObject, live: KubeObject): FieldErrors {
  const [before, after] = [readObject(live, 'spec')?.['activeDeadlineSeconds'], readObject(pod, 'spec')?.['activeDeadlineSeconds']];
  if (before === undefined || equalValues(before, after)) return [];
  return after === undefined || Number(after) > Number(before) ? [invalid('spec.activeDeadlineSeconds', after ?? null, 'must be less than or equal to previous value')] : [];
}

function tolerationErrors(pod: KubeObject, live: KubeObject): FieldErrors {
  const after = readList(pod, 'spec', 'tolerations').map(withoutSeconds);
  const lost = readList(live, 'spec', 'tolerations').map(withoutSeconds).filter((one) => !after.some((other) => equalValues(one, other)));
  return lost.length === 0 ? [] : [forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')];
}

function withoutSeconds(toleration: Json): Json {
  return without(toleration, 'tolerationSeconds');
}

/** Gates can only be taken away. */
function gateErrors(pod: KubeObject, live: KubeObject): FieldErrors {
  const before = readList(live, 'spec', 'schedulingGates');
  const added = readList(pod, 'spec', 'schedulingGates').filter((gate) => !before.some((other) => equalValues(gate, other)));
  return added.length === 0 ? [] : [forbiddenField('spec.schedulingGates', `only deletion is allowed, but found new scheduling gate '${added[0]?.['name']}'`)];
}

function fixedPart(pod: KubeObject, live: KubeObject): unknown {
  const { activeDeadlineSeconds: _, tolerations: __, nodeName, schedulingGates: ___, ...rest } = readObject(pod, 'spec') ?? {};
  const withoutImages = (list: string): unknown => readList(rest, list).map(({ image: _image, ...one }) => one);
  return { ...rest, containers: withoutImages('containers'), initContainers: withoutImages('initContainers'), nodeName: nodeName ?? readString(live, 'spec', 'nodeName') ?? '' };
}
