/**
 * The form in which types.json keeps the types of Kubernetes (written by scripts/generate-schemas.ts).
 * A type code is a scalar (`string`, `int32`, `int64`, `number`, `boolean`, `bytes`, `time`, `quantity`, `intOrString`,
 * `object`: any object, `any`), a reference (`@name`), a list (`[]code`) or a map (`{}code`).
 */
export interface CompactType {
  /** Set when the type is not a struct. */
  t?: string;
  /** Fields in the order of the Go struct. */
  f?: Record<string, CompactField>;
  /** Required fields. */
  r?: string[];
  /** Merged as a whole. */
  a?: 1;
}

export interface CompactField {
  t: string;
  /** When the JSON leaves it out: p = when not given (a pointer), v = when empty, o = a struct that is empty, z = never, n = never, but null when not given. */
  e: 'p' | 'v' | 'o' | 'z' | 'n';
  /** Number in protobuf; `2/1` is field 1 of the message in field 2. */
  b?: string;
  l?: 'atomic' | 'set' | 'map';
  /** Keys of a keyed list. */
  k?: string[];
  /** Merged as a whole (1), or by field (0) although its type says otherwise. */
  a?: 0 | 1;
  /** Patch strategy and merge key of strategic merge patch. */
  p?: string;
  m?: string;
  /** Allowed values. */
  n?: string[];
  /** Default value. */
  d?: string | number | boolean;
}
