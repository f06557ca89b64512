import { isObject } from '@sherpack/field-set/field-schema';

/** A JSON object that may be changed: one that was just decoded. */
export type Draft = Record<string, unknown>;

/** Sets a field that is not there. */
export function fill(object: Draft, name: string, value: unknown): void {
  if (object[name] === undefined || object[name] === null) object[name] = value;
}

/** Sets a string that is missing or empty. */
export function fillText(object: Draft, name: string, value: string): void {
  if (object[name] === undefined || object[name] === null || object[name] === '') object[name] = value;
}

export function draftOf(object: Draft | undefined, ...names: readonly string[]): Draft | undefined {
  return names.reduce<Draft | undefined>((current, name) => {
    const next = current?.[name];
    return isObject(next) ? next : undefined;
  }, object);
}

export function draftsOf(object: Draft | undefined, name: string): Draft[] {
  const list = object?.[name];
  return Array.isArray(list) ? list.filter(isObject) : [];
}
