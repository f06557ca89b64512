import type { KubernetesObject } from '@sherpack/plugin-api';
import { valueAt } from '@sherpack/plugin-api';
import type { Verdict } from '../contract.ts';
import { isTrue, textAt } from '../object-status.ts';
import { failed, progressing, ready } from '../verdicts.ts';
import type { JudgeTable, Surroundings } from './judge.ts';

export const storage: JudgeTable = Object.freeze({
  '/PersistentVolumeClaim': judgeClaim,
  '/PersistentVolume': judgeVolume,
  'storage.k8s.io/VolumeAttachment': (object) => (valueAt(object, ['status', 'attached']) === true ? ready('attached') : progressing('not attached yet')),
});

/** A claim of a class that waits for the first consumer is bound by a pod: to wait for it before would be for ever. */
function judgeClaim(object: KubernetesObject, surroundings: Surroundings): Verdict {
  const phase = textAt(object, 'status', 'phase');
  if (phase === 'Lost') return failed('its volume is lost');
  if (phase === 'Bound') return ready('bound', isTrue(object, 'FileSystemResizePending') ? 'grows when its pod is started anew' : undefined);
  const waits = surroundings.bindingMode(textAt(object, 'spec', 'storageClassName')) === 'WaitForFirstConsumer';
  if (waits && !surroundings.hasConsumer(object)) return ready('waits for its first consumer');
  return progressing(`phase ${phase ?? 'unknown'}`);
}

function judgeVolume(object: KubernetesObject): Verdict {
  const phase = textAt(object, 'status', 'phase');
  if (phase === 'Failed') return failed(textAt(object, 'status', 'message') ?? 'its reclamation failed');
  return phase === 'Available' || phase === 'Bound' ? ready(phase.toLowerCase()) : progressing(`phase ${phase ?? 'unknown'}`);
}
