import type { ManifestSource, Plan } from '@sherpack/plugin-api';
import { formatRef } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { buildGraph } from './graph/build-graph.ts';
import type { Graph, GraphDraft, GraphEdge } from './graph/graph.ts';

/** Last look at the plan after all plugins have had it: ids are unique, every dependency exists, writes have an object, nothing waits for itself. */
export function checkPlan(plan: Plan): Plan {
  const ids = new Set<string>();
  for (const step of plan.steps) {
    if (ids.has(step.id)) throw errors.PLAN_INVALID(`two steps are called "${step.id}"`);
    ids.add(step.id);
    const writes = step.action === 'create' || step.action === 'update' || step.action === 'recreate' || step.action === 'run';
    if (writes && step.desired === undefined) throw errors.PLAN_INVALID(`step "${step.id}" has nothing to write`);
  }
  const dangling = plan.steps.find((step) => step.action !== 'delete' && step.dependsOn.some(({ id }) => !ids.has(id) && !id.startsWith('wave:')));
  if (dangling !== undefined) throw errors.PLAN_INVALID(`step "${dangling.id}" depends on a step that does not exist`);
  graphOf(plan);
  return plan;
}

const graphs = new WeakMap<Plan, Graph>();

/**
 * The graph of a plan, built once.
 *
 * @throws DEPLOY_CYCLE with the shortest one
 */
export function graphOf(plan: Plan): Graph {
  const known = graphs.get(plan);
  if (known !== undefined) return known;
  const result = buildGraph(plan.steps);
  if (result.graph === undefined) throw errors.CYCLE(result.cycle.map((edge) => describe(edge, result.draft)), firstSource(result.cycle, result.draft));
  graphs.set(plan, result.graph);
  return result.graph;
}

/** `ConfigMap shop/a (web/templates/a.yaml:3) waits for ConfigMap shop/b (…): depends-on` */
function describe({ from, to, origin, need }: GraphEdge, draft: GraphDraft): string {
  const reason = origin === 'declared' ? `depends-on, ${need}` : origin;
  return `${nameOf(to, draft)} waits for ${nameOf(from, draft)}: ${reason}`;
}

function nameOf(index: number, { nodes }: GraphDraft): string {
  const node = nodes[index];
  if (node?.step === undefined) return node?.kind === 'wave' ? `the end of ${node.id.replace(':', ' ')}` : node?.id ?? '';
  const { source, ref } = node.step;
  return source === undefined ? formatRef(ref) : `${formatRef(ref)} (${source.template}:${source.line})`;
}

function firstSource(cycle: readonly GraphEdge[], { nodes }: GraphDraft): ManifestSource | undefined {
  return cycle.map(({ to }) => nodes[to]?.step?.source).find((source) => source !== undefined);
}
