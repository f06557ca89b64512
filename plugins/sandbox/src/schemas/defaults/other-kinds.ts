import { draftOf, draftsOf, fill, fillText, type Draft } from './fill.ts';
import { draftFor } from './workloads.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

export function defaultNamespace(object: Draft): void {
  const metadata = draftFor(object, 'metadata');
  const name = metadata['name'];
  if (typeof name === 'string' && name !== '') metadata['labels'] = { ...draftOf(metadata, 'labels'), 'kubernetes.io/metadata.name': name };
  fillText(draftFor(object, 'status'), 'phase', 'Active');
}

/** Text beside the encoded data is folded in when a Secret is read, as its conversion does. */
export function defaultSecret(object: Draft): void {
  const text = draftOf(object, 'stringData');
  if (text) {
    const encoded = Object.entries(text).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]);
    object['data'] = { ...draftOf(object, 'data'), ...Object.fromEntries(encoded) };
    delete object['stringData'];
  }
  fillText(object, 'type', 'Opaque');
}

export function defaultRoleBinding(object: Draft): void {
  const role = draftOf(object, 'roleRef');
  if (role) fillText(role, 'apiGroup', rbacGroup);
  for (const subject of draftsOf(object, 'subjects')) {
    if (subject['kind'] === 'User' || subject['kind'] === 'Group') fillText(subject, 'apiGroup', rbacGroup);
  }
}

export function defaultVolume(object: Draft): void {
  const spec = draftFor(object, 'spec');
  fillText(spec, 'persistentVolumeReclaimPolicy', 'Retain');
  fill(spec, 'volumeMode', 'Filesystem');
  const hostPath = draftOf(spec, 'hostPath');
  if (hostPath) fill(hostPath, 'type', '');
  fillText(draftFor(object, 'status'), 'phase', 'Pending');
}

export function defaultStorageClass(object: Draft): void {
  fill(object, 'reclaimPolicy', 'Delete');
  fill(object, 'volumeBindingMode', 'Immediate');
}

export function defaultCsiDriver(object: Draft): void {
  const spec = draftFor(object, 'spec');
  fill(spec, 'attachRequired', true);
  fill(spec, 'podInfoOnMount', false);
  fill(spec, 'storageCapacity', false);
  fill(spec, 'fsGroupPolicy', 'ReadWriteOnceWithFSType');
  if (draftlessList(spec['volumeLifecycleModes'])) spec['volumeLifecycleModes'] = ['Persistent'];
  fill(spec, 'requiresRepublish', false);
  fill(spec, 'seLinuxMount', false);
}

function draftlessList(value: unknown): boolean {
  return !Array.isArray(value) || value.length === 0;
}

export function defaultAutoscaler(object: Draft): void {
  const spec = draftFor(object, 'spec');
  fill(spec, 'minReplicas', 1);
  if (draftlessList(spec['metrics'])) {
    spec['metrics'] = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }];
  }
  const behavior = draftOf(spec, 'behavior');
  if (!behavior) return;
  fillRules(draftFor(behavior, 'scaleUp'), { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }] });
  fillRules(draftFor(behavior, 'scaleDown'), { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] });
}

function fillRules(rules: Draft, values: Draft): void {
  for (const [name, value] of Object.entries(values)) fill(rules, name, value);
}

export function defaultAutoscalerV1(object: Draft): void {
  fill(draftFor(object, 'spec'), 'minReplicas', 1);
}

export function defaultWebhooks(object: Draft): void {
  for (const webhook of draftsOf(object, 'webhooks')) {
    fill(webhook, 'failurePolicy', 'Fail');
    fill(webhook, 'matchPolicy', 'Equivalent');
    fill(webhook, 'namespaceSelector', {});
    fill(webhook, 'objectSelector', {});
    fill(webhook, 'timeoutSeconds', 10);
    for (const rule of draftsOf(webhook, 'rules')) fill(rule, 'scope', '*');
    defaultWebhookService(draftOf(webhook, 'clientConfig', 'service'));
    if (object['kind'] === 'MutatingWebhookConfiguration') fill(webhook, 'reinvocationPolicy', 'Never');
  }
}

function defaultWebhookService(service: Draft | undefined): void {
  if (service) fill(service, 'port', 443);
}

export function defaultAdmissionPolicy(object: Draft): void {
  const spec = draftFor(object, 'spec');
  fill(spec, 'failurePolicy', 'Fail');
  defaultMatch(draftOf(spec, 'matchConstraints'));
}

export function defaultAdmissionPolicyBinding(object: Draft): void {
  defaultMatch(draftOf(object, 'spec', 'matchResources'));
}

function defaultMatch(match: Draft | undefined): void {
  if (!match) return;
  fill(match, 'matchPolicy', 'Equivalent');
  fill(match, 'namespaceSelector', {});
  fill(match, 'objectSelector', {});
  for (const rule of [...draftsOf(match, 'resourceRules'), ...draftsOf(match, 'excludeResourceRules')]) fill(rule, 'scope', '*');
}

export function defaultApiService(object: Draft): void {
  defaultWebhookService(draftOf(object, 'spec', 'service'));
}

export function defaultCustomResourceDefinition(object: Draft): void {
  const spec = draftFor(object, 'spec');
  const names = draftFor(spec, 'names');
  if (typeof names['kind'] === 'string' && names['kind'] !== '') {
    fillText(names, 'singular', names['kind'].toLowerCase());
    fillText(names, 'listKind', `${names['kind']}List`);
  }
  const conversion = draftFor(spec, 'conversion');
  fillText(conversion, 'strategy', 'None');
  defaultWebhookService(draftOf(conversion, 'webhook', 'clientConfig', 'service'));
}

export function defaultPriorityClass(object: Draft): void {
  fill(object, 'preemptionPolicy', 'PreemptLowerPriority');
}

/** A limit for containers also serves as their default and their request. */
export function defaultLimitRange(object: Draft): void {
  for (const limit of draftsOf(draftOf(object, 'spec'), 'limits').filter((item) => item['type'] === 'Container')) {
    const byDefault = { ...draftOf(limit, 'max'), ...draftOf(limit, 'default') };
    const request = { ...draftOf(limit, 'min'), ...byDefault, ...draftOf(limit, 'defaultRequest') };
    if (Object.keys(byDefault).length > 0) limit['default'] = byDefault;
    if (Object.keys(request).length > 0) limit['defaultRequest'] = request;
  }
}

export function defaultNode(object: Draft): void {
  const status = draftFor(object, 'status');
  const capacity = draftOf(status, 'capacity');
  if (capacity) fill(status, 'allocatable', { ...capacity });
}
