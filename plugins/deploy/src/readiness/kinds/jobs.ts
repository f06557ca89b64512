import type { KubernetesObject } from '@sherpack/plugin-api';
import { valueAt } from '@sherpack/plugin-api';
import type { Verdict } from '../contract.ts';
import { conditionOf, countAt, isTrue, textAt, wordsOf } from '../object-status.ts';
import { failed, progressing, ready } from '../verdicts.ts';
import type { JudgeTable } from './judge.ts';

export const jobs: JudgeTable = Object.freeze({
  'batch/Job': judgeJob,
  '/Pod': judgePod,
});

/**
 * `Complete` is needed. `FailureTarget` comes when the fate is sealed, `Failed` only when the last pod has ended, which
 * may take its whole grace period more.
 */
function judgeJob(object: KubernetesObject): Verdict {
  if (isTrue(object, 'Complete')) return ready('complete');
  for (const type of ['Failed', 'FailureTarget']) {
    if (isTrue(object, type)) return failed(jobFailure(object, type));
  }
  if (isTrue(object, 'Suspended') || valueAt(object, ['spec', 'suspend']) === true) {
    return ready('suspended; not waited for', 'is suspended: it does not run before somebody resumes it');
  }
  const ended = countAt(object, ['status', 'failed']);
  const wanted = countAt(object, ['spec', 'completions'], 1);
  return progressing(`${countAt(object, ['status', 'succeeded'])} of ${wanted} completed${ended === 0 ? '' : `, ${ended} failed`}`);
}

function jobFailure(object: KubernetesObject, type: string): string {
  const condition = conditionOf(object, type);
  const words = wordsOf(condition, 'the job failed');
  return condition?.reason === undefined || words === condition.reason ? words : `${condition.reason}: ${words}`;
}

function judgePod(object: KubernetesObject): Verdict {
  const phase = textAt(object, 'status', 'phase');
  if (phase === 'Succeeded') return ready('succeeded');
  if (phase === 'Failed') return failed(textAt(object, 'status', 'message') ?? textAt(object, 'status', 'reason') ?? 'the pod failed');
  if (isTrue(object, 'Ready')) return ready();
  return progressing(`phase ${phase ?? 'unknown'}`);
}
