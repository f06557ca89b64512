import { createHash } from 'node:crypto';
import type { KubernetesObject, ObjectRef } from '@sherpack/plugin-api';
import { isObject, refKey, refOf } from '@sherpack/plugin-api';
import { parseYaml } from '@sherpack/yaml/parse';
import { stringifyYaml } from '@sherpack/yaml/stringify';

/** What a server adds; in a file it would be noise, and it is made up when the file is read. */
const SERVER_METADATA = ['uid', 'resourceVersion', 'generation', 'managedFields', 'selfLink'];

/** The text of an object's file: the object as it was rendered, in its own order. */
export function textOf(object: KubernetesObject): string {
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([key]) => !SERVER_METADATA.includes(key)));
  return stringifyYaml({ ...object, metadata });
}

/**
 * The object in a file, or undefined when the file holds anything else.
 *
 * @param folderUid makes the object's UID: the same object in the same folder always has the same one
 */
export function objectOf(text: string, folderUid: string): KubernetesObject | undefined {
  const value = parsed(text);
  if (!isObject(value) || !isObject(value['metadata'])) return undefined;
  if (typeof value['kind'] !== 'string' || typeof value['apiVersion'] !== 'string') return undefined;
  const object = value as unknown as KubernetesObject;
  const metadata = { ...object.metadata, uid: uidOf(refOf(object), folderUid), resourceVersion: versionOf(text) };
  return { ...object, metadata };
}

function parsed(text: string): unknown {
  try {
    return parseYaml(text, { exactNumbers: true });
  } catch {
    return undefined;
  }
}

/** Changes with every change of the content. */
export function versionOf(text: string): string {
  return BigInt(`0x${digest(text).slice(0, 15)}`).toString();
}

function uidOf(ref: ObjectRef, folderUid: string): string {
  const hex = digest(`${folderUid}\n${refKey(ref)}`);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
