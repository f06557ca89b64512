import { Buffer } from 'node:buffer';
import type { KubernetesObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';

/**
 * Whether an apply would certainly change nothing: every wished value stands in the live object, and the manager owns
 * nothing that is no longer wished. Then the server need not be asked. False tells nothing: it may spell values otherwise.
 */
export function isSettled(desired: KubernetesObject, live: KubernetesObject, manager: string): boolean {
  if (live.metadata.deletionTimestamp !== undefined) return false;
  const entry = live.metadata.managedFields?.find((each) => each.manager === manager && each.operation === 'Apply' && (each.subresource ?? '') === '');
  if (entry?.fieldsV1 === undefined || entry.apiVersion !== desired.apiVersion) return false;
  return holdsObject(desired, live) && !owes(entry.fieldsV1, desired);
}

function holdsObject(desired: KubernetesObject, live: KubernetesObject): boolean {
  const { stringData, ...rest } = desired;
  return holds(rest, live) && (stringData === undefined || holdsTexts(stringData, live['data']));
}

/** `stringData` of a Secret is only written; read it is `data`. */
function holdsTexts(texts: unknown, data: unknown): boolean {
  if (!isObject(texts) || !isObject(data)) return false;
  return Object.entries(texts).every(([name, text]) => typeof text === 'string' && data[name] === Buffer.from(text).toString('base64'));
}

function holds(wished: unknown, live: unknown): boolean {
  if (Array.isArray(wished)) return Array.isArray(live) && live.length === wished.length && wished.every((item, index) => holds(item, live[index]));
  if (!isObject(wished)) return wished !== null && jsonEqual(wished, live);
  if (!isObject(live)) return false;
  for (const name in wished) if (wished[name] !== undefined && !holds(wished[name], live[name])) return false;
  return true;
}

/** Whether a field of the set (`fieldsV1` of managedFields) is missing in what is wished: an apply would take it away. */
function owes(fields: Readonly<Record<string, unknown>>, wished: unknown): boolean {
  for (const element in fields) {
    if (element === '.') continue;
    const child = childOf(element, wished);
    if (child === undefined) return true;
    const below = fields[element];
    if (isObject(below) && owes(below, child)) return true;
  }
  return false;
}

function childOf(element: string, wished: unknown): unknown {
  const text = element.slice(2);
  if (element.startsWith('f:')) return isObject(wished) ? wished[text] : undefined;
  if (!Array.isArray(wished)) return undefined;
  if (element.startsWith('i:')) return wished[Number(text)] as unknown;
  const key: unknown = JSON.parse(text);
  if (element.startsWith('v:')) return wished.find((item) => jsonEqual(item, key)) as unknown;
  return wished.find((item) => isObject(item) && isObject(key) && matches(item, key)) as unknown;
}

/** A key that the item leaves out is a default, such as `protocol`. */
function matches(item: Readonly<Record<string, unknown>>, key: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(key).every(([name, value]) => item[name] === undefined || jsonEqual(item[name], value));
}
