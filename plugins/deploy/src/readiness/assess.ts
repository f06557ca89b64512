import type { KubernetesObject } from '@sherpack/plugin-api';
import { ANNOTATIONS } from '@sherpack/plugin-api';
import { createBudget } from '../failure/budget.ts';
import { entryFor } from '../failure/catalogue.ts';
import type { Family } from '../failure/family.ts';
import type { Finding } from '../failure/finding.ts';
import { lookBelow } from '../failure/look.ts';
import type { Cause, Subject, Verdict } from './contract.ts';
import { statusText } from './freshness.ts';
import type { Grounds, Judgement } from './judge-object.ts';
import { judgeObject } from './judge-object.ts';
import { kindKey, textAt } from './object-status.ts';
import { progressing } from './verdicts.ts';
import { durationOf } from './wishes.ts';

const PROGRESS_DEADLINE = 600_000;

/** What is to be judged, and by what. */
export interface Case {
  readonly subject: Subject;
  readonly grounds: Grounds;
}

export interface Assessment {
  readonly verdict: Verdict;
  readonly object: KubernetesObject | undefined;
  /** What the verdict rests on besides the object, or would if the time were over now. */
  readonly worst: Finding | undefined;
  /** The finding that has ended it: asked after once more before it is told. */
  readonly finding: Finding | undefined;
  readonly unready: readonly Cause[];
  /** Milliseconds until the same state may have to be taken otherwise. */
  readonly again: number | undefined;
}

/** Judges an object again and again, and remembers what only time can tell. */
export function createAssessment({ subject, grounds }: Case, known: Family, now: () => number, isForgiving: () => boolean) {
  const budget = createBudget();
  const family = isBrandNew(grounds) ? { ...known, newsAbout: known.eventsAbout } : known;
  const pardoned = new Set<string>();
  let quiet = { words: '', since: 0 };
  let remembered: Pick<Assessment, 'worst' | 'unready'> = { worst: undefined, unready: [] };

  function look(object: KubernetesObject | undefined): Assessment {
    if (object === undefined) return plain(progressing('it is not there'), undefined);
    const judgement = judgeObject(object, grounds);
    const verdict = completed(judgement.verdict, object, subject);
    if (verdict.state === 'ready') return plain(verdict, object);
    const settled = settle({ ...judgement, verdict }, object);
    if (settled.verdict.state === 'unknown') return plain(settled.verdict, object);
    return below(settled, object);
  }

  function below({ verdict, again }: { verdict: Verdict; again: number | undefined }, object: KubernetesObject): Assessment {
    const deadline = durationOf(object, ANNOTATIONS.progressDeadline) ?? PROGRESS_DEADLINE;
    const { findings, unready } = lookBelow(object, family, deadline);
    const open = findings.filter(({ key }) => !pardoned.has(key));
    const ruling = budget.rule(open, now(), isForgiving());
    const worst = ruling.worst?.finding;
    if (worst !== undefined && worst.reason !== 'ProgressDeadlineExceeded') remembered = { worst, unready };
    else if (unready.length > 0) remembered = { worst: undefined, unready };
    const waits = [again, ruling.again].flatMap((ms) => ms ?? []);
    const rest = { object, ...remembered, again: waits.length === 0 ? undefined : Math.min(...waits) };
    if (verdict.state === 'failed') return { ...rest, verdict, finding: undefined };
    if (worst === undefined || isSilent(worst, ruling.isOver)) return { ...rest, verdict, finding: undefined };
    if (ruling.isOver) return { ...rest, worst, verdict: failure(worst), finding: worst };
    return { ...rest, verdict: { ...verdict, reason: `${verdict.reason}; ${worst.message}`, class: ruling.worst?.class }, finding: undefined };
  }

  /** A judgement that settles counts from when the object last changed. */
  function settle({ verdict, settles }: Judgement, object: KubernetesObject): { verdict: Verdict; again: number | undefined } {
    if (settles === undefined) return { verdict, again: undefined };
    const words = statusText(object);
    if (quiet.since === 0 || quiet.words !== words) quiet = { words, since: now() };
    const left = quiet.since + settles.afterMs - now();
    return left <= 0 ? { verdict: settles.verdict, again: undefined } : { verdict, again: left };
  }

  return {
    unseen: plain(progressing('not seen yet'), undefined),
    look,
    /** What is being helped is no failure any more. */
    pardon: ({ finding }: Assessment) => void pardoned.add(finding?.key ?? ''),
  };
}

/** Whatever is told of an object that our write has made was told after the write. */
function isBrandNew({ receipt }: Grounds): boolean {
  return receipt?.changed === true && receipt.generation === 1;
}

function plain(verdict: Verdict, object: KubernetesObject | undefined): Assessment {
  return { verdict, object, worst: undefined, finding: undefined, unready: [], again: undefined };
}

function failure(finding: Finding): Verdict {
  return { state: 'failed', reason: finding.message, class: 'terminal', chain: finding.chain, hint: entryFor(finding.reason)?.hint };
}

/** A deadline that has not come is no news. */
function isSilent({ reason }: Finding, isOver: boolean): boolean {
  return reason === 'ProgressDeadlineExceeded' && !isOver;
}

/** A pod that has to run to its end is not done when it is ready. */
function completed(verdict: Verdict, object: KubernetesObject, { goal }: Subject): Verdict {
  if (goal !== 'complete' || kindKey(object) !== '/Pod' || verdict.state !== 'ready') return verdict;
  return textAt(object, 'status', 'phase') === 'Succeeded' ? verdict : progressing('it runs');
}
