import type { Manifest, Manifests, Operation, RevisionStatus } from '@sherpack/plugin-api';
import { formatRef, hookEvents, refOf } from '@sherpack/plugin-api';
import { KNOWN_EVENTS, momentsOf } from './hook-events-of.ts';
import { readHook } from './read-hook.ts';
import type { HookReading } from './read-hook.ts';

/** A hook at one of its moments. */
export interface RunningHook extends HookReading {
  readonly manifest: Manifest;
}

/** Manifests without hooks, and the hooks that run in the operation. */
export interface ChosenHooks {
  readonly manifests: Manifests;
  readonly running: readonly RunningHook[];
  /** All hooks of the pack, those included that run another time. */
  readonly all: readonly Manifest[];
}

/** `sherpack test --filter name=a --filter '!name=b'`, as Helm has it. */
function isWanted({ object }: Manifest, { kind, flags }: Operation): boolean {
  const filters = kind === 'test-release' && Array.isArray(flags['filter']) ? flags['filter'].map(String) : [];
  const name = object.metadata.name ?? '';
  if (filters.includes(`!name=${name}`)) return false;
  const wanted = filters.filter((filter) => filter.startsWith('name='));
  return wanted.length === 0 || wanted.includes(`name=${name}`);
}

/** `crd-install` was Helm 2's word for what is an ordinary object since. */
function isOrdinary(events: readonly string[]): boolean {
  return events.length === 0 || events.includes('crd-install');
}

/**
 * Hooks belong to moments of a release and not to its content.
 *
 * @param interrupted the status of the revision that is taken up, for a recovery
 */
export function chooseHooks(manifests: Manifests, operation: Operation, interrupted: RevisionStatus | undefined, warn: (message: string) => void): ChosenHooks {
  const ordinary: Manifest[] = [];
  const all: Manifest[] = [];
  const running: RunningHook[] = [];
  for (const manifest of manifests.objects) {
    const events = hookEvents(manifest.object);
    if (isOrdinary(events)) {
      ordinary.push(manifest);
      continue;
    }
    all.push(manifest);
    const unknown = events.find((event) => !KNOWN_EVENTS.has(event));
    if (unknown !== undefined) warn(`${manifest.source.template}:${manifest.source.line}: ${formatRef(refOf(manifest.object))} is a hook of "${unknown}", which never happens`);
    if (operation.flags['noHooks'] === true || !isWanted(manifest, operation)) continue;
    for (const moment of momentsOf(events, operation, interrupted)) running.push({ manifest, ...readHook(manifest, moment) });
  }
  return { manifests: { ...manifests, objects: ordinary }, running, all };
}
