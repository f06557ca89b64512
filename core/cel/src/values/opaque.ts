/** A value of a type that a library brings: URL, quantity, address. CEL programs know it by its name and its functions only. */
export abstract class Opaque {
  abstract readonly typeName: string;
  abstract equals(other: Opaque): boolean;

  /** What costs are counted by. */
  get size(): number {
    return 1;
  }
}

/** A type as a value: what `type(x)` gives. */
export class TypeValue {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}
