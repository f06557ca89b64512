import { StatusError, type Cause } from '../server/status-error.ts';

/** Something wrong with one field. `detail` and the shown value are worded as Kubernetes' validation words them. */
export type FieldError = Cause;

export type FieldErrors = FieldError[];

export function required(field: string, detail = ''): FieldError {
  return cause('FieldValueRequired', field, joined('Required value', detail));
}

export function invalid(field: string, value: unknown, detail: string): FieldError {
  return cause('FieldValueInvalid', field, joined(`Invalid value: ${shown(value)}`, detail));
}

export function forbiddenField(field: string, detail: string): FieldError {
  return cause('FieldValueForbidden', field, joined('Forbidden', detail));
}

export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  return cause('FieldValueNotSupported', field, `Unsupported value: ${shown(value)}: supported values: ${supported.map((s) => JSON.stringify(s)).join(', ')}`);
}

export function duplicate(field: string, value: unknown): FieldError {
  return cause('FieldValueDuplicate', field, `Duplicate value: ${shown(value)}`);
}

export function notFoundField(field: string, value: unknown): FieldError {
  return cause('FieldValueNotFound', field, `Not found: ${shown(value)}`);
}

export function tooLong(field: string, max: number): FieldError {
  return cause('FieldValueTooLong', field, `Too long: may not be more than ${max} bytes`);
}

export function tooMany(field: string, count: number, max: number): FieldError {
  return cause('FieldValueTooMany', field, `Too many: ${count}: must have at most ${max} ${max === 1 ? 'item' : 'items'}`);
}

export function wrongType(field: string, shownType: string, detail: string): FieldError {
  return cause('FieldValueTypeInvalid', field, joined(`Invalid value: ${JSON.stringify(shownType)}`, detail));
}

/** A rule's own message, which stands without the value. */
export function ruleBroken(field: string, message: string): FieldError {
  return cause('FieldValueInvalid', field, `Invalid value: ${message}`);
}

export function cause(reason: string, field: string, message: string): FieldError {
  return { reason, message, field };
}

/** The 422 answer for an object: `Deployment.apps "d" is invalid: [a, b]`. */
export function invalidObject(kind: { group: string; kind: string }, name: string, errors: readonly FieldError[]): StatusError {
  const texts = [...new Set(errors.map((error) => `${error.field}: ${error.message}`))];
  const printed = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  const list = texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
  return new StatusError(422, 'Invalid', `${printed} "${name}" is invalid: ${list}`, {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.kind,
    causes: errors,
  });
}

function joined(head: string, detail: string): string {
  return detail === '' ? head : `${head}: ${detail}`;
}

function shown(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part)) ?? 'null';
}
