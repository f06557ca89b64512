import type { Clock, KubernetesObject, ReadCluster } from '@sherpack/plugin-api';
import type { Family } from '../failure/family.ts';
import type { AwaitOptions, Verdict } from './contract.ts';
import { createAssessment } from './assess.ts';
import type { Case, Assessment } from './assess.ts';

export interface FollowSetting {
  readonly clock: Clock;
  readonly cluster: ReadCluster;
  /** Tells of the object and of what is below it. */
  subscribe(taken: (object: KubernetesObject | undefined) => void, changed: () => void, signal: AbortSignal): Promise<void>;
  explain(assessment: Assessment, signal: AbortSignal): Promise<Verdict>;
  /** Whether what looks like a failure is being helped at this moment. */
  isBeingHelped(assessment: Assessment): Promise<boolean>;
  readonly redact: (words: string) => string;
}

/** Follows one object until its fate is known, its time is over or the signal aborts. */
export async function followSubject(subject: Case, family: Family, options: AwaitOptions, setting: FollowSetting): Promise<Verdict> {
  const { clock } = setting;
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  const assess = createAssessment(subject, family, () => clock.now(), options.needsAreStarting ?? (() => false));
  let object: KubernetesObject | undefined;
  let isSeen = false;
  let last: Assessment = assess.unseen;
  let told = '';
  let alarm = new AbortController();
  let isAsking = false;

  function look(): void {
    if (over.signal.aborted || isAsking || !isSeen) return;
    last = assess.look(object);
    tell(last.verdict);
    if (last.verdict.state === 'progressing') return wakeAgain(last.again);
    if (last.finding === undefined) return over.abort();
    isAsking = true;
    void setting.isBeingHelped(last).then((helped) => {
      isAsking = false;
      if (!helped) return over.abort();
      assess.pardon(last);
      look();
    });
  }

  function tell(verdict: Verdict): void {
    const words = `${verdict.state} ${verdict.reason}`;
    if (words === told) return;
    told = words;
    options.onVerdict({ ...verdict, reason: setting.redact(verdict.reason) });
  }

  function wakeAgain(ms: number | undefined): void {
    alarm.abort();
    if (ms === undefined) return;
    alarm = new AbortController();
    clock.sleep(Math.max(1, ms), AbortSignal.any([signal, alarm.signal])).then(look, () => undefined);
  }

  function taken(seen: KubernetesObject | undefined): void {
    object = seen;
    isSeen = true;
    look();
  }

  const end = clock.sleep(Math.max(1, options.deadline - clock.now()), signal).then(() => over.abort(), () => undefined);
  try {
    await setting.subscribe(taken, look, signal);
  } finally {
    over.abort();
    alarm.abort();
    await end;
  }
  return options.signal.aborted ? last.verdict : setting.explain(last, options.signal);
}
