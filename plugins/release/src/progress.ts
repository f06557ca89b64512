import type { ChangeAction, Log, OperationEvent, Plan, ProgressLine, Terminal } from '@sherpack/plugin-api';
import { formatRef, refKey } from '@sherpack/plugin-api';
import { groupSteps, headOf, isShown, secondsBetween } from './progress-groups.ts';
import type { ProgressGroup, ProgressGroups } from './progress-groups.ts';

const STATES: Readonly<Record<ChangeAction, ProgressLine['state']>> = Object.freeze({
  created: 'done', configured: 'done', unchanged: 'done', deleted: 'done', kept: 'skipped', recreated: 'done', ran: 'done', failed: 'failed', skipped: 'skipped',
});

type StepEvent = Extract<OperationEvent, { type: 'step-started' | 'step-progress' | 'step-finished' }>;

/** What is shown now. */
interface Tree {
  readonly terminal: Pick<Terminal, 'progress'>;
  /** Milliseconds. */
  readonly now: () => number;
  groups: ProgressGroups;
  readonly lines: Map<string, ProgressLine>;
  readonly began: Map<string, number>;
  /** What stays as it is gets a line only while it is waited for. */
  readonly silent: Set<string>;
  /** The lines as they are shown, and where each stands; made anew only when a line comes or goes. */
  rows: ProgressLine[] | undefined;
  readonly places: Map<string | ProgressGroup, number>;
}

/** Shows events of an operation as a live tree: a line for each wave, its objects below it, what they wait for, how long it took. */
export function showProgress(
  terminal: Pick<Terminal, 'progress' | 'endProgress'>,
  { warn, info: say }: Pick<Log, 'warn' | 'info'>,
  now: () => number = () => performance.now(),
): (event: OperationEvent) => void {
  const tree: Tree = { terminal, now, groups: { ofObject: new Map(), order: [] }, lines: new Map(), began: new Map(), silent: new Set(), rows: undefined, places: new Map() };
  return (event) => {
    switch (event.type) {
      case 'plan-ready': return prepare(event.plan, tree);
      case 'step-started': return start(event, tree);
      case 'step-progress': return set(event, 'running', event.message, tree);
      case 'step-finished': return finish(event, tree);
      case 'log': return say(event.text.split('\n').map((line) => `${event.container} | ${line}`).join('\n'));
      case 'warning': return warn(event.message);
      case 'operation-finished': return terminal.endProgress();
      case 'operation-started': case 'stage-started': case 'revision-stored':
    }
  };
}

function prepare(plan: Plan, tree: Tree): void {
  tree.rows = undefined;
  tree.groups = groupSteps(plan);
  const isHeaded = hasHeads(tree);
  for (const step of plan.steps) {
    const id = refKey(step.ref);
    if (isShown(step)) tree.lines.set(id, { id, label: `${isHeaded ? '  ' : ''}${formatRef(step.ref)}`, state: 'waiting' });
    else tree.silent.add(id);
  }
}

function start(event: Extract<StepEvent, { type: 'step-started' }>, tree: Tree): void {
  const id = refKey(event.ref);
  const group = tree.groups.ofObject.get(id);
  if (group !== undefined) group.began ??= tree.now();
  tree.began.set(id, tree.now());
  if (!tree.silent.has(id)) set(event, 'running', event.action, tree);
}

function finish(event: Extract<StepEvent, { type: 'step-finished' }>, tree: Tree): void {
  const id = refKey(event.ref);
  const group = tree.groups.ofObject.get(id);
  const isSilent = tree.silent.has(id);
  if (group !== undefined && !isSilent) group.open -= 1;
  if (group !== undefined && event.action === 'failed') group.failed = true;
  if (isSilent && event.action !== 'failed') forget(id, tree);
  else set(event, STATES[event.action], event.error?.message ?? `${event.action}, ${secondsBetween(tree.began.get(id), tree.now())}`, tree);
}

function set({ ref }: StepEvent, state: ProgressLine['state'], detail: string, tree: Tree): void {
  const id = refKey(ref);
  const isHeaded = hasHeads(tree);
  const line: ProgressLine = { id, label: `${isHeaded ? '  ' : ''}${formatRef(ref)}`, state, detail };
  const isNew = !tree.lines.has(id);
  tree.lines.set(id, line);
  const isKnown = tree.rows !== undefined && !isNew;
  const rows = tree.rows === undefined || isNew ? layOut(tree) : tree.rows;
  const group = isHeaded ? tree.groups.ofObject.get(id) : undefined;
  const changed = group === undefined ? [line] : [headOf(group, tree.now()), line];
  replace(id, line, rows, tree);
  if (group !== undefined) replace(group, headOf(group, tree.now()), rows, tree);
  tree.terminal.progress(rows, isKnown ? changed : undefined);
}

function replace(entry: string | ProgressGroup, line: ProgressLine, rows: ProgressLine[], { places }: Tree): void {
  const place = places.get(entry);
  if (place !== undefined) rows[place] = line;
}

function layOut(tree: Tree): ProgressLine[] {
  const rows: ProgressLine[] = [];
  tree.places.clear();
  for (const entry of tree.groups.order) {
    const line = typeof entry === 'string' ? tree.lines.get(entry) : headOf(entry, tree.now());
    if (line !== undefined) tree.places.set(entry, rows.push(line) - 1);
  }
  tree.rows = rows;
  return rows;
}

function forget(id: string, tree: Tree): void {
  if (tree.lines.delete(id)) tree.rows = undefined;
}

function hasHeads({ groups }: Tree): boolean {
  return typeof groups.order[0] === 'object';
}
