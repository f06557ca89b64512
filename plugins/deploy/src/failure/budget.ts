import type { FailureClass } from '../readiness/contract.ts';
import type { Entry } from './catalogue.ts';
import { entryFor, isPull } from './catalogue.ts';
import type { Finding } from './finding.ts';

/** A trouble that was away for longer than this is a new one. Milliseconds. */
const FORGOTTEN = 60_000;

/** How often the question is asked again whether what is needed has started. No request is made for it. Milliseconds. */
const ASK_AGAIN = 1000;

interface Account {
  since: number;
  seenAt: number;
  /** What does not count: happened while it was forgiven. */
  baseline: number;
  pulls: number;
  lastReason: string;
}

export interface Ruling {
  /** The worst finding, and how it is taken now. */
  readonly worst: { readonly finding: Finding; readonly class: FailureClass } | undefined;
  /** Its budget is used up. */
  readonly isOver: boolean;
  /** Milliseconds until the same findings may be taken otherwise. */
  readonly again: number | undefined;
}

export interface Budget {
  /** @param forgiving something that the object declares to need is not ready itself */
  rule(findings: readonly Finding[], now: number, forgiving: boolean): Ruling;
}

/** Remembers since when and how often each trouble has been seen. One for each judged object. */
export function createBudget(): Budget {
  const accounts = new Map<string, Account>();

  function accountOf(finding: Finding, now: number): Account {
    const known = accounts.get(finding.key);
    const isNew = known === undefined || now - known.seenAt > FORGOTTEN;
    const account = isNew ? { since: now, seenAt: now, baseline: 0, pulls: 0, lastReason: '' } : known;
    if (isPull(finding.reason)) countPull(account, finding.reason);
    account.lastReason = finding.reason;
    account.seenAt = now;
    accounts.set(finding.key, account);
    return account;
  }

  return {
    rule(findings, now, forgiving) {
      const rulings = findings.map((finding) => ruleOne(finding, accountOf(finding, now), now, forgiving));
      const over = rulings.find(({ isOver }) => isOver);
      if (over !== undefined) return over;
      const again = rulings.flatMap((ruling) => ruling.again ?? []);
      return { worst: rulings[0]?.worst, isOver: false, again: again.length === 0 ? undefined : Math.min(...again) };
    },
  };
}

/** The back-off follows a failed pull, so whoever begins to look during it has missed one. */
function countPull(account: Account, reason: string): void {
  const isPause = reason === 'ImagePullBackOff';
  if (account.pulls === 0 || (!isPause && reason !== account.lastReason)) account.pulls += 1;
}

function ruleOne(finding: Finding, account: Account, now: number, forgiving: boolean): Ruling {
  const entry = entryFor(finding.reason);
  if (entry === undefined) return { worst: { finding, class: 'benign' }, isOver: false, again: undefined };
  if (forgiving && entry.forgivable === true) {
    Object.assign(account, { since: now, baseline: finding.times });
    return { worst: { finding, class: 'benign' }, isOver: false, again: ASK_AGAIN };
  }
  const left = timeLeft(entry, finding, account, now);
  if (left <= 0) return { worst: { finding, class: 'terminal' }, isOver: true, again: undefined };
  const isFor = finding.graceMs === Infinity ? 'benign' : 'suspicious';
  return { worst: { finding, class: isFor }, isOver: false, again: Number.isFinite(left) ? left : undefined };
}

function timeLeft(entry: Entry, finding: Finding, account: Account, now: number): number {
  const times = Math.max(finding.times - account.baseline, account.pulls);
  const isOften = times >= entry.times;
  const limit = isOften ? finding.graceMs ?? entry.graceMs : entry.latestMs ?? Infinity;
  return account.since + limit - now;
}
