/** Characters that may wait for a reader; one that lags further behind is let go, and its client watches anew from where it was. */
const patience = 16 << 20;

/** Lines between the store, which pushes, and a reader, which pulls. A line can be made when it is its turn. */
export class LineQueue implements AsyncIterable<string> {
  #first: readonly (() => string)[];
  #next = 0;
  #lines: string[] = [];
  #at = 0;
  #waiting = 0;
  readonly #cleanups: (() => void)[] = [];
  #wake: (() => void) | undefined;
  #ended = false;

  /** @param first lines that come before all others */
  constructor(first: readonly (() => string)[] = []) {
    this.#first = first;
  }

  push(line: string): void {
    if (this.#ended) return;
    this.#waiting += line.length;
    if (this.#waiting > patience) {
      this.#clear();
      this.end();
      return;
    }
    this.#lines.push(line);
    this.#wake?.();
  }

  /** What waits is still read. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const cleanup of this.#cleanups) cleanup();
    this.#wake?.();
  }

  onEnd(cleanup: () => void): void {
    if (this.#ended) cleanup();
    else this.#cleanups.push(cleanup);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<string> {
    try {
      for (;;) {
        const text = this.#take();
        if (text !== undefined) yield text;
        else if (this.#ended) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.end();
    }
  }

  #take(): string | undefined {
    const first = this.#first[this.#next];
    if (first) {
      this.#next += 1;
      return first();
    }
    this.#first = [];
    const line = this.#lines[this.#at];
    if (line === undefined) return undefined;
    this.#at += 1;
    this.#waiting -= line.length;
    if (this.#at === this.#lines.length) this.#clear();
    return line;
  }

  #clear(): void {
    this.#lines = [];
    this.#at = 0;
  }
}
