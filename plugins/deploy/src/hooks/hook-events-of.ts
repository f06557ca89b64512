import type { HookPhase, Operation, RevisionStatus } from '@sherpack/plugin-api';

/** When a hook runs, seen from the operation. */
export interface HookMoment {
  readonly phase: HookPhase;
  readonly event: string;
}

const WORDS: Readonly<Record<string, string>> = Object.freeze({ install: 'install', upgrade: 'upgrade', rollback: 'rollback', uninstall: 'delete' });

/** A recovery goes on with what was begun, and so do its hooks. */
const RECOVERED: Partial<Record<RevisionStatus, string>> = Object.freeze({ 'pending-install': 'install', 'pending-upgrade': 'upgrade', 'pending-rollback': 'rollback' });

export const KNOWN_EVENTS: ReadonlySet<string> = new Set([
  'test', 'test-success', 'test-failure', 'crd-install',
  ...['pre', 'during', 'post'].flatMap((phase) => ['install', 'upgrade', 'rollback'].map((word) => `${phase}-${word}`)),
  'pre-delete', 'post-delete',
]);

/** The moments of this operation that the events name, in their order; none when the hook runs another time. */
export function momentsOf(events: readonly string[], { kind }: Pick<Operation, 'kind'>, interrupted: RevisionStatus | undefined): readonly HookMoment[] {
  if (kind === 'test-release') return events.some((event) => event === 'test' || event === 'test-success') ? [{ phase: 'test', event: 'test' }] : [];
  const word = kind === 'recover' ? RECOVERED[interrupted ?? 'unknown'] : WORDS[kind];
  const moments = (['pre', 'during', 'post'] as const).map((phase) => ({ phase, event: `${phase}-${word}` }));
  return moments.filter(({ event }) => events.includes(event));
}
