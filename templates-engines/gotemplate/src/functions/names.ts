import { functions } from './catalog.ts';

/** `and` and `or` are known to the compiler. */
export function isFunction(name: string): boolean {
  return functions.has(name) || name === 'and' || name === 'or';
}

export function functionNames(): readonly string[] {
  return [...functions.keys(), 'and', 'or'];
}
