import type { ChangeAction, Log, OperationEvent, Plan, PlanStep, ProgressLine, Terminal } from '@sherpack/plugin-api';
import { formatRef, refKey } from '@sherpack/plugin-api';

const STATES: Readonly<Record<ChangeAction, ProgressLine['state']>> = Object.freeze({
  created: 'done', configured: 'done', unchanged: 'done', deleted: 'done', kept: 'skipped', recreated: 'done', ran: 'done', failed: 'failed', skipped: 'skipped',
});

interface Group {
  readonly title: string;
  readonly members: string[];
  began: number | undefined;
  open: number;
  failed: boolean;
}

/**
 * Shows events of an operation as a live tree: a line for each wave with its objects below it, what they wait for, and how
 * long it took. What stays as it is gets a line only while it is waited for.
 *
 * @param now milliseconds
 */
export function showProgress(
  terminal: Pick<Terminal, 'progress' | 'endProgress'>,
  { warn, info: say }: Pick<Log, 'warn' | 'info'>,
  now: () => number = () => performance.now(),
): (event: OperationEvent) => void {
  const lines = new Map<string, ProgressLine>();
  const groups = new Map<string, Group>();
  const groupOf = new Map<string, Group>();
  const began = new Map<string, number>();
  const silent = new Set<string>();
  let order: readonly string[] = [];

  function prepare(plan: Plan): void {
    for (const step of plan.steps) {
      const id = refKey(step.ref);
      const group = groupFor(step);
      if (!groupOf.has(id)) group.members.push(id);
      groupOf.set(id, group);
      if (step.action === 'unchanged' || step.deferred === true) silent.add(id);
      else lines.set(id, { id, label: formatRef(step.ref), state: 'waiting' });
    }
    order = orderOf();
  }

  function groupFor(step: PlanStep): Group {
    const title = titleOf(step);
    const known = groups.get(title) ?? { title, members: [], began: undefined, open: 0, failed: false };
    groups.set(title, known);
    if (step.action !== 'unchanged' && step.deferred !== true) known.open += 1;
    return known;
  }

  /** A single wave needs no heading. */
  function orderOf(): readonly string[] {
    const shown = [...groups.values()].filter(({ open }) => open > 0).toSorted((a, b) => rankOf(a.title) - rankOf(b.title));
    const headed = shown.length > 1;
    return shown.flatMap(({ title, members }) => [...(headed ? [title] : []), ...members]);
  }

  function draw(): void {
    const headed = order.some((id) => groups.has(id));
    terminal.progress(order.flatMap((id) => {
      const group = groups.get(id);
      if (group !== undefined) return [headOf(group)];
      const line = lines.get(id);
      if (line === undefined) return [];
      return [headed ? indented(line) : line];
    }));
  }

  const heads = new Map<string, ProgressLine>();
  function headOf(group: Group): ProgressLine {
    const state = stateOf(group);
    const known = heads.get(group.title);
    if (known?.state === state) return known;
    const detail = state === 'done' || state === 'failed' ? secondsSince(group.began) : undefined;
    const line: ProgressLine = { id: group.title, label: group.title, state, ...(detail === undefined ? {} : { detail }) };
    heads.set(group.title, line);
    return line;
  }

  const copies = new WeakMap<ProgressLine, ProgressLine>();
  function indented(line: ProgressLine): ProgressLine {
    const known = copies.get(line) ?? { ...line, label: `  ${line.label}` };
    copies.set(line, known);
    return known;
  }

  function secondsSince(start: number | undefined): string {
    return start === undefined ? '' : `${((now() - start) / 1000).toFixed(1)} s`;
  }

  function set(event: Extract<OperationEvent, { ref: unknown }>, state: ProgressLine['state'], detail: string): void {
    const id = refKey(event.ref);
    lines.set(id, { id, label: formatRef(event.ref), state, detail });
    draw();
  }

  function start(event: Extract<OperationEvent, { type: 'step-started' }>): void {
    const id = refKey(event.ref);
    const group = groupOf.get(id);
    if (group !== undefined) group.began ??= now();
    began.set(id, now());
    if (!silent.has(id)) set(event, 'running', event.action);
  }

  function finish(event: Extract<OperationEvent, { type: 'step-finished' }>): void {
    const id = refKey(event.ref);
    const group = groupOf.get(id);
    if (group !== undefined && !silent.has(id)) group.open -= 1;
    if (group !== undefined && event.action === 'failed') group.failed = true;
    if (silent.has(id) && event.action !== 'failed') lines.delete(id);
    else set(event, STATES[event.action], event.error?.message ?? `${event.action}, ${secondsSince(began.get(id))}`);
  }

  return (event) => {
    switch (event.type) {
      case 'plan-ready': return prepare(event.plan);
      case 'step-started': return start(event);
      case 'step-progress': return set(event, 'running', event.message);
      case 'step-finished': return finish(event);
      case 'log': return say(event.text.split('\n').map((line) => `${event.container} | ${line}`).join('\n'));
      case 'warning': return warn(event.message);
      case 'operation-finished': return terminal.endProgress();
      case 'operation-started': case 'stage-started': case 'revision-stored':
    }
  };
}

function stateOf({ open, began, failed }: Group): ProgressLine['state'] {
  if (began === undefined) return 'waiting';
  if (open > 0) return 'running';
  return failed ? 'failed' : 'done';
}

function titleOf({ action, wave, hook }: PlanStep): string {
  if (hook !== undefined && hook.phase !== 'during') return hook.phase === 'post' ? 'hooks after' : 'hooks before';
  return action === 'delete' || action === 'keep' ? 'removals' : `wave ${wave}`;
}

const AFTER_WAVES = 1e9;

function rankOf(title: string): number {
  if (title === 'hooks before') return -AFTER_WAVES;
  if (title === 'removals') return AFTER_WAVES;
  return title === 'hooks after' ? AFTER_WAVES + 1 : Number(title.slice('wave '.length));
}
