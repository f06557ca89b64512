import { resolveLocal } from './json-pointer.ts';

const BRANCHES = ['allOf', 'anyOf', 'oneOf'];
const SINGLE = ['if', 'then', 'else'];

/** The names under `properties` of a schema and of everything that applies to the same object. */
export function knownKeys(schema: unknown, root: unknown): string[] {
  const keys = new Set<string>();
  collect(schema, root, keys, new Set());
  return [...keys].sort();
}

function collect(schema: unknown, root: unknown, keys: Set<string>, seen: Set<unknown>): void {
  if (typeof schema !== 'object' || schema === null || seen.has(schema)) return;
  seen.add(schema);
  const words = schema as Record<string, unknown>;
  for (const key of Object.keys(words['properties'] ?? {})) keys.add(key);
  const parts = BRANCHES.flatMap((word) => (Array.isArray(words[word]) ? (words[word] as unknown[]) : []));
  for (const part of [...parts, ...SINGLE.map((word) => words[word]), resolveLocal(root, words['$ref'])]) {
    collect(part, root, keys, seen);
  }
}
