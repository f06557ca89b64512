import { listOf, mapOf, optionalOf, type CelType, type SimpleKind } from '../cel-type.ts';

export interface Signature {
  readonly name: string;
  readonly isMember: boolean;
  readonly parameters: readonly CelType[];
  readonly result: CelType;
}

const simple: ReadonlySet<string> = new Set<SimpleKind>(['dyn', 'bool', 'int', 'uint', 'double', 'string', 'bytes', 'null', 'timestamp', 'duration']);

/** Reads `receiver->name(type, type): result`; see {@link define}. */
export function parseSignature(text: string): Signature {
  const match = /^(?:(.+)->)?([^(]+)\((.*)\): (.+)$/.exec(text);
  if (!match) throw new TypeError(`not a signature: ${text}`);
  const [, receiver, name = '', list = '', result = ''] = match;
  const parameters = [...(receiver === undefined ? [] : [receiver]), ...splitTypes(list)].map(parseType);
  return { name, isMember: receiver !== undefined, parameters, result: parseType(result) };
}

function splitTypes(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of list) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character === ',' && depth === 0) parts.push(current);
    current = character === ',' && depth === 0 ? '' : current + character;
  }
  return [...parts, current].map((part) => part.trim()).filter((part) => part !== '');
}

function parseType(text: string): CelType {
  if (simple.has(text)) return { kind: text as SimpleKind };
  if (/^[A-Z]$/.test(text)) return { kind: 'parameter', name: text };
  const generic = /^(list|map|optional|type)<(.*)>$/.exec(text);
  if (!generic) return { kind: 'opaque', name: text, parameters: [] };
  const [first, second] = splitTypes(generic[2] ?? '').map(parseType);
  const inner = first ?? { kind: 'dyn' };
  switch (generic[1]) {
    case 'list':
      return listOf(inner);
    case 'map':
      return mapOf(inner, second ?? { kind: 'dyn' });
    case 'type':
      return { kind: 'type', of: inner };
    default:
      return optionalOf(inner);
  }
}
