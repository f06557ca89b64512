import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFunction } from '../functions/names.ts';
import { ExpressionReader } from './expression.ts';
import { GO_DELIMITERS } from './lexer.ts';
import { endsPlainly, readPlainAction } from './plain-action.ts';
import { VariableScope } from './scope.ts';
import { TokenStream } from './stream.ts';

function scope(): VariableScope {
  const variables = new VariableScope();
  for (const name of ['$a', '$bc']) variables.declare(name);
  return variables;
}

function plainly(inside: string): unknown {
  const variables = scope();
  return readPlainAction(inside, { isFunction, slotOf: (name) => variables.find(name) });
}

/** What the whole reader makes of it, in the same form; undefined where it finds something wrong. */
function wholly(inside: string): unknown {
  const tokens = new TokenStream(`${GO_DELIMITERS.left}${inside}${GO_DELIMITERS.right}`, GO_DELIMITERS, isFunction, 0);
  const word = /^\s*(if|with|range)\b/.exec(inside)?.[1];
  try {
    tokens.next();
    if (word !== undefined) tokens.nextNonSpace();
    const pipe = new ExpressionReader(tokens, scope()).pipeline(word ?? 'command', 'right');
    return { type: word ?? 'action', pipe };
  } catch {
    return undefined;
  }
}

/** With the place of its pipeline at 0 and places counted from behind the opening delimiter. */
function sameForm(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (key, each: unknown) => {
    if (typeof each === 'bigint') return `${each}n`;
    return key === 'at' ? (each as number) - GO_DELIMITERS.left.length : each;
  }));
}

function plainForm(value: unknown): unknown {
  const { type, pipe } = value as { readonly type: string; readonly pipe: unknown };
  return JSON.parse(JSON.stringify({ type, pipe }, (_key, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each)));
}

const PIECES = [
  ' ', ' ', ' ', ' ', '  ', '\n', '\t', '.', '.a', '.Values.b', '.c1._d.e', '$', '$a', '$bc.x', '$.y.z', '$none', '$a.', '"text"', '""', '"a\\n"', '"', '`raw`', '`a\r"b`', '`', 'if', 'with', 'range', 'else', 'end',
  'true', 'false', 'nil', 'not', 'printf', 'default', 'nope', 'x', '0', '7', '42', '007', '1.5', '1e3', '-1', '99999999999999999999', '(', ')', '(', ')', '|', ' | ', '=', ':=', ',', '-', ' -', '}', '{', '/', 'é', '\'c\'', '_', '..', '.1', '$é',
];
const inside = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 14 }).map((all) => all.join('')).filter((text) => !text.includes('}}') && !text.startsWith('/*') && !/^-\s/.test(text));

describe('the quick reader of actions', () => {
  it('says what the whole reader says, or nothing', () => {
    let plain = 0;
    fc.assert(fc.property(inside, (text) => {
      const quick = plainly(text);
      if (quick === undefined) return;
      plain++;
      expect(plainForm(quick)).toEqual(sameForm(wholly(text)));
    }), { numRuns: 60_000 });
    expect(plain).toBeGreaterThan(1000);
  });

  it.each([
    ' .Values.a ', ' .a -', 'if not (.Values.x.y | default false)', ' include "x" (dict "a" $ "b" .c "d" $a.e) | nindent 4 ', '`{{`', 'with (index .a 0).b.c', ' range until 5 ', ' $bc.x | quote | indent 7',
  ])('reads %j', (text) => {
    expect(plainForm(plainly(text))).toEqual(sameForm(wholly(text)));
  });

  it.each(['', ' ', ' $x := 1 ', ' "a\\n" ', ' 1.5 ', ' nope ', ' (.a ', ' .a | ', ' .a | 1 ', ' else ', ' end ', ' define "x" ', '.a)', '(.a).b.', ' $none ', ' indent 007'])('leaves %j to the whole reader', (text) => {
    expect(plainly(text)).toBeUndefined();
  });

  it('is not asked where a closing delimiter might be part of a word or a text', () => {
    expect(['}}', ']]', '%>', '>>'].map(endsPlainly)).toEqual([true, true, true, true]);
    expect(['end', ')', '|', '"', ' }}', '-->', '.'].map(endsPlainly)).toEqual([false, false, false, false, false, false, false]);
  });
});
