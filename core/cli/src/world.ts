import type { Readable, Writable } from 'node:stream';

/** The process as the shell sees it, so that tests can bring their own. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder from which relative paths count. */
  readonly folder: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

export interface OutputStream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

export function processWorld(): World {
  // Node sets standard input up at the first look at it, which most commands never take.
  return { env: process.env, folder: process.cwd(), get stdin() { return process.stdin; }, stdout: process.stdout, stderr: process.stderr };
}
