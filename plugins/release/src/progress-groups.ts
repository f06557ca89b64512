import type { Plan, PlanStep, ProgressLine } from '@sherpack/plugin-api';
import { refKey } from '@sherpack/plugin-api';

/** A wave, or what stands before and after the waves. */
export interface ProgressGroup {
  readonly title: string;
  readonly members: string[];
  /** Milliseconds at which its first object was begun. */
  began: number | undefined;
  /** Objects that are not finished. */
  open: number;
  failed: boolean;
  head: ProgressLine | undefined;
}

export interface ProgressGroups {
  readonly ofObject: ReadonlyMap<string, ProgressGroup>;
  /** Titles and keys of objects in the order of the lines; without titles when there is one group only. */
  readonly order: readonly (string | ProgressGroup)[];
}

/** Whether the step has a line from the beginning. */
export function isShown({ action, deferred }: PlanStep): boolean {
  return action !== 'unchanged' && deferred !== true;
}

export function groupSteps({ steps }: Plan): ProgressGroups {
  const groups = new Map<string, ProgressGroup>();
  const ofObject = new Map<string, ProgressGroup>();
  for (const step of steps) {
    const title = titleOf(step);
    const group = groups.get(title) ?? { title, members: [], began: undefined, open: 0, failed: false, head: undefined };
    groups.set(title, group);
    if (isShown(step)) group.open += 1;
    if (!ofObject.has(refKey(step.ref))) group.members.push(refKey(step.ref));
    ofObject.set(refKey(step.ref), group);
  }
  const shown = [...groups.values()].filter(({ open }) => open > 0).toSorted((a, b) => rankOf(a.title) - rankOf(b.title));
  return { ofObject, order: shown.flatMap((group) => [...(shown.length > 1 ? [group] : []), ...group.members]) };
}

/** The line above a group; the same object as long as nothing changes in it. */
export function headOf(group: ProgressGroup, now: number): ProgressLine {
  const state = stateOf(group);
  if (group.head?.state === state) return group.head;
  const isOver = state === 'done' || state === 'failed';
  group.head = { id: group.title, label: group.title, state, ...(isOver ? { detail: secondsBetween(group.began, now) } : {}) };
  return group.head;
}

export function secondsBetween(start: number | undefined, now: number): string {
  return start === undefined ? '' : `${((now - start) / 1000).toFixed(1)} s`;
}

function stateOf({ open, began, failed }: ProgressGroup): ProgressLine['state'] {
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
