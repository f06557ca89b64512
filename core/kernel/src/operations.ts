import type { Operation, OperationCourse, OperationRequest, OperationRow } from '@sherpack/plugin-api';
import { nearMisses } from '@sherpack/schema/near-miss';
import { errors } from './errors.ts';

/** The table of operations. It begins empty: plugins contribute the rows. */
export interface OperationTable {
  add(row: OperationRow, plugin: string): void;
  rows(): readonly OperationRow[];
  /** @throws KERNEL_UNKNOWN_OPERATION with the near misses */
  row(kind: string): OperationRow;
}

export function createOperationTable(): OperationTable {
  const table = new Map<string, OperationRow>();
  const providers = new Map<string, string>();
  return {
    add(row, plugin) {
      const first = providers.get(row.kind);
      if (first !== undefined) throw errors.PROVIDED_TWICE(`operation "${row.kind}"`, first, plugin);
      providers.set(row.kind, plugin);
      table.set(row.kind, Object.freeze(row));
    },
    rows: () => [...table.values()],
    row(kind) {
      const row = table.get(kind);
      if (row === undefined) throw errors.UNKNOWN_OPERATION(kind, nearMisses(kind, [...table.keys()], 2));
      return row;
    },
  };
}

/** @throws KERNEL_REQUEST_INCOMPLETE */
export function checkRequest(row: OperationRow, request: OperationRequest): void {
  const missing = row.requires.find((part) => request[part] === undefined);
  if (missing !== undefined) throw errors.REQUEST_INCOMPLETE(row.kind, missing);
}

/** What the operation really runs, after dry run and flags have been looked at. */
export function courseOf(row: OperationRow, operation: Operation): OperationCourse {
  if (operation.dryRun !== 'none') {
    const course = row.dryRun?.[operation.dryRun];
    if (course === undefined) throw errors.NO_DRY_RUN(row.kind, operation.dryRun);
    return course;
  }
  return row.course?.(operation) ?? row;
}
