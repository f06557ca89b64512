import { Fault } from '../cel-error.ts';
import { comparable, isNumeric } from './number.ts';

/** A map or object value. Keys are strings, booleans, ints and uints; numbers of any type find one another. */
export interface CelMap {
  readonly size: number;
  /** Undefined when there is no such key. */
  get(key: unknown): unknown;
  has(key: unknown): boolean;
  keys(): readonly unknown[];
  /** Objects have declared fields, maps any keys. */
  readonly isObject: boolean;
}

/** A map that an expression made. */
export class EntryMap implements CelMap {
  readonly isObject = false;
  private readonly entries = new Map<string, readonly [unknown, unknown]>();

  /** @throws Fault for a key that is there already, or cannot be one */
  add(key: unknown, value: unknown): void {
    const name = keyName(key);
    if (name === undefined) throw new Fault('unsupported key type');
    if (this.entries.has(name)) throw new Fault(`Failed with repeated key`);
    this.entries.set(name, [key, value]);
  }

  get size(): number {
    return this.entries.size;
  }

  get(key: unknown): unknown {
    const name = keyName(key);
    return name === undefined ? undefined : this.entries.get(name)?.[1];
  }

  has(key: unknown): boolean {
    return this.get(key) !== undefined;
  }

  keys(): readonly unknown[] {
    return [...this.entries.values()].map(([key]) => key);
  }
}

function keyName(key: unknown): string | undefined {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'boolean') return `b${key}`;
  if (!isNumeric(key)) return undefined;
  const number = comparable(key);
  if (typeof number === 'bigint') return `n${number}`;
  return Number.isInteger(number) ? `n${BigInt(number)}` : undefined;
}

export function isCelMap(value: unknown): value is CelMap {
  return typeof value === 'object' && value !== null && 'isObject' in value;
}
