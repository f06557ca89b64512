import { isObject } from '@sherpack/field-set/field-schema';
import type { NativeField, NativeType } from '../schemas/native-type.ts';
import { notSupported, type FieldErrors } from './field-error.ts';

/** Values outside of the lists that the API declares. What a status says is the business of controllers. */
export function enumErrors(object: Record<string, unknown>, type: NativeType): FieldErrors {
  const errors: FieldErrors = [];
  const { status: _, metadata: __, ...asked } = object;
  if (mayDeclare(type)) walk(asked, type, '', errors);
  return errors;
}

function walk(value: unknown, type: NativeType, path: string, errors: FieldErrors): void {
  if (!mayDeclare(type)) return;
  const item = type.item?.();
  if (Array.isArray(value)) return item ? value.forEach((entry, i) => walk(entry, item, `${path}[${i}]`, errors)) : undefined;
  if (!isObject(value)) return;
  if (type.form === 'map') return item ? Object.keys(value).forEach((key) => walk(value[key], item, `${path}[${key}]`, errors)) : undefined;
  for (const name of Object.keys(value)) {
    const field = type.fields?.get(name);
    if (field) judgeField(value[name], field, path === '' ? name : `${path}.${name}`, errors);
  }
}

function judgeField(value: unknown, { values, type }: NativeField, at: string, errors: FieldErrors): void {
  const isOdd = values !== undefined && typeof value === 'string' && value !== '' && !values.includes(value);
  if (isOdd) errors.push(notSupported(at, value, [...values].toSorted()));
  else walk(value, type, at, errors);
}

const declaring = new WeakMap<NativeType, boolean>();

/** Whether there are such lists for fields somewhere below. */
function mayDeclare(type: NativeType): boolean {
  const item = type.item?.();
  if (item) return mayDeclare(item);
  if (type.fields === undefined) return false;
  const known = declaring.get(type);
  if (known !== undefined) return known;
  // Types may contain themselves; what is being looked at says yes until it is known, which costs a look and no more.
  declaring.set(type, true);
  const found = [...type.fields.values()].some((field) => field.values !== undefined || mayDeclare(field.type));
  declaring.set(type, found);
  return found;
}
