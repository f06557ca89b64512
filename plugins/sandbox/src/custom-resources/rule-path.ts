import type { JsonSchema } from './json-schema.ts';

const escapes: Readonly<Record<string, string>> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', "'": "'", '\\': '\\' };

/**
 * A rule's `fieldPath` (`.spec.size`, `.labels['app']`) as errors name the field: `spec.size`, `labels[app]`. Undefined for a path
 * that the schema does not have.
 */
export function rulePath(path: string, schema: JsonSchema): string | undefined {
  let node: JsonSchema | undefined = schema;
  let printed = '';
  let rest = path;
  while (rest !== '') {
    const match: RegExpExecArray | null = /^(?:\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\])/.exec(rest);
    if (!match || !node) return undefined;
    const name: string = match[1] ?? (match[2] ?? '').replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
    const isNamed: boolean = node.properties !== undefined;
    node = isNamed ? node.properties?.[name] : valueSchema(node);
    printed += isNamed ? `${printed === '' ? '' : '.'}${name}` : `[${name}]`;
    rest = rest.slice(match[0].length);
  }
  return node === undefined ? undefined : printed;
}

function valueSchema({ additionalProperties }: JsonSchema): JsonSchema | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}
