import { read, readList, readNumber, readObject, readString } from '../../schemas/json-path.ts';
import type { KubeObject } from '../api-types.ts';
import { ageOf } from './age.ts';

/** What stands in one column for an object. */
export type Cell = (object: KubeObject, now: number) => unknown;

/** The cells of a kind by the name of their column. */
export type Cells = Readonly<Record<string, Cell>>;

export function text(...path: string[]): Cell {
  return (object) => readString(object, ...path) ?? '';
}

export function count(...path: string[]): Cell {
  return (object) => readNumber(object, ...path) ?? 0;
}

/** How many items a list has. */
export function length(...path: string[]): Cell {
  return (object) => readList(object, ...path).length;
}

export function age(...path: string[]): Cell {
  return (object, now) => ageOf(readString(object, ...path), now);
}

export function none(value: string | undefined): string {
  return value === undefined || value === '' ? '<none>' : value;
}

export function flag(...path: string[]): Cell {
  return (object) => read(object, ...path) === true;
}

export function unset(...path: string[]): Cell {
  return (object) => readString(object, ...path) || '<unset>';
}

/** `a=b,c=d`, in the order of the names, as labels.FormatLabels has it. */
export function formatLabels(labels: unknown): string {
  return none(Object.entries((labels ?? {}) as Record<string, unknown>).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${String(value)}`).join(','));
}

interface Expression {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** `a=b,c in (d,e)`, as metav1.FormatLabelSelector has it. */
export function formatSelector(selector: unknown): string {
  if (selector === undefined || selector === null) return '<none>';
  const equal = Object.entries(readObject(selector, 'matchLabels') ?? {}).map(([key, value]) => ({ key, words: `${key}=${String(value)}` }));
  const others = (readList(selector, 'matchExpressions') as unknown as readonly Expression[]).map((one) => ({ key: one.key, words: formatExpression(one) }));
  return none([...equal, ...others].toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ words }) => words).join(','));
}

function formatExpression({ key, operator, values = [] }: Expression): string {
  const list = values.toSorted().join(',');
  switch (operator) {
    case 'In':
      return `${key} in (${list})`;
    case 'NotIn':
      return `${key} notin (${list})`;
    case 'Exists':
      return key;
    default:
      return `!${key}`;
  }
}
