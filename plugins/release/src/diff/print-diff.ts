import type { FieldChange, KubernetesObject, Terminal, TextStyle } from '@sherpack/plugin-api';
import { formatPath, formatRef } from '@sherpack/plugin-api';
import { stringifyYaml } from '@sherpack/yaml/stringify';
import { maskObject } from '../mask-object.ts';
import { maskSecret } from '../secret-mask.ts';
import type { ObjectDiff } from './object-diff.ts';

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;
const STYLES: Readonly<Record<string, TextStyle>> = Object.freeze({ '+': 'green', '-': 'red', '~': 'yellow' });
const CONTEXT_LINES = 2;

/** One block for each object: a line with its sign, name and template, then its fields. */
export async function printDiff(terminal: Terminal, diffs: readonly ObjectDiff[]): Promise<void> {
  for (const diff of diffs) {
    const place = diff.source === undefined ? '' : `  (${diff.source.template}:${diff.source.line})`;
    const reason = diff.reason === undefined ? '' : `  ${diff.reason}`;
    paint(terminal, `${SIGNS[diff.action]} ${formatRef(diff.ref)}${place}${reason}`);
    for (const line of await linesOf(diff)) paint(terminal, line, '    ');
  }
  const count = (action: ObjectDiff['action']) => diffs.filter((diff) => diff.action === action).length;
  terminal.write(diffs.length === 0 ? 'no difference\n' : `${count('added')} added, ${count('changed')} changed, ${count('removed')} removed\n`);
}

function paint(terminal: Terminal, line: string, indent = ''): void {
  const style = STYLES[line[0] ?? ''];
  terminal.write(`${indent}${style === undefined ? line : terminal.style(line, style)}\n`);
}

async function linesOf(diff: ObjectDiff): Promise<readonly string[]> {
  if (diff.object !== undefined) return objectLines(diff.object, diff);
  return (await Promise.all(diff.fields.map(fieldLines))).flat();
}

function objectLines(object: KubernetesObject, diff: ObjectDiff): readonly string[] {
  const text = stringifyYaml(maskObject(object, diff)).trimEnd();
  return text.split('\n').map((line) => `${SIGNS[diff.action]} ${line}`);
}

async function fieldLines({ path, before, after, secret }: FieldChange): Promise<readonly string[]> {
  const title = `  ${formatPath(path)}`;
  if (!secret && isBlock(before) && isBlock(after)) return [title, ...await blockLines(before, after)];
  const old = before === undefined ? [] : valueLines(before, secret, '-');
  const now = after === undefined ? [] : valueLines(after, secret, '+');
  return [title, ...old, ...now];
}

function isBlock(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n');
}

function valueLines(value: unknown, secret: boolean, sign: '+' | '-'): readonly string[] {
  const text = secret ? maskSecret(value) : stringifyYaml(value).trimEnd();
  return text.split('\n').map((line) => `${sign}   ${line}`);
}

/** Texts of several lines are compared line by line, with some lines around each difference. */
async function blockLines(before: string, after: string): Promise<readonly string[]> {
  const { structuredPatch } = await import('diff');
  const patch = structuredPatch('', '', before, after, '', '', { context: CONTEXT_LINES });
  return patch?.hunks.flatMap(({ lines }) => lines.map((line) => `${line[0]}   ${line.slice(1)}`)) ?? [];
}
