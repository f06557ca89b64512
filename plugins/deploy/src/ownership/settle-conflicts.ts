import type { FieldConflict, ObjectRef, StepOwnership } from '@sherpack/plugin-api';
import type { OwnershipRule } from './rules.ts';
import { policyFor } from './rules.ts';

/** What the rules say about all the fields in conflict. */
export interface Settlement {
  readonly ownership: StepOwnership;
  /** Fields that nobody may take: the write is refused. */
  readonly refused: readonly FieldConflict[];
}

/** @param takes conflicts without a rule are taken over, because the user says so */
export function settleConflicts(conflicts: readonly FieldConflict[], ref: ObjectRef, rules: readonly OwnershipRule[], takes: boolean): Settlement {
  const decided = conflicts.map((field) => ({ field, policy: policyFor(field, ref, rules, takes) }));
  const of = (wanted: string) => decided.filter(({ policy }) => policy === wanted).map(({ field }) => field);
  return {
    ownership: { force: of('take').length > 0, left: unique(of('yield').map(({ field, manager }) => ({ field, manager }))) },
    refused: of('fail'),
  };
}

/** Several managers may own one field. */
function unique<Field extends { readonly field: string }>(fields: readonly Field[]): readonly Field[] {
  return [...new Map(fields.map((each) => [each.field, each])).values()];
}
