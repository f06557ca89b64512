import { defaultPodResources } from './pod-resources.ts';
import { draftOf, draftsOf, fill, fillText, type Draft } from './fill.ts';

/** Defaults of a pod template or pod (pkg/apis/core/v1/defaults.go). */
export function defaultPodSpec(spec: Draft | undefined): void {
  if (!spec) return;
  for (const volume of draftsOf(spec, 'volumes')) defaultVolume(volume);
  for (const list of ['initContainers', 'containers', 'ephemeralContainers']) {
    for (const container of draftsOf(spec, list)) defaultContainer(container, spec['hostNetwork'] === true);
  }
  fillText(spec, 'restartPolicy', 'Always');
  fill(spec, 'terminationGracePeriodSeconds', 30);
  fillText(spec, 'dnsPolicy', 'ClusterFirst');
  fill(spec, 'securityContext', {});
  fillText(spec, 'schedulerName', 'default-scheduler');
  mirrorAccount(spec);
}

/** The account has an older name, which the server keeps in step. */
function mirrorAccount(spec: Draft): void {
  const account = spec['serviceAccountName'] ?? spec['serviceAccount'];
  if (typeof account !== 'string' || account === '') return;
  spec['serviceAccountName'] = account;
  spec['serviceAccount'] = account;
}

/** Defaults that only a pod has, not a template. */
export function defaultPod(pod: Draft): void {
  mirrorAddresses(draftOf(pod, 'status'));
  const spec = draftOf(pod, 'spec');
  if (!spec) return;
  fill(spec, 'enableServiceLinks', true);
  for (const list of ['initContainers', 'containers']) for (const container of draftsOf(spec, list)) requestWhatIsLimited(container);
  defaultPodResources(spec);
}

/** The first of a pod's addresses stands in a field of its own too, which older writers know alone. */
function mirrorAddresses(status: Draft | undefined): void {
  const first = draftsOf(status, 'podIPs')[0]?.['ip'];
  const own = status?.['podIP'];
  if (!status || own === first) return;
  if (own === undefined || own === '') status['podIP'] = first;
  else status['podIPs'] = [{ ip: own }];
}

function requestWhatIsLimited(container: Draft): void {
  const resources = draftOf(container, 'resources');
  const limits = draftOf(resources, 'limits');
  if (!resources || !limits) return;
  resources['requests'] = { ...limits, ...draftOf(resources, 'requests') };
}

function defaultContainer(container: Draft, hostNetwork: boolean): void {
  for (const port of draftsOf(container, 'ports')) {
    fillText(port, 'protocol', 'TCP');
    if (hostNetwork) fill(port, 'hostPort', port['containerPort']);
  }
  for (const env of draftsOf(container, 'env')) {
    const fieldRef = draftOf(env, 'valueFrom', 'fieldRef');
    if (fieldRef) fillText(fieldRef, 'apiVersion', 'v1');
  }
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) defaultProbe(draftOf(container, probe));
  for (const hook of ['postStart', 'preStop']) defaultHttpGet(draftOf(container, 'lifecycle', hook, 'httpGet'));
  fillText(container, 'terminationMessagePath', '/dev/termination-log');
  fillText(container, 'terminationMessagePolicy', 'File');
  fillText(container, 'imagePullPolicy', pullPolicyFor(String(container['image'] ?? '')));
}

const reference = /^(?:[\w.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*(?::[\w][\w.-]*)?$/;

/** `latest` and no tag at all mean "may change under the same name"; of what is no image's name nothing is known. */
function pullPolicyFor(image: string): string {
  if (image.includes('@') || !reference.test(image)) return 'IfNotPresent';
  const [, tag = 'latest'] = (image.split('/').at(-1) ?? '').split(':');
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultProbe(probe: Draft | undefined): void {
  if (!probe) return;
  fill(probe, 'timeoutSeconds', 1);
  fill(probe, 'periodSeconds', 10);
  fill(probe, 'successThreshold', 1);
  fill(probe, 'failureThreshold', 3);
  defaultHttpGet(draftOf(probe, 'httpGet'));
  const grpc = draftOf(probe, 'grpc');
  if (grpc) fill(grpc, 'service', '');
}

function defaultHttpGet(action: Draft | undefined): void {
  if (!action) return;
  fillText(action, 'path', '/');
  fillText(action, 'scheme', 'HTTP');
}

const fileMode = 0o644;

function defaultVolume(volume: Draft): void {
  if (Object.keys(volume).every((name) => name === 'name')) volume['emptyDir'] = {};
  for (const source of ['secret', 'configMap', 'downwardAPI', 'projected']) {
    const files = draftOf(volume, source);
    if (files) fill(files, 'defaultMode', fileMode);
  }
  for (const item of draftsOf(draftOf(volume, 'downwardAPI'), 'items')) defaultFieldRef(item);
  for (const source of draftsOf(draftOf(volume, 'projected'), 'sources')) defaultProjection(source);
  const hostPath = draftOf(volume, 'hostPath');
  if (hostPath) fill(hostPath, 'type', '');
  const claim = draftOf(volume, 'ephemeral', 'volumeClaimTemplate', 'spec');
  if (claim) fill(claim, 'volumeMode', 'Filesystem');
}

function defaultProjection(source: Draft): void {
  const token = draftOf(source, 'serviceAccountToken');
  if (token) fill(token, 'expirationSeconds', 3600);
  for (const item of draftsOf(draftOf(source, 'downwardAPI'), 'items')) defaultFieldRef(item);
}

function defaultFieldRef(item: Draft): void {
  const fieldRef = draftOf(item, 'fieldRef');
  if (fieldRef) fillText(fieldRef, 'apiVersion', 'v1');
}
