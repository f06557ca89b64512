import type { Clock, ReadCluster } from '@sherpack/plugin-api';
import { refOf } from '@sherpack/plugin-api';
import { entryFor } from '../failure/catalogue.ts';
import { evidenceFor } from '../failure/evidence.ts';
import type { Family } from '../failure/family.ts';
import type { Assessment } from './assess.ts';
import type { Cause, Verdict } from './contract.ts';

/** Logs may be slow to come where a node is in trouble; the news is not held back for them. Milliseconds. */
const PATIENCE = 3000;

export interface Explaining {
  readonly cluster: Pick<ReadCluster, 'logs' | 'list'>;
  readonly clock: Clock;
  readonly redact: (words: string) => string;
}

/** Adds to a verdict why it is so: the chain down to the container, and the last words of the log or of an event. */
export async function explain({ verdict, worst, unready, object }: Assessment, family: Family, { cluster, clock, redact }: Explaining, signal: AbortSignal): Promise<Verdict> {
  if (verdict.state === 'ready' || verdict.state === 'unknown' || object === undefined) return clean(verdict, redact);
  const chain = verdict.chain ?? worst?.chain ?? unready;
  const over = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
  const pod = worst?.pod ?? podOf(chain, object.metadata.namespace, family, object.metadata.uid);
  const proof = await within(clock, evidenceFor({ pod, container: worst?.container ?? containerOf(chain), previous: worst?.previous }, family, cluster, over));
  const hint = verdict.hint ?? (worst === undefined ? undefined : entryFor(worst.reason)?.hint);
  return clean({ ...verdict, hint, chain: [...chain, ...proof] }, redact);
}

async function within(clock: Clock, work: Promise<readonly Cause[]>): Promise<readonly Cause[]> {
  const stop = new AbortController();
  const late = clock.sleep(PATIENCE, stop.signal).then(() => [] as readonly Cause[], () => [] as readonly Cause[]);
  const first = await Promise.race([work.catch(() => []), late]);
  stop.abort();
  return first;
}

/** The pod that the chain ends in, where no finding names it. */
function podOf(chain: readonly Cause[], namespace: string | undefined, family: Family, uid: string | undefined) {
  const makers = [uid, ...family.ownedBy(uid, 'apps/ReplicaSet').map(({ metadata }) => metadata.uid)];
  const pods = makers.flatMap((maker) => family.ownedBy(maker, '/Pod'));
  return pods.find((pod) => chain.some(({ what }) => what === `Pod ${namespace}/${refOf(pod).name}`));
}

function containerOf(chain: readonly Cause[]): string | undefined {
  return chain.findLast(({ what }) => what.includes('container '))?.what.split(' ').at(-1);
}

/** The cluster's words may quote what is secret. */
function clean(verdict: Verdict, redact: (words: string) => string): Verdict {
  const chain = verdict.chain?.map((cause) => ({ ...cause, message: redact(cause.message) }));
  return { ...verdict, reason: redact(verdict.reason), ...(chain === undefined ? {} : { chain }) };
}

/** Reasons of events that say that somebody makes room for a pod: cluster-autoscaler and Karpenter. */
const HELP: ReadonlySet<string> = new Set(['TriggeredScaleUp', 'Nominated']);

/** A pod without a node is no failure while a node is being made for it. Asked once, when the patience is over. */
export async function isBeingHelped({ finding }: Assessment, { cluster }: Pick<Explaining, 'cluster'>): Promise<boolean> {
  const pod = finding?.pod;
  if (finding?.reason !== 'Unschedulable' || pod === undefined) return false;
  const options = { namespace: pod.metadata.namespace, fieldSelector: `involvedObject.uid=${pod.metadata.uid}` };
  const events = await cluster.list({ apiVersion: 'v1', kind: 'Event' }, options).catch(() => undefined);
  return events?.items.some((event) => HELP.has(String(event['reason']))) === true;
}
