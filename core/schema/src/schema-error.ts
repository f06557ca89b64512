export type SchemaErrorKind = 'invalid-schema' | 'unresolved-reference' | 'pattern' | 'endless';

/** The schema itself cannot be used. `path` points into the schema as far as it is known. */
export class SchemaError extends Error {
  readonly kind: SchemaErrorKind;
  readonly reason: string;
  readonly path: (string | number)[];

  constructor(kind: SchemaErrorKind, reason: string, path: (string | number)[] = [], options?: ErrorOptions) {
    super(path.length === 0 ? reason : `${path.join('.')}: ${reason}`, options);
    this.name = 'SchemaError';
    this.kind = kind;
    this.reason = reason;
    this.path = path;
  }
}
