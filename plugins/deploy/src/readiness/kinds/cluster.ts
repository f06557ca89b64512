import type { KubernetesObject } from '@sherpack/plugin-api';
import type { Verdict } from '../contract.ts';
import { conditionOf, conditionsOf, isFalse, isTrue, observedGeneration, textAt, wordsOf } from '../object-status.ts';
import { failed, progressing, ready } from '../verdicts.ts';
import type { JudgeTable } from './judge.ts';

/** What the API server and the cluster's own controllers say of the kinds that others rest on. */
export const cluster: JudgeTable = Object.freeze({
  '/Namespace': judgeNamespace,
  '/Node': (object) => (isTrue(object, 'Ready') ? ready() : progressing(wordsOf(conditionOf(object, 'Ready'), 'not ready yet'))),
  'apiextensions.k8s.io/CustomResourceDefinition': judgeDefinition,
  'apiregistration.k8s.io/APIService': judgeApiService,
  'policy/PodDisruptionBudget': judgeDisruptionBudget,
  'autoscaling/HorizontalPodAutoscaler': judgeAutoscaler,
  'certificates.k8s.io/CertificateSigningRequest': judgeSigningRequest,
});

function judgeNamespace(object: KubernetesObject): Verdict {
  const phase = textAt(object, 'status', 'phase');
  return phase === 'Active' ? ready('active') : progressing(`phase ${phase ?? 'unknown'}`);
}

/** Until the names are accepted nothing of the kind can be written; a clash of names does not go away by itself. */
function judgeDefinition(object: KubernetesObject): Verdict {
  if (isFalse(object, 'NamesAccepted')) return failed(`its names are not accepted: ${wordsOf(conditionOf(object, 'NamesAccepted'), 'they are taken')}`);
  if (!isTrue(object, 'NamesAccepted')) return progressing('its names are not accepted yet');
  return isTrue(object, 'Established') ? ready('established') : progressing('not established yet');
}

function judgeApiService(object: KubernetesObject): Verdict {
  if (isTrue(object, 'Available')) return ready('available');
  return progressing(wordsOf(conditionOf(object, 'Available'), 'not available yet'));
}

function judgeDisruptionBudget(object: KubernetesObject): Verdict {
  if (observedGeneration(object) === undefined) return progressing('the controller has not seen it yet');
  const condition = conditionOf(object, 'DisruptionAllowed');
  if (condition?.reason === 'SyncFailed') return progressing(wordsOf(condition, 'its pods cannot be counted'));
  return ready();
}

/** Metrics of new pods take a minute and more to come; an autoscaler without them is reported and not waited for. */
function judgeAutoscaler(object: KubernetesObject): Verdict {
  if (conditionsOf(object).length === 0) return progressing('the controller has not seen it yet');
  if (isFalse(object, 'AbleToScale')) return progressing(wordsOf(conditionOf(object, 'AbleToScale'), 'it cannot scale'));
  if (!isFalse(object, 'ScalingActive')) return ready();
  return ready('without metrics yet', `does not scale yet: ${wordsOf(conditionOf(object, 'ScalingActive'), 'no metrics')}`);
}

function judgeSigningRequest(object: KubernetesObject): Verdict {
  for (const type of ['Denied', 'Failed']) {
    if (isTrue(object, type)) return failed(wordsOf(conditionOf(object, type), type.toLowerCase()));
  }
  if (textAt(object, 'status', 'certificate') !== undefined) return ready('issued');
  return progressing(isTrue(object, 'Approved') ? 'approved, not issued yet' : 'not approved yet');
}
