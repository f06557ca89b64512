import { ExactNumber } from '@sherpack/yaml/exact-number';
import { describe, expect, it } from 'vitest';
import { NAME, renderAll, renderText, requestFor } from '../fixtures/render-text.ts';
import engine from './engine.ts';

describe('rendering', () => {
  it('prints exact numbers as they were written', () => {
    const values = { big: 9_007_199_254_740_993n, version: new ExactNumber('1.0'), zero: new ExactNumber('0.0') };
    expect(renderText('{{values.big}} {{values.version}} {{toYaml values.version}} {{add values.big 1}} {{#if values.zero}}y{{else}}n{{/if}}', values))
      .toBe('9007199254740993 1.0 1.0 9007199254740994 n');
    expect(renderText('{{add 9007199254740993 0}}')).toBe('9007199254740993');
  });

  it('escapes nothing', () => {
    expect(renderText('{{values.x}}{{{values.x}}}{{&values.x}}', { x: '<&"\'>' })).toBe('<&"\'>'.repeat(3));
  });

  it('prints neighbouring numbers one after the other', () => {
    expect(renderText('{{values.replicas}}{{values.replicas}}')).toBe('33');
  });

  it('gives templates their objects', () => {
    const text = '{{release.name}} {{release.service}} {{pack.version}} {{capabilities.kubeVersion.minor}} {{template.name}} {{template.basePath}} {{capabilities.apiVersions.length}}';
    expect(renderText(text)).toBe(`rel Sherpack 1.0.0 31 ${NAME} web/templates 2`);
  });

  it('lets values have the names of helpers', () => {
    expect(renderText('{{#each values.list}}{{first}}{{keys}}{{upper}};{{/each}}{{#with values.x}}{{values}}{{/with}}', { list: [{ first: 1, keys: 2, upper: 'u' }], x: { values: 'v' } })).toBe('12u;v');
  });

  it('evaluates only what and, or, default, coalesce and ternary need', () => {
    expect(renderText('{{and false (fail "a")}}{{or 1 (fail "b")}}{{default (fail "c") values.replicas}}{{coalesce 3 (fail "d")}}{{ternary 4 (fail "e") true}}')).toBe('false1334');
    expect(renderText('{{#if (and values.a (eq values.a.b 1))}}x{{else}}y{{/if}}', {})).toBe('y');
  });

  it('takes zero and false for values', () => {
    expect(renderText('{{default 5 values.zero}} {{default true values.no}} {{coalesce values.none values.zero}} {{required values.zero}}', { zero: 0, no: false, none: null })).toBe('0 false 0 0');
  });

  it('loops over nothing only where the template says what to do then', () => {
    expect(renderText('{{#each values.nope}}x{{else}}none{{/each}}')).toBe('none');
    expect(() => renderText('{{#each values.nope}}x{{/each}}')).toThrow('values.nope is undefined');
    expect(() => renderText('{{#each values.name}}x{{/each}}')).toThrow('values.name must be a list or a map, it is a text');
  });

  it('prints nothing for what is missing when it is not strict', () => {
    const text = '[{{values.nope}}{{values.nope.deeper}}{{upper values.nope}}{{join "," values.nope}}{{#each values.nope}}x{{/each}}{{toYaml (pick values.nope "a")}}]';
    expect(renderText(text, undefined, { strict: false })).toBe('[{}]');
  });

  it('calls methods of files and capabilities from every context', () => {
    expect(renderText('{{#each values.ports}}{{files.get "motd.txt"}}{{#if (capabilities.has "v1")}}!{{/if}}{{@root.files.get "motd.txt"}} {{/each}}')).toBe('Welcome!Welcome Welcome!Welcome ');
    expect(() => renderText('{{files.got "x"}}')).toThrow('there is no helper files.got; did you mean files.get?');
  });

  it('never changes the values', () => {
    const values = Object.freeze({ map: Object.freeze({ a: Object.freeze({ b: 1 }) }), list: Object.freeze([3, 1, 2]) });
    expect(renderText('{{toJson (set values.map "x" 1)}}{{toJson (merge values.map (dict "a" (dict "c" 2)))}}{{toJson (sort values.list)}}{{toJson (append values.list 4)}}{{toJson values}}', values))
      .toBe('{"a":{"b":1},"x":1}{"a":{"b":1,"c":2}}[1,2,3][3,1,2,4]{"map":{"a":{"b":1}},"list":[3,1,2]}');
  });

  it('keeps keys that are dangerous in JavaScript as data', () => {
    expect(renderText('{{toJson (dict "__proto__" 1 "constructor" 2)}}{{#with (dict "constructor" "c")}}{{constructor}}{{/with}}')).toBe('{"__proto__":1,"constructor":2}c');
  });
});

describe('lines', () => {
  it('say which line of the template wrote which line of the output', () => {
    const text = [
      'a: 1', '{{#if values.name}}', 'b: 2', '', '{{/if}}', 'labels:{{nindent 2 (toYaml values.labels)}}', '{{#each values.ports}}', '- {{this}}', '{{/each}}', '  {{> two}}', '{{~values.name}}', 'end', '',
    ].join('\n');
    const { outputs } = renderAll(text, undefined, {}, { '_two.hbs': '{{#define "two"}}\none\ntwo\n{{/define}}' });
    expect(outputs[0]?.text).toBe('a: 1\nb: 2\n\nlabels:\n  app: web\n  tier: front\n- 80\n- 443\n  one\n  two\nweb\nend\n');
    expect(outputs[0]?.lines).toEqual([1, 3, 4, 6, 6, 6, 8, 8, 10, 10, 11, 12]);
  });

  it('are told for each output of a rendering', () => {
    const request = requestFor('a\n');
    const templates = [...request.templates, { name: 'b', text: '\n\nb', partial: false }];
    expect(engine.render({ ...request, templates, entries: [NAME, 'b'] }).outputs.map(({ lines }) => lines)).toEqual([[1], [1, 2, 3]]);
  });
});
