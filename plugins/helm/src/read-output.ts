import type { FormatDocument } from '@sherpack/plugin-api';
import { readGoYaml } from '@sherpack/go-yaml/read';
import { jsonEqual } from '@sherpack/yaml/equal';
import { parseYaml } from '@sherpack/yaml/parse';
import { stringifyYaml } from '@sherpack/yaml/stringify';

/** Helm's own, with the white space of Go. */
const SEPARATOR = /(?:^|[\t\n\f\r ]*\n)---[\t\n\f\r ]*/g;

/** Words and numbers that YAML 1.1 and 1.2 read in two ways. */
const AMBIGUOUS = /(?:^|[\s:,[{-])(?:(?:y|n|yes|no|on|off)(?=[\s,\]}:#]|$)|[-+]?(?:0[bo]|[0-9]+_))/im;

/**
 * What a template put out, divided as Helm divides it: at every line that begins with `---`, inside of texts too. Where
 * YAML 1.1 reads something else than 1.2 the text is stated anew, for what is stored is read in 1.2.
 */
export function readOutput(text: string, _file: string): readonly FormatDocument[] {
  const documents: FormatDocument[] = [];
  for (const { text: part, line } of divide(text)) documents.push({ ...read(part), index: documents.length, line });
  return documents;
}

interface Part {
  readonly text: string;
  readonly line: number;
}

function divide(text: string): readonly Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (const match of [...text.matchAll(SEPARATOR), undefined]) {
    const end = match?.index ?? text.length;
    const part = text.slice(start, end);
    if (part.trim() !== '') parts.push({ text: part.trim(), line: lineOf(text, start + part.search(/\S/)) });
    start = end + (match?.[0].length ?? 0);
  }
  return parts;
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

function read(text: string): Pick<FormatDocument, 'value' | 'text' | 'restated'> {
  if (!AMBIGUOUS.test(text)) return { value: modern(text), text };
  const value = readGoYaml(text);
  return jsonEqual(value, modern(text)) ? { value, text } : { value, text, restated: stringifyYaml(value) };
}

function modern(text: string): unknown {
  return parseYaml(text, { exactNumbers: true, duplicateKeys: 'last' });
}
