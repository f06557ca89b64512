import type { Change, OperationResult, PlanStep, Revision, Terminal } from '@sherpack/plugin-api';
import { formatPath, formatRef } from '@sherpack/plugin-api';
import { GO_ANSI, formatGoTime } from './go-time.ts';
import { printManifests } from './manifest-text.ts';
import { maskSecret } from './secret-mask.ts';
import { toStored } from './stored-manifests.ts';

/** The lines that Helm prints above the notes. */
export function printRelease(terminal: Terminal, revision: Revision, options: { readonly notes: boolean }): void {
  const lines = [
    `NAME: ${revision.release.name}`,
    `LAST DEPLOYED: ${formatGoTime(revision.lastDeployed, GO_ANSI)}`,
    `NAMESPACE: ${revision.release.namespace}`,
    `STATUS: ${revision.status}`,
    `REVISION: ${revision.revision}`,
    `DESCRIPTION: ${revision.description}`,
  ];
  terminal.write(`${lines.join('\n')}\n`);
  if (options.notes && revision.notes.trim() !== '') terminal.write(`NOTES:\n${revision.notes.trimEnd()}\n`);
}

/** What became of every object. */
export function printChanges(terminal: Terminal, changes: readonly Change[]): void {
  terminal.table(changes, [
    { title: 'OBJECT', value: ({ ref }) => formatRef(ref) },
    { title: 'ACTION', value: ({ action }) => action, style: ({ action }) => (action === 'failed' ? 'red' : undefined) },
  ]);
}

/** A dry run: what would be done if there is a plan, and what was rendered. */
export function printDryRun(terminal: Terminal, result: OperationResult, options: { readonly hideSecret: boolean }): void {
  const { plan, manifests } = result;
  if (plan !== undefined) printPlan(terminal, plan.steps);
  if (manifests === undefined) return;
  const shown = options.hideSecret
    ? { ...manifests, objects: manifests.objects.filter(({ object }) => object.kind !== 'Secret') }
    : manifests;
  terminal.write(`MANIFEST:\n${printManifests(toStored(shown), { showSecrets: false })}`);
  if (manifests.notes.trim() !== '') terminal.write(`NOTES:\n${manifests.notes.trimEnd()}\n`);
}

const SIGNS: Readonly<Record<PlanStep['action'], string>> = Object.freeze({
  create: '+', update: '~', unchanged: '=', delete: '-', keep: '=', recreate: '±', run: '»',
});

export function printPlan(terminal: Terminal, steps: readonly PlanStep[]): void {
  terminal.write('PLAN:\n');
  for (const step of steps) {
    const reason = step.reason === undefined ? '' : ` (${step.reason})`;
    terminal.write(`${SIGNS[step.action]} ${formatRef(step.ref)} ${step.action}${reason}\n`);
    if (step.action !== 'update') continue;
    for (const { path, before, after, secret } of step.changes) {
      terminal.write(`    ${formatPath(path)}: ${show(before, secret)} -> ${show(after, secret)}\n`);
    }
  }
}

function show(value: unknown, secret: boolean): string {
  if (value === undefined) return '(none)';
  return secret ? maskSecret(value) : showPlain(value);
}

function showPlain(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value) ?? String(value);
}
