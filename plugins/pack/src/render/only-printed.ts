import type { Operation } from '@sherpack/plugin-api';

/** No cluster will be asked: what none would take is printed all the same where the tool of the pack's format does so. */
export function isOnlyPrinted({ kind, flags, dryRun }: Pick<Operation, 'kind' | 'flags' | 'dryRun'>): boolean {
  return kind === 'template' && flags['validate'] !== true && dryRun !== 'server';
}
