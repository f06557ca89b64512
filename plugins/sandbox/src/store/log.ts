import type { KubeObject } from '../server/api-types.ts';
import { DamagedFileError, decodeLine, linesOf } from './line.ts';
import type { Change, ObjectKey } from './object-store.ts';
import type { HeldState } from './state-file.ts';

export interface LogLine {
  readonly revision: number;
  readonly key: ObjectKey;
  /** Absent for a deletion. */
  readonly object?: KubeObject;
}

export interface HeldLog {
  readonly lines: readonly LogLine[];
  /** Bytes that the lines take; what follows them was never answered. */
  readonly length: number;
}

/**
 * Reads a log up to its last whole line. A line that cannot be read counts as never finished when nothing readable comes
 * after it, which is what a crash leaves; else the file was damaged later. @throws DamagedFileError
 */
export function readLog(bytes: Buffer, file: string): HeldLog {
  const lines: LogLine[] = [];
  let length = 0;
  let firstBad: number | undefined;
  for (const { line, start, end } of linesOf(bytes)) {
    const value = decodeLine(line) as LogLine | undefined;
    if (value === undefined) firstBad ??= start;
    else if (firstBad !== undefined) throw new DamagedFileError(file, `the line at byte ${firstBad} is not what was written`);
    else {
      lines.push(value);
      length = end;
    }
  }
  return { lines, length };
}

/** The state after the log, and the changes by which it came about. Lines that the state holds already are skipped. */
export function replay(state: HeldState, lines: readonly LogLine[]): HeldState & { readonly changes: readonly Change[] } {
  const objects = new Map(state.objects.map((entry) => [placeOf(entry[0]), entry]));
  const changes: Change[] = [];
  for (const { revision, key, object } of lines) {
    if (revision <= state.revision) continue;
    const previous = objects.get(placeOf(key))?.[1];
    if (object) objects.set(placeOf(key), [key, object]);
    else objects.delete(placeOf(key));
    changes.push(changeOf(revision, key, object, previous));
  }
  return { revision: changes.at(-1)?.revision ?? state.revision, objects: [...objects.values()], changes };
}

function changeOf(revision: number, key: ObjectKey, object: KubeObject | undefined, previous: KubeObject | undefined): Change {
  const before = previous ? { previous } : {};
  if (object) return { type: previous ? 'MODIFIED' : 'ADDED', key, revision, object, ...before };
  const last = previous ?? { metadata: { name: key.name, namespace: key.namespace } };
  return { type: 'DELETED', key, revision, object: { ...last, metadata: { ...last.metadata, resourceVersion: String(revision) } }, ...before };
}

function placeOf(key: ObjectKey): string {
  return `${key.bucket} ${key.namespace}/${key.name}`;
}
