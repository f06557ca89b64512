import fs from 'node:fs';
import path from 'node:path';

/** Puts a file in place whole or not at all, on the disk when it returns. Only the user may read it. */
export function writeAtomic(file: string, pieces: Iterable<string | Uint8Array>): number {
  const draft = `${file}.${process.pid}.new`;
  const descriptor = fs.openSync(draft, 'w', 0o600);
  let size = 0;
  try {
    for (const piece of pieces) size += writeWhole(descriptor, piece);
    fs.fsyncSync(descriptor);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
  fs.renameSync(draft, file);
  syncFolder(path.dirname(file));
  return size;
}

/** One call may write less than it was given, as on a disk that fills up. */
export function writeWhole(descriptor: number, piece: string | Uint8Array): number {
  const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
  for (let done = 0; done < bytes.length;) done += fs.writeSync(descriptor, bytes, done);
  return bytes.length;
}

/** A new name is on the disk only when its folder is. Not every platform can open folders. */
function syncFolder(folder: string): void {
  try {
    const descriptor = fs.openSync(folder, 'r');
    fs.fsyncSync(descriptor);
    fs.closeSync(descriptor);
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  }
}
