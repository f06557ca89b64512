import { equalValues } from '@sherpack/field-set/equal';
import { isObject, ownField, setField } from '@sherpack/field-set/field-schema';
import { copyJson } from '../schemas/json-path.ts';

/** The patch cannot be applied: a test failed or a path is missing. */
export class JsonPatchError extends Error {}

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/** JSON patch (RFC 6902). Throws JsonPatchError. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw new JsonPatchError('a JSON patch is a list of operations');
  return patch.reduce<unknown>((document, operation) => applyOperation(document, operation as Operation), copyJson(target));
}

function applyOperation(document: unknown, operation: Operation): unknown {
  const path = pointer(operation.path);
  switch (operation.op) {
    case 'add':
      return add(document, path, copyJson(operation.value));
    case 'remove':
      return remove(document, path);
    case 'replace':
      return replace(document, path, copyJson(operation.value));
    case 'move':
      return move(document, pointer(operation.from), path);
    case 'copy':
      return add(document, path, copyJson(getOrNull(document, pointer(operation.from))));
    case 'test':
      return test(document, path, operation.value);
    default:
      throw new JsonPatchError(`Unexpected kind: ${operation.op}`);
  }
}

function pointer(text: string | undefined): string[] {
  if (text === undefined || text === '') return [];
  return text.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function get(document: unknown, path: readonly string[]): unknown {
  let current = document;
  for (const step of path) {
    current = Array.isArray(current) ? current[indexOf(step, current.length - 1)] : fieldOf(current, step);
    if (current === undefined) throw missing(path);
  }
  return current;
}

/** Of a field that is not there null is copied. */
function getOrNull(document: unknown, path: readonly string[]): unknown {
  const parent = path.length === 0 ? document : get(document, path.slice(0, -1));
  return isObject(parent) && path.length > 0 ? (parent[path.at(-1) ?? ''] ?? null) : get(document, path);
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) ? ownField(value, name) : undefined;
}

function move(document: unknown, from: readonly string[], path: readonly string[]): unknown {
  const value = get(document, from);
  return add(remove(document, from), path, value);
}

function add(document: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  return edit(document, path, (parent, last) => {
    if (Array.isArray(parent)) parent.splice(last === '-' ? parent.length : indexOf(last, parent.length), 0, value);
    else setField(parent, last, value);
  });
}

function remove(document: unknown, path: readonly string[]): unknown {
  return edit(document, path, (parent, last) => {
    if (Array.isArray(parent)) parent.splice(indexOf(last, parent.length - 1), 1);
    else if (!Object.hasOwn(parent, last)) throw missing(path);
    else delete parent[last];
  });
}

/** A field that is not there is added, as the API server's library does it; an item has to be there. */
function replace(document: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  return edit(document, path, (parent, last) => {
    if (Array.isArray(parent)) parent[indexOf(last, parent.length - 1)] = value;
    else parent[last] = value;
  });
}

/** The document is a private copy, so that its containers may be changed. */
function edit(document: unknown, path: readonly string[], change: (parent: unknown[] | Record<string, unknown>, last: string) => void): unknown {
  const parent = get(document, path.slice(0, -1));
  if (!Array.isArray(parent) && !isObject(parent)) throw missing(path);
  change(parent, path.at(-1) ?? '');
  return document;
}

function test(document: unknown, path: readonly string[], expected: unknown): unknown {
  if (!equalValues(get(document, path), expected ?? null)) throw new JsonPatchError(`testing value /${path.join('/')} failed`);
  return document;
}

function indexOf(step: string, max: number): number {
  const index = Number(step);
  if (!/^\d+$/.test(step) || index > max) throw new JsonPatchError(`Unable to access invalid index: ${step}`);
  return index;
}

function missing(path: readonly string[]): JsonPatchError {
  return new JsonPatchError(`doc is missing path: "/${path.join('/')}"`);
}
