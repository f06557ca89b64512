import type { ReadEntry } from 'tar';
import { isSherpackError } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';

export interface TarEntry {
  readonly path: string;
  /** `File`, `Directory`, `SymbolicLink`, `CharacterDevice`, … */
  readonly type: string;
  readonly size: number;
  /** Target of a link, else empty. */
  readonly target: string;
}

export interface TarVisitor {
  /** Looks at the header. False: the content is skipped. What it throws stops the reading. */
  admit(entry: TarEntry): boolean;
  accept(entry: TarEntry, content: Uint8Array): void;
}

/** Reads a tar archive from memory, entry by entry. @throws PACK_ARCHIVE_INVALID and what the visitor throws */
export async function readTar(bytes: Uint8Array, shown: string, visitor: TarVisitor): Promise<void> {
  const { Parser } = await import('tar');
  await new Promise<void>((resolve, reject) => {
    const parser = new Parser({ strict: true, gzip: false, brotli: false, onReadEntry: (entry) => visit(entry, visitor, fail) });

    function fail(error: unknown): void {
      reject(isSherpackError(error) ? error : errors.ARCHIVE_INVALID(shown, reasonOf(error), error));
    }

    parser.on('error', fail);
    parser.on('end', () => resolve());
    // A copy: the parser keeps views of what it is given.
    parser.end(Buffer.from(bytes));
  });
}

function visit(entry: ReadEntry, visitor: TarVisitor, fail: (error: unknown) => void): void {
  const described = { path: entry.path, type: entry.type, size: entry.size, target: entry.linkpath ?? '' };
  try {
    if (!visitor.admit(described)) {
      entry.resume();
      return;
    }
  } catch (error) {
    fail(error);
    entry.resume();
    return;
  }
  const chunks: Uint8Array[] = [];
  entry.on('data', (chunk) => chunks.push(chunk));
  entry.on('end', () => visitor.accept(described, Buffer.concat(chunks)));
}

/** The parser's messages are `CODE: text`; the text is enough. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  if (/checksum|invalid/i.test(message)) return 'a header of its entries is damaged';
  if (/truncated/i.test(message)) return 'it is cut off';
  return 'it is no tar archive';
}
