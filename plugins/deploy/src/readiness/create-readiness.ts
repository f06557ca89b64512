import type { KubernetesObject } from '@sherpack/plugin-api';
import { ANNOTATIONS } from '@sherpack/plugin-api';
import type { Case } from './assess.ts';
import { createAssessment } from './assess.ts';
import { createBindingModes } from './binding-modes.ts';
import type { AwaitOptions, Readiness, ReadinessOptions, Subject, Verdict } from './contract.ts';
import { explain, isBeingHelped } from './explain.ts';
import { followSubject } from './follow-subject.ts';
import { isCustom, isReadyWhenWritten } from './judge-object.ts';
import { kindKey } from './object-status.ts';
import { createRelatives } from './relatives.ts';
import { NO_RULES } from './rule-book.ts';
import { ready } from './verdicts.ts';

/**
 * Judges the objects of one execution: by the rule that an annotation, Pack.yaml or a plugin brings, by the table of
 * Kubernetes' kinds, or by custom; on states newer than our own write; with what is wrong below a workload.
 */
export function createReadiness(options: ReadinessOptions): Readiness {
  const { cluster, objects, rules = NO_RULES } = options;
  const relatives = createRelatives(objects);
  const modes = createBindingModes(cluster);

  async function caseOf(subject: Subject): Promise<Case> {
    const { desired, ref, receipt } = subject;
    const rule = await rules.ruleFor(desired ?? { ...ref, metadata: { name: ref.name, namespace: ref.namespace ?? '' } });
    const hasStatus = !isCustom(ref) || (await cluster.resource(ref))?.subresources.includes('status') !== false;
    const family = relatives.family(ref.namespace);
    const surroundings = { bindingMode: modes.get, hasConsumer: family.hasConsumer };
    return { subject, grounds: { receipt, rule, surroundings, hasStatus } };
  }

  /** What the server has accepted is all that can be said of some kinds, and Jobs may be left to themselves. */
  function isDone({ subject: { ref, desired, receipt, goal }, grounds }: Case): boolean {
    if (desired === undefined || receipt === undefined) return false;
    const leftAlone = kindKey(ref) === 'batch/Job' && goal === 'ready' && !options.jobs && grounds.rule === undefined;
    return leftAlone || isReadyWhenWritten(ref, grounds);
  }

  async function wait(subject: Subject, awaiting: AwaitOptions): Promise<Verdict> {
    const judged = await caseOf(subject);
    if (isDone(judged)) return ready('written');
    const { ref, desired } = subject;
    const family = relatives.family(ref.namespace);
    async function subscribe(taken: (object: KubernetesObject | undefined) => void, changed: () => void, signal: AbortSignal): Promise<void> {
      let entered: string | undefined;
      function enter(uid: string | undefined): void {
        if (uid === undefined || uid === entered) return;
        entered = uid;
        relatives.enter(ref, uid, changed, signal);
      }
      enter(subject.receipt?.uid);
      if (ref.kind === 'PersistentVolumeClaim') modes.onChange(changed, signal);
      const follow = (object: KubernetesObject | undefined) => {
        enter(object?.metadata.uid);
        taken(object);
      };
      await objects.follow(ref, follow, { signal, labelSelector: selectorOf(desired) });
    }

    return followSubject(judged, family, awaiting, {
      ...options,
      subscribe,
      explain: (assessment, signal) => explain(assessment, family, options, signal),
      isBeingHelped: (assessment) => isBeingHelped(assessment, options),
    });
  }

  async function now(subject: Subject): Promise<Verdict> {
    const judged = await caseOf(subject);
    if (isDone(judged)) return ready('written');
    const object = await cluster.get(subject.ref);
    await modes.prepare(object);
    const family = relatives.family(subject.ref.namespace);
    const assessment = createAssessment(judged, family, () => options.clock.now(), () => false).look(object);
    return explain(assessment, family, options, AbortSignal.timeout(NOW));
  }

  return { await: wait, now };
}

/** Milliseconds for an explanation that nobody waits for. */
const NOW = 3000;

/** The label of the release narrows the watch to its own objects. */
function selectorOf(desired: KubernetesObject | undefined): string | undefined {
  const uid = desired?.metadata.labels?.[ANNOTATIONS.releaseUid];
  return uid === undefined ? undefined : `${ANNOTATIONS.releaseUid}=${uid}`;
}
