import { describe, expect, it } from 'vitest';
import { renderText } from '../fixtures/render-text.ts';

/** `{{#with (list x x) as |a1|}}{{#with (list a1 a1) as |a2|}}…`: every level doubles what the one before it is. */
function doubled(first: string, next: (name: string) => string, last: (name: string) => string, levels = 60): string {
  const opens = Array.from({ length: levels }, (_, index) => `{{#with ${next(index === 0 ? first : `a${index}`)} as |a${index + 1}|}}`);
  return `${opens.join('')}${last(`a${levels}`)}${'{{/with}}'.repeat(levels)}`;
}

const BOMBS: Readonly<Record<string, string>> = {
  'a text that doubles': doubled('values.name', (name) => `(print ${name} ${name})`, (name) => `{{len ${name}}}`),
  'a list that doubles': doubled('values.ports', (name) => `(concat ${name} ${name})`, (name) => `{{len ${name}}}`),
  'lists of lists that print double': doubled('values.ports', (name) => `(list ${name} ${name})`, (name) => `{{toYaml ${name}}}`),
  'lists of lists that are compared': doubled('values.ports', (name) => `(list ${name} ${name})`, (name) => `{{eq ${name} ${name}}}`),
  'lists of lists that are flattened': doubled('values.ports', (name) => `(list ${name} ${name})`, (name) => `{{len (flatten ${name})}}`),
  'lists of lists that are copied': doubled('values.ports', (name) => `(list ${name} ${name})`, (name) => `{{len (deepCopy ${name})}}`),
  'maps of maps that are merged': doubled('values.labels', (name) => `(dict "a" ${name} "b" ${name})`, (name) => `{{len (merge ${name} ${name})}}`),
  'a number that squares': doubled('10', (name) => `(mul ${name} ${name})`, (name) => `{{${name}}}`),
  'a replacement that multiplies': doubled('"aaaaaaaa"', (name) => `(replace "a" ${name} ${name})`, (name) => `{{len ${name}}}`, 20),
  'a regular expression that multiplies': doubled('"aaaaaaaa"', (name) => `(regexReplaceAll "a" ${name} ${name})`, (name) => `{{len ${name}}}`, 20),
  'a wide repetition': '{{repeat 999999999 "x"}}',
  'a wide indentation': '{{indent 999999999 "x"}}',
  'a wide number': '{{printf "%999999999d" 1}}',
  'a long range': '{{range 999999999}}',
  'a long secret': '{{randAlphaNum 999999999}}',
  'loops in loops': '{{#each (until 9999)}}{{#each (until 9999)}}{{#each (until 9999)}}{{/each}}{{/each}}{{/each}}',
  'definitions that call each other twice': `${Array.from({ length: 60 }, (_, index) => `{{#define "d${index}"}}{{> d${index + 1}}}{{> d${index + 1}}}{{/define}}`).join('')}{{#define "d60"}}x{{/define}}{{> d0}}`,
};

describe('limits', () => {
  for (const [name, template] of Object.entries(BOMBS)) {
    it(`stop ${name}`, () => {
      const limits = { steps: 200_000, output: 1_000_000, depth: 100 };
      expect(() => renderText(template, undefined, { limits })).toThrow(/more than|too large|widths end|must be between/);
    });
  }

  it('hold where many includes and many blocks together fill the stack', () => {
    const definition = `{{#define "deep"}}${'{{#if true}}{{#with this}}'.repeat(140)}{{> deep}}${'{{/with}}{{/if}}'.repeat(140)}{{/define}}{{> deep}}`;
    expect(() => renderText(definition, undefined, { limits: { steps: 5_000_000, output: 1000, depth: 1000 } })).toThrow(/nested too deeply|include one another/);
  });

  it('let patterns run that would hang a backtracking matcher', () => {
    expect(renderText(`{{regexMatch "^(a+)+$" "${'a'.repeat(5000)}b"}}`)).toBe('false');
    expect(renderText(`{{#each (files.glob "${'**/'.repeat(50)}x")}}{{path}}{{/each}}`)).toBe('');
  });

  it('hold for templates that are nested deeply', () => {
    for (const levels of [301, 5000]) {
      expect(() => renderText(`${'{{#if values.name}}'.repeat(levels)}x${'{{/if}}'.repeat(levels)}`)).toThrow(/nested too deeply/);
      expect(() => renderText(`{{${'upper ('.repeat(levels)}upper "x"${')'.repeat(levels)}}}`)).toThrow(/nested too deeply/);
    }
    expect(() => renderText(`{{#if false}}${'{{else if false}}'.repeat(5000)}{{/if}}`)).toThrow(/nested too deeply/);
    expect(renderText(`${'{{#if values.name}}'.repeat(290)}x${'{{/if}}'.repeat(290)}`)).toBe('x');
  });
});
