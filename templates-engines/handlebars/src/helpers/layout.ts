import { integer, text } from './arguments.ts';
import { ANY, helper, refuse, spendText, type HelperCall, type HelperGroup } from './helper.ts';
import { isScalar, kindOf, textOf } from '../run/value.ts';
import { counted } from './strings.ts';

type Args = readonly unknown[];

/** Every line is indented, the first and empty ones too, as in Sprig. */
function indent(args: Args, call: HelperCall): string {
  const ordered = counted(args);
  const value = ordered[1];
  if (value !== null && !isScalar(value)) refuse(call, `${kindOf(value)} cannot be indented; write (toYaml …) around it`);
  const width = Math.max(0, integer(call, ordered, 0));
  const lines = text(call, ordered, 1).split('\n');
  spendText(call, lines.length * width);
  const pad = ' '.repeat(width);
  return pad + lines.join(`\n${pad}`);
}

function wrap(value: string, width: number, separator: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of value.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(separator);
}

/** JSON's escapes are valid between YAML's double quotes. */
function quoted(value: unknown): string {
  return JSON.stringify(textOf(value));
}

function singleQuoted(value: unknown): string {
  return `'${textOf(value).replaceAll("'", "''")}'`;
}

function each(change: (value: unknown) => string) {
  return helper(1, ANY, (args, call) => args.filter((value) => value !== null).map((_, index) => change(text(call, args, index))).join(' '));
}

/** As Go's Sprint: a blank stands between two operands of which neither is a text. */
function printed(args: Args): string {
  return args.map((value, index) => (index > 0 && typeof value !== 'string' && typeof args[index - 1] !== 'string' ? ` ${textOf(value)}` : textOf(value))).join('');
}

export const layout: HelperGroup = {
  indent: helper(2, 2, indent),
  nindent: helper(2, 2, (args, call) => `\n${indent(args, call)}`),
  wrap: helper(2, 2, (args, call) => wrap(text(call, counted(args), 1), integer(call, counted(args), 0), '\n')),
  wrapWith: helper(3, 3, (args, call) => wrap(text(call, args, 2), integer(call, args, 0), text(call, args, 1))),
  quote: each(quoted),
  squote: each(singleQuoted),
  print: helper(1, ANY, printed),
  println: helper(1, ANY, (args) => `${args.map(textOf).join(' ')}\n`),
};
