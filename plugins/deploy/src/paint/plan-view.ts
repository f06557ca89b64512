import type { Plan, PlanStep } from '@sherpack/plugin-api';
import { graphOf } from '../check-plan.ts';
import { sectionsOf } from '../graph/sections.ts';

/** Steps that run together, in the order of the groups. */
export interface PlanGroup {
  /** `wave 1`, `hooks before`, `removals`. */
  readonly title: string;
  readonly steps: readonly PlanStep[];
}

/** An edge between two objects: one that was declared or follows from a reference. */
export interface PlanLink {
  readonly from: string;
  readonly to: string;
  readonly declared: boolean;
}

export function groupsOf(plan: Plan): readonly PlanGroup[] {
  const { definitions, pre, writes, removals, post } = sectionsOf(plan.steps);
  const waves = [...new Set(writes.map(({ wave }) => wave))].toSorted((a, b) => a - b);
  const groups = [
    { title: 'definitions', steps: definitions },
    { title: plan.partial === true ? 'tests' : 'hooks before', steps: pre },
    ...waves.map((wave) => ({ title: `wave ${wave}`, steps: writes.filter((step) => step.wave === wave) })),
    { title: 'removals', steps: removals.toSorted((a, b) => b.wave - a.wave) },
    { title: 'hooks after', steps: post },
  ];
  return groups.filter(({ steps }) => steps.length > 0);
}

/** What leads over joins and waves is left out: the groups show it. */
export function linksOf(plan: Plan): readonly PlanLink[] {
  const { nodes, edges } = graphOf(plan);
  return edges.flatMap(({ from, to, origin }) => {
    const ends = [nodes[from], nodes[to]];
    if (ends.some((node) => node?.step === undefined) || (origin !== 'declared' && origin !== 'reference')) return [];
    return [{ from: ends[0]?.id ?? '', to: ends[1]?.id ?? '', declared: origin === 'declared' }];
  });
}
