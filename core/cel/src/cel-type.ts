export type SimpleKind = 'dyn' | 'bool' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'null' | 'timestamp' | 'duration';

/** A static type. `object` has declared fields (by their escaped names), `parameter` stands for any type in a signature. */
export type CelType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'list'; readonly element: CelType; readonly listType?: 'set' | 'map'; readonly keys?: readonly string[] }
  | { readonly kind: 'map'; readonly key: CelType; readonly value: CelType }
  | ObjectType
  | { readonly kind: 'opaque'; readonly name: string; readonly parameters: readonly CelType[] }
  | { readonly kind: 'type'; readonly of: CelType }
  | { readonly kind: 'parameter'; readonly name: string };

export interface ObjectType {
  readonly kind: 'object';
  readonly name: string;
  /** By the name that expressions use. */
  readonly fields: ReadonlyMap<string, FieldType>;
  /** Whether fields that are not declared may be read; their type is dyn. */
  readonly isOpen: boolean;
}

export interface FieldType {
  /** The name in JSON. */
  readonly property: string;
  readonly type: CelType;
}

export const dyn: CelType = { kind: 'dyn' };

/** Of what could not be typed: what is wrong is said already, so everything may be done with it. */
export const failedType: CelType = { kind: 'dyn' };

export const bool: CelType = { kind: 'bool' };
export const int: CelType = { kind: 'int' };
export const string: CelType = { kind: 'string' };
export const timestamp: CelType = { kind: 'timestamp' };
export const nullType: CelType = { kind: 'null' };

export function listOf(element: CelType): CelType {
  return { kind: 'list', element };
}

export function mapOf(key: CelType, value: CelType): CelType {
  return { kind: 'map', key, value };
}

export function optionalOf(type: CelType): CelType {
  return { kind: 'opaque', name: 'optional_type', parameters: [type] };
}

export function isOptionalType(type: CelType): boolean {
  return type.kind === 'opaque' && type.name === 'optional_type';
}

const printedNames: Readonly<Record<string, string>> = { timestamp: 'google.protobuf.Timestamp', duration: 'google.protobuf.Duration', null: 'null' };

/** A type as cel-go prints it: `list(int)`, `map(string, dyn)`, `optional_type(string)`. */
export function printType(type: CelType): string {
  switch (type.kind) {
    case 'list':
      return `list(${printType(type.element)})`;
    case 'map':
      return `map(${printType(type.key)}, ${printType(type.value)})`;
    case 'object':
    case 'parameter':
      return type.name;
    case 'opaque':
      return type.parameters.length === 0 ? type.name : `${type.name}(${type.parameters.map(printType).join(', ')})`;
    case 'type':
      return `type(${printType(type.of)})`;
    default:
      return type === failedType ? '!error!' : (printedNames[type.kind] ?? type.kind);
  }
}

/** A field by the name that an expression uses. Words that CEL reserves may be written plainly after a dot too. */
export function fieldOf(type: ObjectType, name: string): FieldType | undefined {
  return type.fields.get(name) ?? type.fields.get(`__${name}__`);
}

export function sameType(a: CelType, b: CelType): boolean {
  return a === b || (a.kind === b.kind && printType(a) === printType(b));
}
