import type { KubernetesObject } from '@sherpack/plugin-api';
import { groupOf } from '@sherpack/plugin-api';
import type { Verdict, WriteReceipt } from './contract.ts';
import { customaryVerdict } from './customary.ts';
import { confirmationOf, whyStale } from './freshness.ts';
import type { Surroundings } from './kinds/judge.ts';
import { builtInJudge } from './kinds/table.ts';
import { WRITTEN_IS_READY } from './kinds/written.ts';
import { conditionsOf, kindKey, observedGeneration } from './object-status.ts';
import type { CompiledRule } from './rule.ts';
import { progressing, ready, unknown } from './verdicts.ts';

export interface Grounds {
  readonly receipt: WriteReceipt | undefined;
  readonly rule: CompiledRule | undefined;
  readonly surroundings: Surroundings;
  /** Whether the kind has a status that controllers write; false only when discovery says so. */
  readonly hasStatus: boolean;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** What it comes to when nothing changes for a while. */
  readonly settles?: { readonly afterMs: number; readonly verdict: Verdict } | undefined;
}

/** How long a kind that has never told anything is given to begin. Milliseconds. */
const DEFAULT_SETTLE = 30_000;

const UNCONFIRMED_HINT = 'Let sherpack.io/ready-when compare status with spec, or say with sherpack.io/settle how long to trust it for.';

/** Judges by rule, else by the table of Kubernetes' kinds, else by custom; never a state older than the write. */
export function judgeObject(object: KubernetesObject, grounds: Grounds): Judgement {
  const { rule, receipt, surroundings } = grounds;
  const stale = whyStale(object, receipt);
  if (stale !== undefined) return { verdict: progressing(stale) };
  if (isReadyWhenWritten(object, grounds)) return { verdict: ready('written') };
  if (rule?.decides === true) return byRule(object, rule, grounds);
  const failure = rule?.judge(object);
  if (failure?.state === 'failed') return confirmed(object, failure, conditionsOf(object), grounds);
  if (WRITTEN_IS_READY.has(kindKey(object))) return { verdict: ready('written') };
  const builtIn = builtInJudge(kindKey(object));
  if (builtIn !== undefined) return { verdict: builtIn(object, surroundings) };
  return byCustom(object, grounds);
}

/** Whether nothing but the server's acceptance is waited for: then nothing has to be watched either. */
export function isReadyWhenWritten(object: Pick<KubernetesObject, 'apiVersion' | 'kind'>, { rule, hasStatus }: Pick<Grounds, 'rule' | 'hasStatus'>): boolean {
  if (rule !== undefined) return rule.writtenIsReady;
  return WRITTEN_IS_READY.has(kindKey(object)) || (!hasStatus && isCustom(object));
}

/** Groups of Kubernetes itself have no dot or end in k8s.io; so do some that are defined by resources, which the table then lacks. */
export function isCustom(object: Pick<KubernetesObject, 'apiVersion' | 'kind'>): boolean {
  return groupOf(object.apiVersion).includes('.') && builtInJudge(kindKey(object)) === undefined && !WRITTEN_IS_READY.has(kindKey(object));
}

function byRule(object: KubernetesObject, rule: CompiledRule, grounds: Grounds): Judgement {
  const verdict = rule.judge(object);
  if (verdict.state === 'progressing') return { verdict };
  if (!isCustom(object)) return { verdict };
  const all = conditionsOf(object);
  const named = all.filter(({ type }) => type !== undefined && rule.names(type));
  return confirmed(object, verdict, named.length > 0 ? named : all, grounds);
}

function confirmed(object: KubernetesObject, verdict: Verdict, deciding: ReturnType<typeof conditionsOf>, { receipt, rule }: Grounds): Judgement {
  const confirmation = confirmationOf(object, receipt, deciding);
  if (confirmation === 'confirmed' || (confirmation === 'untold' && rule?.comparesSpec === true)) return { verdict };
  if (confirmation === 'outdated') return { verdict: progressing('the controller has not seen the change yet') };
  const waiting = { ...progressing(`says "${verdict.reason}", but nothing tells whether it has seen the change`), hint: UNCONFIRMED_HINT };
  const settle = rule?.settle;
  if (settle === undefined) return { verdict: waiting };
  const outcome = unknown(`says "${verdict.reason}" since ${settle / 1000} s; nothing tells whether it has seen the change`);
  return { verdict: waiting, settles: { afterMs: settle, verdict: outcome } };
}

function byCustom(object: KubernetesObject, grounds: Grounds): Judgement {
  const { verdict, deciding } = customaryVerdict(object);
  if (verdict?.state === 'progressing') return { verdict };
  if (verdict !== undefined) return confirmed(object, verdict, deciding, grounds);
  if (observedGeneration(object) !== undefined) return { verdict: ready('seen by its controller') };
  const { receipt, rule } = grounds;
  if (receipt !== undefined && !receipt.changed) return { verdict: ready('unchanged; it tells nothing of itself') };
  const afterMs = rule?.settle ?? DEFAULT_SETTLE;
  const what = object['status'] === undefined ? 'has no status' : 'has a status that says nothing of readiness';
  return { verdict: progressing(what), settles: { afterMs, verdict: { ...unknown(`${what} after ${afterMs / 1000} s`), hint: UNKNOWN_HINT } } };
}

const UNKNOWN_HINT = 'Say with sherpack.io/ready-when what ready means for it, or leave it out with sherpack.io/wait-ready: "false".';
