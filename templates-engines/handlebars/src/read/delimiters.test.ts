import { describe, expect, it } from 'vitest';
import { isSherpackError } from '@sherpack/plugin-api';
import { renderAll, renderText } from '../../fixtures/render-text.ts';

const BRACKETS = { options: { delimiters: ['[[', ']]'] } };

function placeOf(text: string, extra: object): unknown {
  try {
    return renderText(text, undefined, extra);
  } catch (error) {
    return isSherpackError(error) ? `${error.location?.line}:${error.location?.column}` : error;
  }
}

describe('delimiters', () => {
  it('of the pack leave braces of the file alone', () => {
    const rule = 'expr: {{ $labels.pod }} {{- if }} {{{{ }}\nname: [[values.name]]\n';
    expect(renderText(rule, undefined, BRACKETS)).toBe(rule.replace('[[values.name]]', 'web'));
  });

  it('work for blocks, comments, whitespace control, literal segments and partials', () => {
    const text = '[[!-- ]] --]]a\n[[#each values.ports]]\n- [[this]]\n[[/each]]\n[[~#if values.name~]] b [[~else~]] c [[~/if]]|[[values.[image].tag]]|[[upper "x]]"]]\n[[> x]]';
    const partials = { '_x.hbs': '[[#define "x"]]{{x}}[[/define]]' };
    expect(renderText(text, undefined, BRACKETS, partials)).toBe('a\n- 80\n- 443\nb|1.27.1|X]]\n{{x}}');
  });

  it('are text after a backslash', () => {
    expect(renderText('\\[[values.name]] [[values.name]] \\\\[[values.name]]', undefined, BRACKETS)).toBe('[[values.name]] web \\web');
  });

  it('can be said by the first line of a file, which is left out', () => {
    expect(renderText('{{!-- sherpack: delimiters=<< >> --}}\n{{x}} <<values.name>>\n')).toBe('{{x}} web\n');
    expect(renderText('# sherpack: delimiters=<% %>\n{{x}} <%values.name%>')).toBe('{{x}} web');
    expect(renderText('# sherpack: strict=false\r\na{{values.nope}}b')).toBe('ab');
    expect(renderText('# sherpack is good\n{{values.name}}')).toBe('# sherpack is good\nweb');
  });

  it('of a file win over those of the pack', () => {
    expect(renderText('# sherpack: delimiters={{ }}\n[[x]] {{values.name}}', undefined, BRACKETS)).toBe('[[x]] web');
  });

  it('keep lines and columns of errors, whatever their length', () => {
    expect(placeOf('a {{ }} [[values.name]] [[values.nope]]', BRACKETS)).toBe('1:27');
    const long = { options: { delimiters: ['<<<', '>>>'] } };
    expect(placeOf('<<<values.name>>> <<<values.nope>>>', long)).toBe('1:22');
    expect(placeOf('<<<values.name>>>\n<<<values.name>>> <<<values.nope>>>', long)).toBe('2:22');
    expect(placeOf('# sherpack: delimiters=<<< >>>\n<<<values.name>>> <<<values.nope>>>', {})).toBe('2:22');
  });

  it('keep the lines of the output', () => {
    const { outputs } = renderAll('# sherpack: delimiters=[[ ]]\na\n[[#if values.name]]\nb\n[[/if]]\nc\n');
    expect(outputs[0]).toMatchObject({ text: 'a\nb\nc\n', lines: [2, 4, 6] });
  });

  it('that cannot work are refused', () => {
    for (const delimiters of [['[['], ['a', 'b'], ['((', '(('], ['<x', 'x>'], 'x', [1, 2]]) {
      expect(() => renderText('', undefined, { options: { delimiters } })).toThrow('engine option delimiters');
    }
    expect(() => renderText('# sherpack: delimiters=[ ]\n')).toThrow('two characters or more');
    expect(() => renderText('# sherpack: delimiter=[[ ]]\n')).toThrow('the first line says "delimiter=[[ ]]"');
  });
});
