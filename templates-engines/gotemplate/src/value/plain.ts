import { Host } from './host.ts';
import { Int } from './int.ts';
import { GoMap } from './map.ts';

/** A value in the plain form that others may look at: numbers for Go's integers, objects for maps. */
export function toPlain(value: unknown): unknown {
  if (value instanceof Int) return Number.isSafeInteger(Number(value.value)) ? Number(value.value) : value.value;
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof GoMap) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toPlain(each)]));
  if (value instanceof Host) return value.text() ?? value.type;
  return value ?? null;
}
