/** The end of the text, as a stop character. */
export const END = '';

/** A wrong flag. `column` counts characters of the flag's value from 1. Its message never holds a value, only keys. */
export class SetError extends Error {
  readonly column: number;

  constructor(reason: string, column: number) {
    super(reason);
    this.name = 'SetError';
    this.column = column;
  }
}

/** Reads the value of a `--set…` flag from left to right. */
export interface SetReader {
  position(): number;
  atEnd(): boolean;
  /** Reads to the first of `stops`, which is consumed; without one to the end. */
  until(stops: string): { readonly text: string; readonly stop: string };
  /** Consumes `character` if it is the next one. */
  skip(character: string): boolean;
  skipBlanks(): void;
  rest(): string;
  advance(count: number): void;
  /** An error at `position`, by default where the reader stands. */
  fail(reason: string, position?: number): SetError;
}

/** @param escapes whether a backslash takes the next character as it is */
export function createSetReader(input: string, escapes: boolean): SetReader {
  let at = 0;

  function until(stops: string): { text: string; stop: string } {
    let text = '';
    while (at < input.length) {
      const character = input.charAt(at);
      at += 1;
      if (stops.includes(character)) return { text, stop: character };
      // A backslash at the very end stands for nothing, as in Helm.
      if (character === '\\' && escapes) {
        text += input.charAt(at);
        at += 1;
      } else {
        text += character;
      }
    }
    return { text, stop: END };
  }

  function skip(character: string): boolean {
    if (input.charAt(at) !== character) return false;
    at += 1;
    return true;
  }

  return {
    position: () => at,
    atEnd: () => at >= input.length,
    until,
    skip,
    skipBlanks() {
      while (/\s/.test(input.charAt(at))) at += 1;
    },
    rest: () => input.slice(at),
    advance(count) {
      at += count;
    },
    fail: (reason, position = at) => new SetError(reason, Math.min(position, input.length) + 1),
  };
}
