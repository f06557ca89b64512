// The number grammar of RFC 8259, section 6.
const JSON_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/**
 * A number whose spelling carries more than an IEEE 754 double can: `1.0`, `1e3`, `0.10000000000000000001`.
 * `text` is always a number of the JSON grammar, so it can be printed bare into JSON and YAML.
 */
export class ExactNumber {
  readonly text: string;

  /** Throws a RangeError when `text` is not a JSON number. */
  constructor(text: string) {
    if (!JSON_NUMBER.test(text)) throw new RangeError('an exact number must be spelled as a JSON number');
    this.text = text;
    Object.freeze(this);
  }

  // js-yaml turns a mapping key into text only if the object does not look like a plain one.
  get [Symbol.toStringTag](): string {
    return 'ExactNumber';
  }

  valueOf(): number {
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }

  // A plain JSON.stringify loses the spelling, but must not print the object's insides.
  toJSON(): number {
    return this.valueOf();
  }
}

export function isExactNumber(value: unknown): value is ExactNumber {
  return value instanceof ExactNumber;
}
