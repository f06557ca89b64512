import { isObject } from '@sherpack/field-set/field-schema';
import type { NativeType } from '../schemas/native-type.ts';
import { notSupported, type FieldErrors } from './field-error.ts';

/** Values outside of the lists that the API declares. What a status says is the business of controllers. */
export function enumErrors(object: Record<string, unknown>, type: NativeType): FieldErrors {
  const { status: _, metadata: __, ...asked } = object;
  return walk(asked, type, '');
}

function walk(value: unknown, type: NativeType, path: string): FieldErrors {
  const item = type.item?.();
  if (Array.isArray(value)) return item ? value.flatMap((entry, i) => walk(entry, item, `${path}[${i}]`)) : [];
  if (!isObject(value)) return [];
  if (type.form === 'map') return item ? Object.entries(value).flatMap(([key, entry]) => walk(entry, item, `${path}[${key}]`)) : [];
  return Object.entries(value).flatMap(([name, entry]) => {
    const field = type.fields?.get(name);
    const at = path === '' ? name : `${path}.${name}`;
    if (!field) return [];
    const isOdd = field.values !== undefined && typeof entry === 'string' && entry !== '' && !field.values.includes(entry);
    return isOdd ? [notSupported(at, entry, [...(field.values ?? [])].toSorted())] : walk(entry, field.type, at);
  });
}
