import { readPlain } from '@sherpack/yaml/plain';
import { NOT_PLAIN } from '@sherpack/yaml/plain-scalar';
import { load, YAMLException, type LoadOptions } from 'js-yaml';
import { goMessage } from './go-message.ts';
import { goScalar, goSchema } from './schema.ts';

export interface ReadOptions {
  readonly maxDepth?: number;
  /** Limit of keys that merge keys copy. */
  readonly maxMergeKeys?: number;
}

/** The text cannot be read; `message` is Go's, `line` counts from 1. */
export class GoYamlError extends Error {
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, line?: number, column?: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

// The typings of js-yaml know nothing of these limits.
interface LimitedOptions extends LoadOptions {
  readonly maxDepth: number;
  readonly maxTotalMergeKeys: number;
}

/**
 * The first document of a text as `sigs.k8s.io/yaml` reads it, which Helm uses for values: YAML 1.1 booleans (`yes`, `n`,
 * `On`), as keys too; `0755` is octal; every number is a double; dates are text; the last of two equal keys wins.
 *
 * @returns null for an empty text
 * @throws GoYamlError
 */
export function readGoYaml(text: string, options: ReadOptions = {}): unknown {
  const maxDepth = options.maxDepth ?? 1000;
  // The text of another document behind the first is no matter of this one, and not plain.
  const plain = readPlain(text, { resolve: plainScalar, lastKeyWins: true, maxDepth });
  if (plain !== undefined) return plain;
  const limits: LimitedOptions = { schema: goSchema(), json: true, maxDepth, maxTotalMergeKeys: options.maxMergeKeys ?? 100_000 };
  try {
    return finite(load(firstDocument(text), limits) ?? null, new Set());
  } catch (error) {
    if (error instanceof YAMLException) throw new GoYamlError(goMessage(error, text), error.mark?.line + 1, error.mark?.column + 1);
    throw error;
  }
}

/** Numbers that JSON does not have are refused with their place. */
function plainScalar(text: string): unknown {
  const value = goScalar(text);
  if (typeof value === 'number' && !Number.isFinite(value)) throw NOT_PLAIN;
  return value;
}

const SECOND = /^---(?:[ \t\r\n]|$)/m;
const CONTENT = /^(?!---|%|[ \t]*(?:#|\r?$))/m;

/** A reader of one document need not look at the others, which may be anything. */
function firstDocument(text: string): string {
  if (!text.includes('---') && !text.includes('...')) return text;
  const begins = CONTENT.exec(text)?.index ?? text.length;
  const opening = SECOND.exec(text);
  const from = opening !== null && opening.index < begins ? opening.index + 3 : 0;
  const rest = text.slice(from);
  const end = /^(?:---|\.\.\.)(?:[ \t\r\n]|$)/m.exec(from === 0 ? text : rest);
  return end === null ? text : text.slice(0, from + end.index);
}

/** JSON has no infinite numbers. */
function finite(value: unknown, seen: Set<object>): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new GoYamlError(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`}`);
  if (typeof value !== 'object' || value === null || seen.has(value)) return value;
  seen.add(value);
  for (const key in value) finite((value as Record<string, unknown>)[key], seen);
  return value;
}
