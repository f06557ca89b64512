import type { FormatDocument } from '@sherpack/plugin-api';
import { readGoYaml } from '@sherpack/go-yaml/read';
import { coreScalar } from '@sherpack/yaml/core-schema';
import { jsonEqual } from '@sherpack/yaml/equal';
import { parseYaml } from '@sherpack/yaml/parse';
import { readPlain } from '@sherpack/yaml/plain';
import { NOT_PLAIN } from '@sherpack/yaml/plain-scalar';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { YamlError } from '@sherpack/yaml/yaml-error';
import { readHead } from './read-head.ts';

const MAX_DEPTH = 100;
const MODERN = { exact: true, octal: true };

/** The white space of Go's `\s`; it is part of a separator. */
const WHITE = /[\t\n\f\r ]*/y;

/**
 * Words and numbers that YAML 1.1 and 1.2 read in two ways, where a whole scalar may stand. To find one too many costs a
 * second reading, nothing else.
 */
const AMBIGUOUS = /(?:^[ \t]*|[-:?,][ \t]+|[&!][^\s]{0,200}[ \t]+|[,[{"'\]}]:?[ \t]*)(?:(?:y|n|yes|no|on|off)(?=[ \t]*(?:$|[,\]}:]|[ \t]#))|[-+]?(?:0[bo]|[0-9]+_))/im;

/** What may be a tag; to find one too many costs nothing. */
const TAG = /(?:^|[\s:,[{?-])!/m;

/** The same for a scalar by itself, and what such a scalar begins with. */
const AMBIGUOUS_SCALAR = /^(?:(?:y|n|yes|no|on|off)$|[-+]?(?:0[bo]|[0-9]+_))/i;
const MAY_BE_AMBIGUOUS = new Set(Array.from('yYnNoO-+0123456789', (character) => character.charCodeAt(0)));

/**
 * What a template put out, divided as Helm divides it: at every line that begins with `---`, inside of texts too. Where
 * YAML 1.1 reads something else than 1.2 the text is stated anew, for what is stored is read in 1.2.
 */
export function readOutput(text: string, _file: string): readonly FormatDocument[] {
  const documents: FormatDocument[] = [];
  for (const { text: part, line } of divide(text)) {
    const document = read(part);
    documents.push({ ...document, index: documents.length, line, ...readHead(document.value) });
  }
  return documents;
}

interface Part {
  readonly text: string;
  readonly line: number;
}

/** At `---` behind a line break, as Helm's own expression does: white space behind a separator belongs to it, so that of two in a row the second is text. */
function divide(text: string): readonly Part[] {
  const parts: Part[] = [];
  const lineAt = lineCounter(text);
  let start = 0;
  let separator = text.startsWith('---') ? 0 : text.indexOf('\n---');
  for (;;) {
    const part = text.slice(start, separator === -1 ? text.length : separator);
    const trimmed = part.trim();
    if (trimmed !== '') parts.push({ text: trimmed, line: lineAt(start + part.search(/\S/)) });
    if (separator === -1) return parts;
    WHITE.lastIndex = separator + (text.startsWith('---', separator) ? 3 : 4);
    start = WHITE.lastIndex + (WHITE.exec(text)?.[0].length ?? 0);
    separator = text.indexOf('\n---', start);
  }
}

/** Lines of offsets, from 1; the offsets must rise. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    for (; next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) line++;
    return line;
  };
}

function read(text: string): Pick<FormatDocument, 'value' | 'text' | 'restated'> {
  const plain = readPlain(text, { resolve: resolveUnambiguous, lastKeyWins: true, maxDepth: MAX_DEPTH });
  if (plain !== undefined) return { value: plain, text };
  const tagged = TAG.test(text);
  if (!tagged && !AMBIGUOUS.test(text)) return { value: modern(text), text };
  const found = tagged ? modernOrNot(text) : modern(text);
  if (found !== undefined && !AMBIGUOUS.test(text)) return { value: found, text };
  const value = readGoYaml(text);
  return jsonEqual(value, found) ? { value, text } : { value, text, restated: stringifyYaml(value) };
}

/** Undefined where YAML 1.2 has a tag that Go passes over, or another meaning of one. */
function modernOrNot(text: string): unknown {
  try {
    return modern(text);
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

function resolveUnambiguous(scalar: string): unknown {
  if (MAY_BE_AMBIGUOUS.has(scalar.charCodeAt(0)) && AMBIGUOUS_SCALAR.test(scalar)) throw NOT_PLAIN;
  return coreScalar(scalar, MODERN);
}

function modern(text: string): unknown {
  return parseYaml(text, { exactNumbers: true, duplicateKeys: 'last' });
}
