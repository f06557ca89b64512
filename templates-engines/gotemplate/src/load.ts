import type { TemplateSource } from '@sherpack/plugin-api';
import { compileTree } from './compile/compiler.ts';
import { isFunction } from './functions/names.ts';
import { readHeader, type Header } from './read/delimiters.ts';
import { GO_DELIMITERS, type Delimiters } from './read/lexer.ts';
import { readTrees } from './read/parser.ts';
import { SaidActions } from './read/repeated.ts';
import { Unit } from './read/unit.ts';
import { Template, type Loaded } from './run/template.ts';

const grammar = { isFunction, said: new SaidActions() };

/** Characters of files that are kept. */
const FILES = 32_000_000;
// Language server, controllers and repeated renderings hand in the same texts again and again.
const files = new Map<string, Loaded[]>();
let kept = 0;

/** @param delimiters those of the pack; the file may have its own */
export function loadSource(source: TemplateSource, delimiters: Delimiters = GO_DELIMITERS): Loaded {
  const { name, text } = source;
  const alike = files.get(text) ?? [];
  const header = readHeader(text, delimiters);
  const known = alike.find(({ unit }) => unit.name === name && unit.delimiters.left === header.delimiters.left && unit.delimiters.right === header.delimiters.right);
  if (known !== undefined) return known;
  const loaded = load(new Unit(name, text, header.delimiters), header);
  files.set(text, [...alike, loaded]);
  kept += text.length;
  forgetOldest();
  return loaded;
}

function forgetOldest(): void {
  for (const [text, { length }] of files) {
    if (kept <= FILES) return;
    files.delete(text);
    kept -= text.length * length;
  }
}

function load(unit: Unit, header: Header): Loaded {
  const { trees, errors } = readTrees(unit.name, unit.text, header, grammar);
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
