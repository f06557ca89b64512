import type { Document, Node, Pair, ParsedNode, YAMLMap } from 'yaml';
import { splitDocuments } from './documents.ts';

export interface LocateOptions {
  /** `index` of the document in the stream. Default: the first one with content. */
  document?: number;
  /** Default `value`. An entry of a list has no key: its value is taken. */
  target?: 'key' | 'value';
}

export interface Position {
  /** 1-based. */
  line: number;
  /** 1-based. */
  column: number;
}

interface Step {
  key: unknown;
  value: unknown;
}

type Yaml = typeof import('yaml');

/**
 * Where the value at `path` is written; follows aliases and merge keys to the place where the value really stands.
 * Reads the text again with the slower `yaml` library, which is loaded on the first call: meant for error messages.
 * Undefined when the path does not exist.
 */
export async function locatePath(text: string, path: (string | number)[], options: LocateOptions = {}): Promise<Position | undefined> {
  const segments = splitDocuments(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const { document: index } = options;
  const segment = segments.find((each) => (index === undefined ? !each.empty : each.index === index));
  if (!segment) return undefined;
  const yaml = await loadYaml();
  const lineCounter = new yaml.LineCounter();
  const document = yaml.parseDocument(segment.text, { lineCounter, uniqueKeys: false, merge: true, logLevel: 'silent' });
  const offset = safeOffset(() => offsetOf(yaml, document, path, options.target ?? 'value'));
  if (offset === undefined) return undefined;
  const { line, col } = lineCounter.linePos(offset);
  return { line: line + segment.line - 1, column: col };
}

// The library is CommonJS: bundled into a chunk of its own, it has nothing but a default export.
async function loadYaml(): Promise<Yaml> {
  const loaded: Yaml & { default?: Yaml } = await import('yaml');
  return loaded.default ?? loaded;
}

// A mapping may merge itself; the parser refuses that, but errors are looked for in such texts, too.
function safeOffset(search: () => number | undefined): number | undefined {
  try {
    return search();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function offsetOf(yaml: Yaml, document: Document.Parsed, path: (string | number)[], target: 'key' | 'value'): number | undefined {
  let step: Step = { key: undefined, value: document.contents };
  for (const part of path) {
    const next = descend(yaml, document, step.value, part);
    if (!next) return undefined;
    step = next;
  }
  return (target === 'key' ? startOf(yaml, step.key) : undefined) ?? startOf(yaml, step.value) ?? startOf(yaml, step.key);
}

function descend(yaml: Yaml, document: Document.Parsed, value: unknown, part: string | number): Step | undefined {
  const node = resolve(yaml, document, value);
  if (yaml.isMap(node)) return member(yaml, document, node, String(part));
  if (!yaml.isSeq(node)) return undefined;
  const entry: unknown = node.items[Number(part)];
  return entry === undefined ? undefined : { key: undefined, value: entry };
}

// The last of repeated keys counts; a key of the mapping itself goes before a merged one.
function member(yaml: Yaml, document: Document.Parsed, map: YAMLMap, name: string): Step | undefined {
  const own = map.items.findLast((pair) => hasName(yaml, document, pair, name) && !isMerge(yaml, pair));
  if (own) return { key: own.key, value: own.value };
  for (const pair of map.items.filter((each) => isMerge(yaml, each))) {
    const found = merged(yaml, document, pair.value, name);
    if (found) return found;
  }
  return undefined;
}

function merged(yaml: Yaml, document: Document.Parsed, value: unknown, name: string): Step | undefined {
  const source = resolve(yaml, document, value);
  if (yaml.isMap(source)) return member(yaml, document, source, name);
  if (!yaml.isSeq(source)) return undefined;
  for (const item of source.items) {
    const found = merged(yaml, document, item, name);
    if (found) return found;
  }
  return undefined;
}

// With exact numbers the key `1.10` keeps its spelling, otherwise it is `1.1`.
function hasName(yaml: Yaml, document: Document.Parsed, pair: Pair, name: string): boolean {
  const key = resolve(yaml, document, pair.key);
  return yaml.isScalar(key) && (String(key.value) === name || key.source === name);
}

function isMerge(yaml: Yaml, pair: Pair): boolean {
  return yaml.isScalar(pair.key) && pair.key.source === '<<' && pair.key.type === 'PLAIN';
}

function resolve(yaml: Yaml, document: Document.Parsed, value: unknown): unknown {
  return yaml.isAlias(value) ? value.resolve(document) : value;
}

function startOf(yaml: Yaml, value: unknown): number | undefined {
  return yaml.isNode(value) ? (value as Node | ParsedNode).range?.[0] : undefined;
}
