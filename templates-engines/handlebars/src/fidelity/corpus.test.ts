import { describe, expect, it } from 'vitest';
import { byHandlebars, bySherpack } from './both.ts';

const context = {
  a: 'A', b: { c: 'C', d: [1, 2] }, items: [{ a: 'l1', n: 1 }, { a: 'l2', n: 0 }], nums: [0, 1, 2], empty: [], obj: { k1: 'v1', k2: 'v2' },
  t: true, f: false, n: null, z: 0, s: '', 'a b': { 'c/d': 'odd' }, nested: [[1, 2], [3]], blank: {}, upperCase: 'own',
};

const PARTIALS = { row: '<{{a}}>\n', two: 'one\ntwo\n', layout: '[{{> @partial-block}}]', deep: '{{> row}}{{> row b}}', up: '{{../a}}|{{@index}}' };

const CORPUS: readonly string[] = [
  // paths and literals
  'plain text', '', '\n', '{{a}}', '{{ a }}', '{{{a}}}', '{{&a}}', '{{b.c}}', '{{b/c}}', '{{b.d.[0]}}', '{{b.d.1}}', '{{[a b].[c/d]}}', '{{this.a}}',
  '{{./a}}', '{{missing}}', '{{missing.deeper.still}}', '{{n}}', '{{n.x}}', '{{t}} {{f}} {{z}}', '{{nums}}', '{{b}}', '{{nums.length}}', '{{a.length}}', '{{"a"}}', '{{\'a b\'}}',
  '{{12}}', '{{true}}', '{{this}}', '{{.}}', '{{../a}}', '{{@root.a}}', '{{@index}}', '{{@missing.x}}', '{{s}}|{{upperCase}}', '{{b.[c]}}', '{{@root.b.d.[1]}}',
  // comments and escapes
  'x{{! a comment }}y', 'x{{!-- with }} braces --}}y', '  {{! standalone }}\nz', '\\{{a}}', '\\\\{{a}}', '\\{{a}} {{a}}', 'a \\ b {{a}}', '{{!--~--}}x', '{ {{a}} }', '{{{{raw}}}} {{a}} {{{{/raw}}}}',
  // whitespace
  'a  {{~a~}}  b', 'a\n{{~a}}\n b', 'a\n{{a~}}\n\n b', '{{#if t}}\n  x\n{{/if}}\n', '  {{#if t}}  \n  x\n  {{/if}}  \ny', '{{#if t}} x {{/if}}\n', 'a\n{{#if t}}\n{{/if}}\nb',
  '{{#if f}}\nx\n{{else}}\ny\n{{/if}}\n', '{{#if t~}}  x  {{~else~}}  y  {{~/if}}', '\r\n{{#if t}}\r\nx\r\n{{/if}}\r\n', '{{#each nums}}\n- {{this}}\n{{/each}}\nend', '{{~#if t}} a {{/if~}}  b',
  ' {{#if t}}\n{{/if}}', '{{#if t}}\n{{a}}\n\n{{/if}}\n\n', '{{> two}}', 'x\n  {{> two}}\ny', '  {{> two}}', 'x {{> two}}', '  {{> two~}}\n  z', '\t{{> row}}\n', '{{a}}\n  {{> row b}}\n{{a}}',
  // conditions
  '{{#if z}}x{{else}}y{{/if}}', '{{#if z includeZero=true}}x{{else}}y{{/if}}', '{{#if empty}}x{{else}}y{{/if}}', '{{#if blank}}x{{/if}}', '{{#unless f}}x{{/unless}}', '{{#unless t}}x{{else}}y{{/unless}}',
  '{{#if f}}1{{else if t}}2{{else}}3{{/if}}', '{{#if f}}1{{else if f}}2{{else if z}}3{{else}}4{{/if}}', '{{#if f}}1{{else with b}}{{c}}{{/if}}', '{{#if f}}1{{else each nums}}{{this}}{{else}}0{{/if}}',
  '{{^t}}no{{/t}}', '{{^f}}no{{/f}}', '{{#t}}yes{{^}}no{{/t}}', '{{#f}}yes{{^}}no{{/f}}', '{{#if missing.x}}a{{else}}b{{/if}}', '{{^if f}}x{{/if}}', '{{^if t}}x{{else}}y{{/if}}',
  // loops and contexts
  '{{#each nums}}{{@index}}:{{this}}{{#unless @last}},{{/unless}}{{/each}}', '{{#each obj}}{{@key}}={{this}};{{/each}}', '{{#each obj}}{{@index}}{{@first}}{{@last}} {{/each}}', '{{#each empty}}x{{else}}none{{/each}}',
  '{{#each missing}}x{{else}}none{{/each}}', '{{#each items}}{{a}}{{n}}{{../a}}{{/each}}', '{{#each items as |item i|}}{{item.a}}{{i}}{{a}}{{/each}}', '{{#each obj as |v k|}}{{k}}={{v}} {{/each}}',
  '{{#each nested}}{{#each this}}{{this}}@{{@../index}}.{{@index}} {{/each}}{{/each}}', '{{#each nested as |row i|}}{{#each row as |cell j|}}{{i}}{{j}}{{cell}} {{/each}}{{/each}}', '{{#each items}}{{#if n}}{{a}}{{../a}}{{/if}}{{/each}}',
  '{{#each items}}{{#with ../b}}{{c}}{{../a}}{{../../a}}{{/with}}{{/each}}', '{{#with b}}{{c}}{{../a}}{{/with}}', '{{#with b as |x|}}{{x.c}}{{c}}{{/with}}', '{{#with missing}}x{{else}}y{{/with}}', '{{#with z}}{{this}}{{/with}}',
  '{{#items}}{{a}}{{/items}}', '{{#b}}{{c}}{{../a}}{{/b}}', '{{#nums}}{{@index}}{{this}}{{/nums}}', '{{#empty}}x{{^}}none{{/empty}}', '{{#a}}{{this}}{{/a}}', '{{#b.d}}{{this}},{{/b.d}}', '{{#blank}}x{{/blank}}', '{{#each a}}x{{else}}y{{/each}}',
  '{{#each (list 1 "b" true)}}{{this}} {{/each}}', '{{#with (lookup items 0)}}{{a}}{{/with}}', '{{lookup obj "k1"}}', '{{lookup nums 1}}', '{{lookup missing "x"}}', '{{lookup obj (lookup nums 9)}}', '{{upper a}}', '{{upper (upper a)}}', '{{upper (lookup obj "k1")}}', '{{upper "x y"}}',
  '{{#each nums}}{{#if this}}{{@index}}{{/if}}{{/each}}', '{{#each items}}{{#each ../nums}}{{../a}}{{this}}{{/each}}{{/each}}', '{{#each nums}}{{@root.a}}{{/each}}', '{{#each items}}{{@first}}{{/each}}',
  // partials
  '{{> row}}', '{{> row b}}', '{{> row a="x"}}', '{{> row b a="y"}}', '{{> (lookup obj2 "k")}}', '{{#each items}}{{> row}}{{/each}}', '{{#each items}}{{> up}}{{/each}}', '{{> "row"}}', '{{> [row]}}', '{{> missing}}', '{{#> missing}}fallback {{a}}{{/missing}}',
  '{{#> layout}}body {{a}}{{/layout}}', '{{#> layout b}}body {{c}}{{/layout}}', '{{#> layout}}{{#> layout}}{{a}}{{/layout}}{{/layout}}', '{{#> layout x=1}}{{x}}{{/layout}}', '{{> layout}}', '{{#each items}}{{#> layout}}{{a}}{{@index}}{{../a}}{{/layout}}{{/each}}', '{{> deep}}',
  '{{#*inline "i"}}<{{a}}>{{/inline}}{{> i}}{{> i b}}', '{{> i}}{{#*inline "i"}}late{{/inline}}', '{{#*inline "row"}}mine{{/inline}}{{> row}}{{> deep}}', '{{#if t}}{{#*inline "i"}}in{{/inline}}{{> i}}{{/if}}{{> i}}',
  '{{#each items}}{{#*inline "i"}}{{a}}{{../a}}{{/inline}}{{> i}}{{/each}}', '{{#> layout}}{{#*inline "row"}}own{{/inline}}{{> row}}{{/layout}}', '{{#> deep}}{{#*inline "row"}}own{{/inline}}{{/deep}}', '{{#*inline "i"}}\n  x\n{{/inline}}\n{{> i}}\n',
  '{{#*inline "a"}}1{{/inline}}{{#*inline "a"}}2{{/inline}}{{> a}}', '{{#*inline "l"}}({{> @partial-block}}){{/inline}}{{#> l}}{{a}}{{/l}}', '{{#*inline "x"}}{{#*inline "y"}}y{{/inline}}{{> y}}{{/inline}}{{> x}}',
  '{{#*inline "o"}}{{#> layout}}<{{> @partial-block}}>{{/layout}}{{/inline}}{{#> o}}in{{/o}}', '  {{#> two}}\n x\n {{/two}}\n',
  // errors
  '{{#if t}}', '{{/if}}', '{{#if t}}{{/each}}', '{{', '{{a', '{{a b c}}', '{{#nothere a}}{{/nothere}}', '{{foo (bar)}}', '{{a.b c}}', '{{else}}', '{{#if}}x{{/if}}', '{{#if a b}}x{{/if}}', '{{> a b c}}', '{{a.../b}}', '{{b.this}}', '{{#each a as |x}}{{/each}}',
];

describe('templates mean what they mean to Handlebars', () => {
  for (const template of CORPUS) {
    it(JSON.stringify(template), () => {
      const one = { template, partials: PARTIALS, context: { ...context, obj2: { k: 'row' } } };
      const expected = byHandlebars(one);
      const actual = bySherpack(one);
      expect(actual.text ?? 'error').toBe(expected.text ?? 'error');
    });
  }
});
