import { splitDocuments, type Segment } from './documents.ts';
import { loadDocument, type Source } from './load-document.ts';
import { YamlError } from './yaml-error.ts';

export interface ParseOptions {
  /** Named in errors; never opened. */
  file?: string;
  /** `error` (default) refuses a key that occurs twice in one mapping; `last` takes the last one, as Helm does. */
  duplicateKeys?: 'error' | 'last';
  /**
   * Called for each repeated key (the first 100 of a document) when `duplicateKeys` is `last`; `line` is 1-based in the
   * whole text, `path` is empty where the key is an alias or has a tag.
   */
  onDuplicateKey?(path: (string | number)[], line: number): void;
  /** Nodes that aliases and merge keys may add by being expanded. Default 100,000. */
  maxAliasNodes?: number;
  /** Nested lists and mappings, aliases included. Default 100; one level more may pass where no alias is involved. */
  maxDepth?: number;
  /** Size of the text in UTF-8 bytes. Default 20 MiB. */
  maxBytes?: number;
  /** Floats whose spelling would not survive become an ExactNumber. Default false. */
  exactNumbers?: boolean;
  /**
   * What `0644` is: 420 (`octal`, default) as kubectl and Helm read it, which matters for file modes in manifests and
   * values, or 644 as in YAML 1.2 (`decimal`).
   */
  leadingZeros?: 'decimal' | 'octal';
}

export interface YamlDocument {
  value: unknown;
  /** Position in the stream, empty documents counted. */
  index: number;
  /** 1-based line of the file at which `text` begins. */
  line: number;
  /** The document without a bare `---` line before it and without the `---` or `...` after it. */
  text: string;
}

const DEFAULT_MAX_ALIAS_NODES = 100_000;
const DEFAULT_MAX_DEPTH = 100;
const DEFAULT_MAX_BYTES = 20 * 1024 * 1024;

/**
 * Reads the only document of `text`; null when there is none. YAML 1.2 core schema with merge keys; integers beyond
 * 2^53 are bigint; the result is a tree without shared objects. Throws YamlError.
 */
export function parseYaml(text: string, options: ParseOptions = {}): unknown {
  const source = sourceOf(text, options);
  const [first, second] = contentSegments(source);
  if (!first) return null;
  if (second) {
    const reason = 'one document is expected, here begins another';
    throw new YamlError({ kind: 'multiple-documents', reason, text: source.text, file: options.file, line: second.line, column: 1 });
  }
  return loadDocument(first, source);
}

/** Reads all documents of `text`; documents without content are left out. Throws YamlError. */
export function parseYamlDocuments(text: string, options: ParseOptions = {}): YamlDocument[] {
  const source = sourceOf(text, options);
  return contentSegments(source).map((segment) => ({
    value: loadDocument(segment, source),
    index: segment.index,
    line: segment.line,
    text: segment.text,
  }));
}

function contentSegments(source: Source): Segment[] {
  return splitDocuments(source.text).filter((segment) => !segment.empty);
}

function sourceOf(text: string, options: ParseOptions): Source {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  if (isLonger(text, maxBytes)) {
    const reason = `the text is larger than ${maxBytes} bytes`;
    throw new YamlError({ kind: 'size', reason, text: '', file: options.file, line: 1, column: 1 });
  }
  const maxAliasNodes = options.maxAliasNodes ?? DEFAULT_MAX_ALIAS_NODES;
  const limits = { maxAliasNodes, maxDepth: options.maxDepth ?? DEFAULT_MAX_DEPTH, maxBytes };
  return { text: text.startsWith('\uFEFF') ? text.slice(1) : text, options, limits };
}

// A UTF-16 code unit takes at most three bytes, so most texts need no counting.
function isLonger(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  return text.length * 3 > maxBytes && new TextEncoder().encode(text).length > maxBytes;
}
