import type { Plan, PlanStep } from '@sherpack/plugin-api';
import { groupsOf, linksOf } from './plan-view.ts';

/** Numbers instead of ids, which hold characters that neither language takes. */
function namer(plan: Plan): (id: string) => string {
  const numbers = new Map(plan.steps.map(({ id }, index) => [id, `s${index}`]));
  return (id) => numbers.get(id) ?? 's';
}

function labelOf({ ref, action }: PlanStep): string {
  return `${ref.kind} ${ref.name}: ${action}`;
}

/** Graphviz: https://graphviz.org/doc/info/lang.html */
export function paintDot(plan: Plan): string {
  const nameOf = namer(plan);
  const groups = groupsOf(plan);
  const lines = ['digraph plan {', '  rankdir=LR; compound=true; node [shape=box];'];
  groups.forEach(({ title, steps }, index) => {
    lines.push(`  subgraph cluster_${index} {`, `    label=${JSON.stringify(title)};`);
    lines.push(...steps.map((step) => `    ${nameOf(step.id)} [label=${JSON.stringify(labelOf(step))}];`), '  }');
  });
  groups.slice(1).forEach(({ steps }, index) => {
    const [from, to] = [groups[index]?.steps[0], steps[0]];
    if (from !== undefined && to !== undefined) lines.push(`  ${nameOf(from.id)} -> ${nameOf(to.id)} [ltail=cluster_${index}, lhead=cluster_${index + 1}, style=bold];`);
  });
  for (const { from, to, declared } of linksOf(plan)) lines.push(`  ${nameOf(from)} -> ${nameOf(to)} [style=${declared ? 'solid' : 'dashed'}];`);
  return `${lines.join('\n')}\n}\n`;
}

/** Mermaid flowchart: https://mermaid.js.org/syntax/flowchart.html */
export function paintMermaid(plan: Plan): string {
  const nameOf = namer(plan);
  const groups = groupsOf(plan);
  const lines = ['flowchart LR'];
  groups.forEach(({ title, steps }, index) => {
    lines.push(`  subgraph g${index}["${title}"]`, ...steps.map((step) => `    ${nameOf(step.id)}["${labelOf(step).replaceAll('"', "'")}"]`), '  end');
  });
  groups.slice(1).forEach((_, index) => lines.push(`  g${index} ==> g${index + 1}`));
  for (const { from, to, declared } of linksOf(plan)) lines.push(`  ${nameOf(from)} ${declared ? '-->' : '-.->'} ${nameOf(to)}`);
  return `${lines.join('\n')}\n`;
}
