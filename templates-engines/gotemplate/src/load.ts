import type { TemplateSource } from '@sherpack/plugin-api';
import { compileTree } from './compile/compiler.ts';
import { isFunction } from './functions/names.ts';
import { readHeader, type Header } from './read/delimiters.ts';
import { GO_DELIMITERS, type Delimiters } from './read/lexer.ts';
import { readTrees } from './read/parser.ts';
import { Unit } from './read/unit.ts';
import { Template, type Loaded } from './run/template.ts';

// Language server, tests and repeated renderings hand in the same sources again and again.
const files = new WeakMap<TemplateSource, Map<string, Loaded>>();

/** @param delimiters those of the pack; the file may have its own */
export function loadSource(source: TemplateSource, delimiters: Delimiters = GO_DELIMITERS): Loaded {
  const key = `${delimiters.left} ${delimiters.right}`;
  const known = files.get(source) ?? new Map<string, Loaded>();
  files.set(source, known);
  const loaded = known.get(key) ?? loadFile(source, delimiters);
  known.set(key, loaded);
  return loaded;
}

function loadFile({ name, text }: TemplateSource, delimiters: Delimiters): Loaded {
  const header = readHeader(text, delimiters);
  return load(new Unit(name, text, header.delimiters), header);
}

function load(unit: Unit, header: Header): Loaded {
  const { trees, errors } = readTrees(unit.name, unit.text, header, isFunction);
  const templates = trees.map((tree) => new Template(unit, tree, compileTree));
  const main = templates.find(({ name }) => name === unit.name) as Template;
  return { unit, main, definitions: templates.filter((template) => template !== main), errors };
}

/** Charts call `tpl` with the same few texts over and over. */
const TEXTS = 512;
/** What Helm calls such a text in its messages. */
const TEXT_NAME = 'gotpl';
const texts = new Map<string, Loaded>();

/** A text that only exists while rendering, in the delimiters of the file that renders it. */
export function loadText(text: string, caller: Unit): Loaded {
  const { delimiters } = caller;
  const key = `${delimiters.left} ${delimiters.right} ${text}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const loaded = load(new Unit(TEXT_NAME, text, delimiters, true), { delimiters, end: 0 });
  const [oldest] = texts.keys();
  if (texts.size >= TEXTS && oldest !== undefined) texts.delete(oldest);
  texts.set(key, loaded);
  return loaded;
}
