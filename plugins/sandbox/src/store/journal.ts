import fs from 'node:fs';
import { writeAtomic, writeWhole } from './atomic-write.ts';
import { jsonText, writtenText } from './json-text.ts';
import { lineOf } from './line.ts';
import type { LogLine } from './log.ts';
import type { Change, Journal, StoreState } from './object-store.ts';
import { encodeState } from './state-file.ts';

/** The log is folded into a new state file when it is longer than that file and this many bytes. */
const foldingLength = 4 << 20;

/** Milliseconds after which a change is on the disk at the latest. */
const syncPeriod = 1000;

export interface JournalFiles {
  readonly state: string;
  readonly log: string;
}

/**
 * Changes as lines of a log, each written before it is visible, and now and then the whole state, put in place by rename
 * before the log is emptied: a crash between the two only leaves changes that the state holds already. A process that is
 * killed loses nothing that it wrote; `sync` makes the same true of a machine, for all changes since the last time at
 * once, and is done every second.
 */
export class FolderJournal implements Journal {
  /** Answers all objects, for folding. */
  current: (() => StoreState) | undefined;
  readonly #files: JournalFiles;
  readonly #log: number;
  #stateLength: number;
  #logLength: number;
  #isDirty = false;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #broken: unknown;
  #timer: NodeJS.Timeout | undefined;

  constructor(files: JournalFiles, lengths: { readonly state: number; readonly log: number }) {
    this.#files = files;
    this.#log = fs.openSync(files.log, 'a', 0o600);
    this.#stateLength = lengths.state;
    this.#logLength = lengths.log;
    // What follows the last whole line was never answered, and the next line must not be appended to it.
    fs.ftruncateSync(this.#log, lengths.log);
  }

  append(change: Change): void {
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#logLength > Math.max(foldingLength, this.#stateLength) && this.current) this.replace(this.current());
    this.#write(lineOf(textOf(change)));
  }

  replace(state: StoreState): void {
    this.#stateLength = writeAtomic(this.#files.state, encodeState(state));
    fs.ftruncateSync(this.#log);
    this.#logLength = 0;
  }

  /** A sync that has begun may have missed the newest line, so those who come meanwhile share the one after it. */
  sync(): Promise<void> {
    if (!this.#isDirty) return this.#running ?? Promise.resolve();
    if (!this.#running) return this.#begin();
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      return this.#begin();
    });
    return this.#next;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.sync().finally(() => fs.closeSync(this.#log));
  }

  /** A line that could be written in part only is taken back: what follows it would be unreadable. */
  #write(line: string): void {
    try {
      this.#logLength += writeWhole(this.#log, line);
      this.#isDirty = true;
      this.#syncLater();
    } catch (error) {
      this.#takeBack();
      throw error;
    }
  }

  /** So that a machine that fails takes no more than this along, whoever asks for a sync or not. */
  #syncLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.sync().catch(() => undefined);
    }, syncPeriod).unref();
  }

  #takeBack(): void {
    try {
      fs.ftruncateSync(this.#log, this.#logLength);
    } catch (error) {
      this.#broken = error;
    }
  }

  #begin(): Promise<void> {
    this.#isDirty = false;
    this.#running = new Promise<void>((resolve, reject) => {
      fs.fdatasync(this.#log, (error) => (error ? reject(error) : resolve()));
    }).finally(() => {
      this.#running = undefined;
    });
    // After a failed sync nobody knows what the disk holds, so nothing more may be promised.
    this.#running.catch((error: unknown) => void (this.#broken = error));
    return this.#running;
  }
}

function textOf({ type, revision, key, object }: Change): string {
  const head: LogLine = { revision, key };
  return type === 'DELETED' ? jsonText(head) : `${jsonText(head).slice(0, -1)},"object":${writtenText(object)}}`;
}
