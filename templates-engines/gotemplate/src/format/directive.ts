/** One `%…` of a format. */
export interface Directive {
  readonly verb: string;
  readonly minus: boolean;
  readonly plus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  /** Undefined: none is given. */
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

const PLAIN: Directive = { verb: 'v', minus: false, plus: false, sharp: false, space: false, zero: false, width: undefined, precision: undefined };

export function directive(verb: string, extra: Partial<Directive> = {}): Directive {
  return { ...PLAIN, ...extra, verb };
}

/** Pads to the width in code points; zeros go behind a sign. */
export function pad(text: string, { width = 0, minus, zero }: Directive): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (minus) return text + ' '.repeat(missing);
  if (!zero) return ' '.repeat(missing) + text;
  const sign = /^[+\- ]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}

/** A width or precision beyond this is an error in Go, too. */
export const MAX_WIDTH = 1_000_000;
