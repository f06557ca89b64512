import { describe, expect, it } from 'vitest';
import { parse } from './parse.ts';

function problems(text: string): readonly string[] {
  return parse({ name: 'a', text, partial: false }, {}).issues.map(({ message, location }) => `${location?.line}: ${message}`);
}

describe('what parsing reports', () => {
  it('says once what is wrong with a block that is not closed either', () => {
    expect(problems('a\n{{ if }}\nb\n')).toEqual(['2: missing value for if']);
    expect(problems('a\n{{ range .Values.x | }}\nb\n{{ else }}\n')).toHaveLength(1);
    expect(problems('{{ if .a }}\n{{ nope }}\n')).toEqual(['2: function "nope" not defined']);
  });

  it('still says that a block is not closed, beside another problem above', () => {
    expect(problems('{{ if .a }}\n')).toEqual(['2: unexpected EOF']);
    expect(problems('{{ nope }}\n{{ if .a }}\nx')).toEqual(['1: function "nope" not defined', '3: unexpected EOF']);
  });
});
