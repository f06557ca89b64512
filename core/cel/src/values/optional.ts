/** CEL's `optional_type`: a value or none. */
export class Optional {
  static readonly none = new Optional(undefined);
  readonly value: unknown;

  private constructor(value: unknown) {
    this.value = value;
  }

  static of(value: unknown): Optional {
    return new Optional(value);
  }

  get hasValue(): boolean {
    return this.value !== undefined;
  }
}
