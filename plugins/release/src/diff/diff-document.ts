import type { FieldChange } from '@sherpack/plugin-api';
import { formatPath } from '@sherpack/plugin-api';
import { maskObject } from '../mask-object.ts';
import { maskSecret } from '../secret-mask.ts';
import type { ObjectDiff } from './object-diff.ts';

/** The form of a diff for programs. */
export function diffDocument(diffs: readonly ObjectDiff[]) {
  return {
    different: diffs.length > 0,
    objects: diffs.map((diff) => ({
      action: diff.action,
      ...diff.ref,
      ...(diff.source === undefined ? {} : { source: diff.source }),
      ...(diff.reason === undefined ? {} : { reason: diff.reason }),
      ...(diff.object === undefined ? {} : { object: maskObject(diff.object, diff) }),
      fields: diff.fields.map(fieldDocument),
    })),
  };
}

function fieldDocument({ path, before, after, secret }: FieldChange) {
  return {
    path: formatPath(path),
    ...(before === undefined ? {} : { before: secret ? maskSecret(before) : before }),
    ...(after === undefined ? {} : { after: secret ? maskSecret(after) : after }),
    secret,
  };
}
