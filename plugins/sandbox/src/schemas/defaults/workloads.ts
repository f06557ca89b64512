import { draftOf, draftsOf, fill, fillText, type Draft } from './fill.ts';
import { defaultPodSpec } from './pod-spec.ts';

/** Defaults of the kinds that make pods (pkg/apis/apps/v1 and batch/v1, defaults.go). */
export function defaultDeployment(object: Draft): void {
  const spec = specWithTemplate(object);
  fill(spec, 'replicas', 1);
  const strategy = draftFor(spec, 'strategy');
  fillText(strategy, 'type', 'RollingUpdate');
  if (strategy['type'] === 'RollingUpdate') {
    const update = draftFor(strategy, 'rollingUpdate');
    fill(update, 'maxUnavailable', '25%');
    fill(update, 'maxSurge', '25%');
  }
  fill(spec, 'revisionHistoryLimit', 10);
  fill(spec, 'progressDeadlineSeconds', 600);
}

export function defaultStatefulSet(object: Draft): void {
  const spec = specWithTemplate(object);
  fillText(spec, 'podManagementPolicy', 'OrderedReady');
  const strategy = draftFor(spec, 'updateStrategy');
  fillText(strategy, 'type', 'RollingUpdate');
  if (strategy['type'] === 'RollingUpdate') fill(draftFor(strategy, 'rollingUpdate'), 'partition', 0);
  fill(spec, 'replicas', 1);
  fill(spec, 'revisionHistoryLimit', 10);
  const retention = draftFor(spec, 'persistentVolumeClaimRetentionPolicy');
  fillText(retention, 'whenDeleted', 'Retain');
  fillText(retention, 'whenScaled', 'Retain');
  for (const claim of draftsOf(spec, 'volumeClaimTemplates')) {
    fillText(claim, 'kind', 'PersistentVolumeClaim');
    fillText(claim, 'apiVersion', 'v1');
    defaultClaim(claim);
  }
}

const templateGeneration = 'deprecated.daemonset.template.generation';

export function defaultDaemonSet(object: Draft): void {
  const spec = specWithTemplate(object);
  const metadata = draftFor(object, 'metadata');
  metadata['annotations'] = { [templateGeneration]: '0', ...draftOf(metadata, 'annotations') };
  const strategy = draftFor(spec, 'updateStrategy');
  fillText(strategy, 'type', 'RollingUpdate');
  if (strategy['type'] === 'RollingUpdate') {
    const update = draftFor(strategy, 'rollingUpdate');
    fill(update, 'maxUnavailable', 1);
    fill(update, 'maxSurge', 0);
  }
  fill(spec, 'revisionHistoryLimit', 10);
}

export function defaultReplicaSet(object: Draft): void {
  const spec = specWithTemplate(object);
  fill(spec, 'replicas', 1);
}

export function defaultReplicationController(object: Draft): void {
  const spec = specWithTemplate(object);
  const labels = draftOf(spec, 'template', 'metadata', 'labels');
  if (labels) {
    fill(spec, 'selector', { ...labels });
    fillLabels(object, labels);
  }
  fill(spec, 'replicas', 1);
}

export function defaultJob(object: Draft): void {
  const spec = specWithTemplate(object);
  if (spec['completions'] === undefined && spec['parallelism'] === undefined) fill(spec, 'completions', 1);
  fill(spec, 'parallelism', 1);
  fill(spec, 'backoffLimit', spec['backoffLimitPerIndex'] === undefined ? 6 : 2_147_483_647);
  const labels = draftOf(spec, 'template', 'metadata', 'labels');
  if (labels) fillLabels(object, labels);
  fill(spec, 'completionMode', 'NonIndexed');
  fill(spec, 'suspend', false);
  fill(spec, 'manualSelector', false);
  defaultFailurePolicy(spec);
  fill(spec, 'podReplacementPolicy', spec['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed');
}

function defaultFailurePolicy(spec: Draft | undefined): void {
  for (const rule of draftsOf(draftOf(spec, 'podFailurePolicy'), 'rules')) for (const pattern of draftsOf(rule, 'onPodConditions')) fillText(pattern, 'status', 'True');
}

export function defaultCronJob(object: Draft): void {
  const spec = draftFor(object, 'spec');
  fillText(spec, 'concurrencyPolicy', 'Allow');
  fill(spec, 'suspend', false);
  fill(spec, 'successfulJobsHistoryLimit', 3);
  fill(spec, 'failedJobsHistoryLimit', 1);
  const job = draftOf(spec, 'jobTemplate', 'spec');
  defaultPodSpec(draftOf(job, 'template', 'spec'));
  defaultFailurePolicy(job);
}

export function defaultClaim(object: Draft): void {
  fill(draftFor(object, 'spec'), 'volumeMode', 'Filesystem');
  fillText(draftFor(object, 'status'), 'phase', 'Pending');
}

export function draftFor(object: Draft, name: string): Draft {
  fill(object, name, {});
  return draftOf(object, name) ?? {};
}

function specWithTemplate(object: Draft): Draft {
  const spec = draftFor(object, 'spec');
  defaultPodSpec(draftOf(spec, 'template', 'spec'));
  return spec;
}

function fillLabels(object: Draft, labels: Draft): void {
  const metadata = draftFor(object, 'metadata');
  // The very same object, since labels which a Job's template gets later are the Job's own then too.
  if (Object.keys(draftOf(metadata, 'labels') ?? {}).length === 0) metadata['labels'] = labels;
}
