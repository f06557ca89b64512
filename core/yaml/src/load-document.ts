import { load, YAMLException, type EventType, type LoadOptions, type State } from 'js-yaml';
import { expandAliases, ExpansionError } from './alias-expansion.ts';
import { ComplexKeyError, mayHaveComplexKey, refuseComplexKey, refuseMappingAsKey } from './complex-key.ts';
import { coreScalar, coreSchema, type SchemaOptions } from './core-schema.ts';
import type { Segment } from './documents.ts';
import { findDuplicateKeys } from './duplicate-key.ts';
import type { ParseOptions } from './parse.ts';
import { readPlain } from './plain.ts';
import { readPlainJson } from './plain-json.ts';
import { YamlError, type YamlErrorKind } from './yaml-error.ts';

export interface Source {
  /** The whole stream. */
  text: string;
  options: ParseOptions;
  limits: { maxAliasNodes: number; maxDepth: number; maxBytes: number };
}

// The typings of js-yaml 4.0 do not know the limits of 4.3.
interface LimitedLoadOptions extends LoadOptions {
  maxDepth: number;
  maxTotalMergeKeys: number;
}

interface Problem {
  kind: YamlErrorKind;
  reason: string;
  /** 0-based and relative to the segment. */
  line: number;
  /** 0-based. */
  column: number;
}

/** Offsets of aliases by the list or mapping they stand for. */
type AliasOffsets = Map<object, number>;

// Wider than the grammar; shell scripts and cron lines should not match too often.
const ANCHOR = /(?:^|[\s,[{])&[^\s,[\]{}&]/;
const ALIAS = /(?:^|[\s,[{])\*[^\s,[\]{}*]/;
const TOO_DEEP = 'lists and mappings are nested too deep';
// js-yaml has no error codes.
const REASONS: [RegExp, YamlErrorKind, string?][] = [
  [/^duplicated mapping key/, 'duplicate-key', 'the key occurs twice in its mapping'],
  [/^nesting exceeded/, 'depth', TOO_DEEP],
  [/^(?:merge keys exceeded|abnormal merge sequence)/, 'alias-bomb', 'merge keys copy too many keys'],
  [/^(?:unknown tag|cannot resolve a node with|unacceptable node kind)/, 'tag'],
];

/** Reads one document of a stream. Throws YamlError with positions in the whole stream. */
export function loadDocument(segment: Segment, source: Source): unknown {
  const aliases: AliasOffsets = new Map();
  const plain = readAsPlain(segment, source);
  if (plain !== undefined) return plain;
  try {
    const value = read(segment.text, source, source.options.duplicateKeys === 'last', aliases);
    if (mayHaveAliases(segment.text)) expandAliases(value, { ...source.limits, maxCharacters: source.limits.maxBytes });
    refuseMappingAsKey(value, segment.text);
    reportDuplicates(segment, source);
    return value;
  } catch (error) {
    // Without the cause: js-yaml's messages quote the document, which may hold secrets.
    throw yamlError(problemOf(error, segment.text, aliases), segment, source);
  }
}

/** Such a text has no aliases and no keys but texts. Keys that are to be reported are looked for by the other reader. */
function readAsPlain({ text }: Segment, { limits, options }: Source): unknown {
  const schema = schemaOptions(options);
  const lastKeyWins = options.duplicateKeys === 'last' && options.onDuplicateKey === undefined;
  return readPlainJson(text, limits.maxDepth - 2) ?? readPlain(text, { resolve: (scalar) => coreScalar(scalar, schema), lastKeyWins, maxDepth: limits.maxDepth });
}

function schemaOptions({ exactNumbers, leadingZeros }: ParseOptions): SchemaOptions {
  return { exact: exactNumbers === true, octal: leadingZeros !== 'decimal' };
}

function read(text: string, source: Source, lastKeyWins: boolean, aliases: AliasOffsets): unknown {
  const { limits, options } = source;
  const schema = coreSchema(schemaOptions(options));
  // js-yaml counts the scalar and the key probe below the innermost container as well.
  const base = { schema, json: lastKeyWins, maxDepth: limits.maxDepth + 2, maxTotalMergeKeys: limits.maxAliasNodes };
  return load(text, watch(text, base, aliases));
}

// Listening costs a call per node, so it is done only when the text has one of the rare constructs.
function watch(text: string, base: LimitedLoadOptions, aliases: AliasOffsets): LimitedLoadOptions {
  const keys = mayHaveComplexKey(text);
  if (!keys && !mayHaveAliases(text)) return base;
  return { ...base, listener: (event, state) => onNode(event, state, keys, aliases) };
}

function onNode(event: EventType, state: State, keys: boolean, aliases: AliasOffsets): void {
  const { result, kind } = state as { result: unknown; kind: string | null };
  if (event !== 'close' || typeof result !== 'object' || result === null) return;
  // An alias is the only node that ends with a result but without a kind.
  if (kind === null) aliases.set(result, state.input.lastIndexOf('*', state.position - 1));
  if (keys && (kind === null || kind === 'sequence' || kind === 'mapping')) refuseComplexKey(state.input, state.position);
}

function mayHaveAliases(text: string): boolean {
  return text.includes('*') && text.includes('&') && ANCHOR.test(text) && ALIAS.test(text);
}

function reportDuplicates(segment: Segment, source: Source): void {
  const { duplicateKeys, onDuplicateKey } = source.options;
  if (duplicateKeys !== 'last' || !onDuplicateKey) return;
  const found = findDuplicateKeys(segment.text, (text, last) => read(text, source, last, new Map()));
  for (const { path, line } of found) onDuplicateKey(path, line + segment.line);
}

function problemOf(error: unknown, text: string, aliases: AliasOffsets): Problem {
  if (error instanceof YAMLException) return parserProblem(error);
  if (error instanceof ComplexKeyError) return { kind: 'syntax', reason: error.message, ...positionAt(text, error.offset) };
  if (error instanceof ExpansionError) {
    return { kind: error.kind, reason: error.message, ...positionAt(text, aliases.get(error.node) ?? 0) };
  }
  // Only a caller's own, very high maxDepth lets the stack run out.
  if (error instanceof RangeError) return { kind: 'depth', reason: TOO_DEEP, line: 0, column: 0 };
  throw error;
}

function parserProblem(error: YAMLException): Problem {
  const known = REASONS.find(([pattern]) => pattern.test(error.reason));
  const reason = known?.[2] ?? error.reason;
  return { kind: known?.[1] ?? 'syntax', reason, line: error.mark.line, column: error.mark.column };
}

function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, offset)).split(/\r\n|\r|\n/);
  return { line: before.length - 1, column: (before.at(-1) ?? '').length };
}

function yamlError(problem: Problem, segment: Segment, source: Source): YamlError {
  const { kind, reason } = problem;
  const position = { line: segment.line + problem.line, column: problem.column + 1 };
  return new YamlError({ kind, reason, text: source.text, file: source.options.file, ...position });
}
