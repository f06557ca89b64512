import type { Clock, DeployContext, DryRunCluster, Extensions, Plan, PlanStep, ReadinessRule } from '@sherpack/plugin-api';
import { formatRef } from '@sherpack/plugin-api';
import { REQUESTS_AT_A_TIME } from './concurrency.ts';
import { errors } from './errors.ts';
import { isRemoval } from './graph/sections.ts';
import { inParallel } from './in-parallel.ts';
import { blocksOf } from './pack-blocks.ts';
import { createReadiness } from './readiness/create-readiness.ts';
import { createLiveObjects } from './readiness/live-objects.ts';
import { rulesOf } from './readiness/pack-rules.ts';
import { createRuleBook } from './readiness/rule-book.ts';
import { createRedactor } from './redact.ts';

interface SelectOptions {
  readonly context: DeployContext;
  readonly cluster: DryRunCluster;
  readonly clock: Clock;
  readonly catalogue: Extensions<ReadinessRule>;
}

/**
 * `--wave N` leaves everything but that wave for another run, `--through-wave N` what comes after it. Hooks before the
 * waves go with the first, removals and hooks after them with the last.
 *
 * @throws DEPLOY_WAVE_UNKNOWN, DEPLOY_WAVES_NOT_READY
 */
export async function selectWaves(plan: Plan, options: SelectOptions): Promise<Plan> {
  const { wave, throughWave } = options.context.operation.flags;
  const chosen = wave ?? throughWave;
  if (typeof chosen !== 'number') return plan;
  const waves = wavesOf(plan);
  if (!waves.includes(chosen)) throw errors.WAVE_UNKNOWN(chosen, waves);
  const runs = (own: number) => (wave === undefined ? own <= chosen : own === chosen);
  const [first = chosen, last = chosen] = [waves[0], waves.at(-1)];
  const steps = plan.steps.map((step) => (runs(waveOf(step, first, last)) ? awaited(step) : { ...step, deferred: true }));
  if (wave !== undefined) await refuseUnready(plan, chosen, options);
  return { ...plan, steps };
}

/** In ascending order. */
export function wavesOf({ steps }: Pick<Plan, 'steps'>): readonly number[] {
  const main = steps.filter((step) => !isRemoval(step) && isInWave(step));
  return [...new Set(main.map(({ wave }) => wave))].toSorted((a, b) => a - b);
}

function isInWave({ hook }: PlanStep): boolean {
  return hook === undefined || hook.phase === 'during';
}

function waveOf(step: PlanStep, first: number, last: number): number {
  if (isRemoval(step)) return last;
  if (isInWave(step)) return step.wave;
  return step.hook?.phase === 'post' ? last : first;
}

/** The barrier of a chosen wave is part of it, be it the last. */
function awaited(step: PlanStep): PlanStep {
  const isBarrier = step.hook === undefined && !isRemoval(step) && step.ready.declared !== false;
  return isBarrier ? { ...step, ready: { ...step.ready, wait: true } } : step;
}

async function refuseUnready(plan: Plan, wave: number, { cluster, clock, context, catalogue }: SelectOptions): Promise<void> {
  const earlier = plan.steps.filter((step) => isInWave(step) && !isRemoval(step) && step.wave < wave && step.ready.declared !== false);
  const rules = createRuleBook(rulesOf(blocksOf(plan).readiness), catalogue);
  const jobs = context.operation.flags['waitForJobs'] === true;
  const readiness = createReadiness({ cluster, clock, jobs, rules, objects: createLiveObjects(cluster), redact: createRedactor(plan) });
  const reasons = await inParallel(earlier, REQUESTS_AT_A_TIME, async (step) => {
    const name = `${formatRef(step.ref)} (wave ${step.wave})`;
    if (step.action === 'create') return `${name} is not there`;
    if (step.action === 'update' || step.action === 'recreate') return `${name} is not as it is to be`;
    if (!cluster.observable) return undefined;
    const { state, reason } = await readiness.now({ ref: step.ref, desired: step.desired, receipt: undefined, goal: 'ready' });
    return state === 'ready' || state === 'unknown' ? undefined : `${name}: ${reason}`;
  });
  const unready = reasons.filter((reason) => reason !== undefined);
  if (unready.length > 0) throw errors.WAVES_NOT_READY(wave, unready);
}
