/**
 * One step of a field path, in the spelling that `managedFields` uses:
 * `f:name` (a field), `k:{"name":"c"}` (an item of a keyed list), `v:"x"` (an item of a set), `i:0` (an index).
 * The spelling is canonical (keys sorted), so that two steps are the same exactly when the strings are.
 */
export type PathElement = string;

export type FieldPath = readonly PathElement[];

export function fieldElement(name: string): PathElement {
  return `f:${name}`;
}

export function valueElement(value: unknown): PathElement {
  return `v:${scalarText(value)}`;
}

export function keyElement(keys: readonly (readonly [string, unknown])[]): PathElement {
  const sorted = keys.toSorted(([left], [right]) => (left < right ? -1 : 1));
  return `k:{${sorted.map(([name, value]) => `${JSON.stringify(name)}:${scalarText(value)}`).join(',')}}`;
}

/** The field's name, or undefined when the step is not a field. */
export function fieldName(element: PathElement): string | undefined {
  return element.startsWith('f:') ? element.slice(2) : undefined;
}

export function isKeyElement(element: PathElement): boolean {
  return element.startsWith('k:');
}

/** The way conflicts print a path: `.spec.containers[name="c"].image`. */
export function printPath(path: FieldPath): string {
  return path.map(printElement).join('');
}

function printElement(element: PathElement): string {
  const text = element.slice(2);
  if (element.startsWith('f:')) return `.${text}`;
  if (element.startsWith('v:')) return `[=${text}]`;
  if (element.startsWith('i:')) return `[${text}]`;
  const keys = JSON.parse(text) as Record<string, unknown>;
  return `[${Object.entries(keys).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
}

function scalarText(value: unknown): string {
  return typeof value === 'bigint' ? value.toString() : JSON.stringify(value ?? null);
}
