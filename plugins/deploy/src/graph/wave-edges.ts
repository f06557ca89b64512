import type { PlanStep } from '@sherpack/plugin-api';
import { kindRank } from '@sherpack/plugin-api';
import type { Sections } from './sections.ts';
import type { GraphDraft } from './graph.ts';

/** Points that everything before and after the waves is tied to. */
export interface WaveEnds {
  /** Definitions are there. */
  readonly defined: number;
  /** The first wave may begin. */
  readonly begin: number;
  /** The barrier of the last wave. */
  readonly done: number;
}

const LAST_OF_FOUNDATION = kindRank('RoleBindingList');
const LAST = new Set(['APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'ValidatingAdmissionPolicyBinding', 'MutatingAdmissionPolicyBinding']);

export function waveId(wave: number): string {
  return `wave:${wave}`;
}

/**
 * Waves in the order of their numbers: each object waits for the barrier of the wave before, and the barrier of its own
 * wave for it, so that edges grow with the objects and not with their square.
 */
export function addWaves(draft: GraphDraft, { definitions, writes }: Sections): WaveEnds {
  const defined = draft.join('the definitions');
  const begin = draft.join('the beginning of the first wave');
  for (const step of definitions) draft.edge(draft.step(step), defined, 'present', 'phase');
  draft.edge(defined, begin, 'present', 'phase');
  let before = begin;
  for (const [wave, steps] of byWave(writes)) {
    const barrier = draft.barrier(waveId(wave));
    draft.edge(before, barrier, 'present', before === begin ? 'phase' : 'wave');
    for (const step of steps) {
      draft.edge(before, draft.step(step), 'present', before === begin ? 'phase' : 'wave');
      draft.edge(draft.step(step), barrier, goalOf(step), 'wave');
    }
    addTiers(draft, wave, steps);
    before = barrier;
  }
  const done = draft.join('the end of the last wave');
  draft.edge(before, done, 'present', 'phase');
  return { defined, begin, done };
}

/** What a wave waits for. */
function goalOf({ hook, ready }: PlanStep): 'present' | 'ready' | 'complete' {
  if (hook !== undefined) return 'complete';
  return ready.wait ? 'ready' : 'present';
}

function byWave(steps: readonly PlanStep[]): readonly (readonly [number, readonly PlanStep[]])[] {
  const waves = new Map<number, PlanStep[]>();
  for (const step of steps) {
    const wave = waves.get(step.wave);
    if (wave === undefined) waves.set(step.wave, [step]);
    else wave.push(step);
  }
  return [...waves].toSorted(([a], [b]) => a - b);
}

/** Inside a wave what others build upon is written first, and what may refuse others last. */
function addTiers(draft: GraphDraft, wave: number, steps: readonly PlanStep[]): void {
  const tiers = [0, 1, 2].map((tier) => steps.filter((step) => tierOf(step) === tier)).filter((tier) => tier.length > 0);
  tiers.slice(1).forEach((tier, index) => {
    const join = draft.join(`stage ${index + 1} of wave ${wave}`);
    for (const step of tiers[index] ?? []) draft.edge(draft.step(step), join, 'tried', 'convention');
    for (const step of tier) draft.edge(join, draft.step(step), 'tried', 'convention');
  });
}

function tierOf({ ref }: PlanStep): number {
  if (LAST.has(ref.kind)) return 2;
  return kindRank(ref.kind) <= LAST_OF_FOUNDATION ? 0 : 1;
}
