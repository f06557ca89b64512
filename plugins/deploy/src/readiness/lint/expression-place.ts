import type { SourceLocation } from '@sherpack/plugin-api';
import { excerpt } from '@sherpack/yaml/excerpt';

/** A text of the pack in which an expression stands. */
export interface Script {
  /** What people call the file. */
  readonly file: string;
  readonly text: string;
  /** From 1: where the search begins. */
  readonly line: number;
}

/** A place within an expression, both from 1. */
interface Spot {
  readonly line: number;
  readonly column: number;
}

/** Lines below a key in which a block scalar is looked for. */
const REACH = 20;

/** How a scalar may spell the same text. */
const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
  (text) => text.replaceAll("'", "''"),
];

/**
 * Where a spot of an expression stands in the file. An expression that a template puts together cannot be found as such:
 * then it is the place of the key, and without that the line where the search began.
 */
export function placeOf(script: Script, key: string, expression: string, spot: Spot): SourceLocation {
  const lines = script.text.split(/\r\n|\r|\n/u);
  const keyLine = lines.findIndex((line, index) => index >= script.line - 1 && hasKey(line, key));
  if (keyLine < 0) return { file: script.file, line: script.line };
  const found = spotIn(lines.slice(keyLine, keyLine + REACH), expression, spot);
  const line = keyLine + 1 + (found?.line ?? 0);
  const column = found?.column ?? (lines[keyLine] ?? '').search(/\S/u) + 1;
  return { file: script.file, line, column, excerpt: excerpt(script.text, line, column) };
}

function hasKey(line: string, key: string): boolean {
  return new RegExp(`(^|[\\s"'{,-])${key.replaceAll(/[./]/gu, '\\$&')}["']?\\s*:`, 'u').test(line);
}

/** Line from 0 and column from 1. */
function spotIn(lines: readonly string[], expression: string, spot: Spot): Spot | undefined {
  const wanted = expression.split('\n')[spot.line - 1] ?? '';
  const before = [...wanted].slice(0, spot.column - 1).join('');
  for (const spell of SPELLINGS) {
    const line = lines.findIndex((each) => wanted.trim() !== '' && each.includes(spell(wanted.trim())));
    if (line < 0) continue;
    const start = (lines[line] ?? '').indexOf(spell(wanted.trim()));
    return { line, column: start + spell(before.trimStart()).length + 1 };
  }
  return undefined;
}
