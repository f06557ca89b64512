import type { KubeObject } from '../server/api-types.ts';
import { DamagedFileError, decodeLine, encodeLine, linesOf } from './line.ts';
import type { ObjectKey, StoreState } from './object-store.ts';

/** The file was not written by this program, or by one too new to be understood. */
export class ForeignFileError extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`${file} holds no state of a sandbox`);
    this.file = file;
  }
}

const format = 'sherpack-sandbox/1';

interface Head {
  readonly format: string;
  readonly revision: number;
  readonly count: number;
}

export interface HeldState {
  readonly revision: number;
  readonly objects: [ObjectKey, KubeObject][];
}

/** Pieces of about a megabyte, so that a large sandbox need not be one string. */
const pieceLength = 1 << 20;

/** The state as text: a line that tells format, revision and the number of objects, then a line for each object. */
export function* encodeState(state: StoreState): Iterable<string> {
  const objects = [...state.objects];
  const head: Head = { format, revision: state.revision, count: objects.length };
  let piece = encodeLine(head);
  for (const entry of objects) {
    piece += encodeLine(entry);
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** @throws ForeignFileError, DamagedFileError */
export function decodeState(bytes: Buffer, file: string): HeldState {
  const [first, ...rest] = linesOf(bytes);
  const head = first && (decodeLine(first.line) as Partial<Head> | undefined);
  if (head?.format !== format) throw new ForeignFileError(file);
  if (rest.length !== head.count) throw new DamagedFileError(file, `${head.count} objects were written, ${rest.length} are there`);
  const objects = rest.map(({ line, start }) => {
    const entry = decodeLine(line);
    if (entry === undefined) throw new DamagedFileError(file, `the line at byte ${start} is not what was written`);
    return entry as [ObjectKey, KubeObject];
  });
  return { revision: Number(head.revision), objects };
}
