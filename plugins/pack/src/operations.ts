import type { OperationRow } from '@sherpack/plugin-api';

/** The pack's part of the table of operations. */
export const rows: readonly OperationRow[] = Object.freeze([
  { kind: 'lint', summary: 'checks a pack', requires: ['pack'], stages: ['load', 'resolve', 'render', 'validate'], cluster: 'none' },
  { kind: 'show', summary: 'reads a pack', requires: ['pack'], stages: ['load'], cluster: 'none' },
] satisfies readonly OperationRow[]);
