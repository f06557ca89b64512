import type { FieldChange, Plan, PlanAction, PlanStep, TextStyle } from '@sherpack/plugin-api';
import { formatPath, formatRef } from '@sherpack/plugin-api';
import { stringifyJson } from '@sherpack/yaml/json';
import { groupsOf } from './plan-view.ts';

type Styler = (text: string, style: TextStyle) => string;

const SIGNS: Readonly<Record<PlanAction, string>> = Object.freeze({
  create: '+', update: '~', unchanged: '=', delete: '-', keep: '=', recreate: '±', run: '»',
});
const COLORS: Readonly<Record<PlanAction, TextStyle>> = Object.freeze({
  create: 'green', update: 'yellow', unchanged: 'dim', delete: 'red', keep: 'dim', recreate: 'red', run: 'cyan',
});
/** A longer value is cut: the whole is in `-o json`. */
const LONGEST = 120;

/** The plan as text: groups in the order in which they run, each object with what changes. */
export function paintTree(plan: Plan, style: Styler): string {
  const lines = [`PLAN: ${summaryOf(plan)}`];
  for (const { title, steps } of groupsOf(plan)) {
    lines.push(style(title, 'bold'));
    for (const step of steps) lines.push(...linesOf(step, style));
  }
  return `${lines.join('\n')}\n`;
}

const WORDS: Readonly<Record<PlanAction, string>> = Object.freeze({
  create: 'to create', update: 'to change', recreate: 'to recreate', delete: 'to delete', run: 'to run', unchanged: 'unchanged', keep: 'to keep',
});

function summaryOf({ steps, release, revision }: Plan): string {
  const counts = (Object.keys(WORDS) as PlanAction[]).map((action) => [steps.filter((step) => step.action === action).length, WORDS[action]] as const);
  const parts = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  return `${release.name} in ${release.namespace}, revision ${revision}: ${parts.length === 0 ? 'nothing to do' : parts.join(', ')}`;
}

function linesOf(step: PlanStep, style: Styler): readonly string[] {
  const { action, ref, changes } = step;
  const notes = notesOf(step);
  const head = `  ${style(SIGNS[action], COLORS[action])} ${formatRef(ref)} ${action}${notes === '' ? '' : style(` (${notes})`, 'dim')}`;
  return action === 'update' || action === 'recreate' ? [head, ...changes.map((change) => `      ${changeLine(change)}`)] : [head];
}

function notesOf({ reason, dependsOn, outer = [], deferred, ready, onFailure, action }: PlanStep): string {
  const inner = action === 'delete' ? [] : dependsOn.map(({ id, until }) => `${shortId(id)} ${until}`);
  const others = outer.map(({ object, release, until }) => `${object === undefined ? `release ${release?.namespace}/${release?.name}` : formatRef(object)} ${until}`);
  const needs = [...inner, ...others];
  return [
    reason,
    needs.length === 0 ? undefined : `after ${needs.join(', ')}`,
    ready.declared === false ? 'not waited for' : undefined,
    onFailure === undefined ? undefined : `on failure ${onFailure}`,
    deferred === true ? 'left for later' : undefined,
  ].filter((note) => note !== undefined).join('; ');
}

/** `apps/Deployment/shop/web` → `Deployment/web` */
function shortId(id: string): string {
  const [, kind, , name] = id.split('/');
  return kind === undefined ? id.replace(':', ' ') : `${kind}/${name}`;
}

function changeLine({ path, before, after, secret }: FieldChange): string {
  if (secret) return `${formatPath(path)}: ${before === undefined ? '(none)' : '(secret)'} -> ${after === undefined ? '(none)' : '(another secret)'}`;
  return `${formatPath(path)}: ${valueText(before)} -> ${valueText(after)}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = stringifyJson(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
