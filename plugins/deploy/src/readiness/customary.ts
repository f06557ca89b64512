import type { KubernetesObject } from '@sherpack/plugin-api';
import type { Verdict } from './contract.ts';
import type { Condition } from './object-status.ts';
import { conditionOf, conditionsOf, textAt, wordsOf } from './object-status.ts';
import { failed, progressing, ready } from './verdicts.ts';

export interface Customary {
  /** Undefined: the object says nothing that custom has a meaning for. */
  readonly verdict: Verdict | undefined;
  /** The conditions that it rests on. */
  readonly deciding: readonly Condition[];
}

/** In the order in which they are believed, when they are the only ones. */
const POSITIVE: readonly string[] = ['Ready', 'Available', 'Healthy', 'Succeeded', 'Complete', 'Programmed', 'Established', 'Accepted'];

const GOOD_PHASES: ReadonlySet<string> = new Set([
  'ready', 'running', 'active', 'available', 'healthy', 'bound', 'succeeded', 'completed', 'complete', 'deployed', 'provisioned', 'established', 'online',
]);

/**
 * Kinds that nobody told us about: what is customary is believed. Conditions as in kstatus
 * (sigs.k8s.io/cli-utils/pkg/kstatus/status/generic.go), which takes an object without any for done; here that is no verdict.
 */
export function customaryVerdict(object: KubernetesObject): Customary {
  const stalled = conditionOf(object, 'Stalled');
  if (stalled?.status === 'True') return { verdict: failed(wordsOf(stalled, 'it has stalled')), deciding: [stalled] };
  const reconciling = conditionOf(object, 'Reconciling');
  if (reconciling?.status === 'True') return { verdict: progressing(wordsOf(reconciling, 'its controller is at work')), deciding: [reconciling] };
  const positive = POSITIVE.map((type) => conditionOf(object, type)).find((condition) => condition !== undefined);
  if (positive !== undefined) return { verdict: ofCondition(positive), deciding: [positive] };
  return { verdict: ofPhase(object), deciding: conditionsOf(object) };
}

function ofCondition(condition: Condition): Verdict {
  if (condition.status === 'True') return ready(condition.type === 'Ready' ? 'ready' : `${condition.type?.toLowerCase()}`);
  return progressing(wordsOf(condition, `${condition.type} is ${condition.status ?? 'Unknown'}`));
}

/** A bad word is no failure: some controllers say it at every try. */
function ofPhase(object: KubernetesObject): Verdict | undefined {
  const phase = textAt(object, 'status', 'phase') ?? textAt(object, 'status', 'state');
  if (phase === undefined || phase === '') return undefined;
  return GOOD_PHASES.has(phase.toLowerCase()) ? ready(`phase ${phase}`) : progressing(`phase ${phase}`);
}
