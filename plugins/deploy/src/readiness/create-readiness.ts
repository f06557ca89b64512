import type { KubernetesObject } from '@sherpack/plugin-api';
import { ANNOTATIONS } from '@sherpack/plugin-api';
import { whyStale } from '../freshness.ts';
import { podTroubles } from '../pod-troubles.ts';
import { readinessOf } from '../readiness.ts';
import type { AwaitOptions, Readiness, ReadinessOptions, Subject, Verdict } from './contract.ts';

const UNSEEN: Verdict = Object.freeze({ state: 'progressing', reason: 'not seen yet' });
const GONE: Verdict = Object.freeze({ state: 'progressing', reason: 'it is not there' });

/** Judges by the objects' own status, on states that are not older than our own write. */
export function createReadiness(options: ReadinessOptions): Readiness {
  const { cluster, clock, objects } = options;

  function judge(object: KubernetesObject | undefined, subject: Subject): Verdict {
    if (object === undefined) return GONE;
    const stale = whyStale(object, subject.receipt);
    if (stale !== undefined) return { state: 'progressing', reason: stale };
    const { state, message } = readinessOf(object, { jobs: options.jobs || subject.goal === 'complete' });
    return { state, reason: options.redact(message) };
  }

  async function explained(verdict: Verdict, object: KubernetesObject | undefined): Promise<Verdict> {
    if (verdict.state === 'ready') return verdict;
    const troubles = await podTroubles(object, options);
    return { ...verdict, chain: troubles.map((message) => ({ what: 'pod', reason: '', message })) };
  }

  async function follow(subject: Subject, { deadline, signal, onVerdict }: AwaitOptions): Promise<Verdict> {
    const over = new AbortController();
    const alarm = clock.sleep(Math.max(1, deadline - clock.now()), over.signal).then(() => over.abort(), () => undefined);
    const both = AbortSignal.any([signal, over.signal]);
    let last = UNSEEN;
    let seen: KubernetesObject | undefined;
    function listen(object: KubernetesObject | undefined): void {
      if (over.signal.aborted) return;
      const now = judge(object, subject);
      if (now.reason !== last.reason) onVerdict(now);
      [last, seen] = [now, object];
      if (now.state !== 'progressing') over.abort();
    }
    try {
      await objects.follow(subject.ref, listen, { signal: both, labelSelector: selectorOf(subject) });
      return signal.aborted ? last : await explained(last, seen);
    } finally {
      over.abort();
      await alarm;
    }
  }

  return {
    await: follow,
    now: async (subject) => {
      const object = await cluster.get(subject.ref);
      return explained(judge(object, subject), object);
    },
  };
}

/** The label of the release narrows the watch to its own objects. */
function selectorOf({ desired }: Subject): string | undefined {
  const uid = desired?.metadata.labels?.[ANNOTATIONS.releaseUid];
  return uid === undefined ? undefined : `${ANNOTATIONS.releaseUid}=${uid}`;
}
