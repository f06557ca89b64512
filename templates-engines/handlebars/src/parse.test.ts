import * as fc from 'fast-check';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { NAME, requestFor } from '../fixtures/render-text.ts';
import engine from './engine.ts';

function parsed(text: string, options = {}) {
  return engine.parse({ name: NAME, text, partial: false }, options);
}

function references(text: string): string[] {
  return parsed(text).references.map(({ path, location }) => `${path.join('.')} ${location.line}:${location.column}`);
}

describe('parse', () => {
  it('knows which values a template reads, and where', () => {
    expect(references('a: {{values.a.b}}\n{{#if (eq values.c "x")}}{{nindent 2 (toYaml values.d)}}{{/if}}\n{{include "x" (dict "e" values.e)}} {{> p h=values.f}}')).toEqual([
      'a.b 1:6', 'c 2:11', 'd 2:46', 'e 3:25', 'f 3:45',
    ]);
  });

  it('follows {{#with}} and ../, and stays silent about what only rendering knows', () => {
    const text = '{{#with values.app}}{{name}}{{../release.name}}{{../values.x}}{{@root.values.y}}{{/with}}{{#each values.list as |item|}}{{this.z}}{{item.q}}{{@root.values.w}}{{/each}}';
    expect(parsed(text).references.map(({ path }) => path.join('.'))).toEqual(['app', 'app.name', 'x', 'y', 'list', 'w']);
  });

  it('takes values in definitions to be those of the root', () => {
    expect(parsed('{{#define "x"}}{{values.a}}{{b}}{{/define}}').references.map(({ path }) => path.join('.'))).toEqual(['a']);
  });

  it('knows what a template defines and includes', () => {
    const { defines, includes } = parsed('{{#define "a"}}{{> b}}{{/define}}{{#*inline "c"}}{{/inline}}{{upper (include "d" this)}}{{#> e}}{{> (include "f" this)}}{{/e}}');
    expect({ defines, includes }).toEqual({ defines: ['a', 'c'], includes: ['b', 'd', 'e', 'f'] });
  });

  it('lists every place that reports to a probe', () => {
    const text = 'a {{values.name}}\n{{#each values.ports}}\n{{#if @first}}x{{else if @last}}y {{this}}{{else}}z{{/if}}\n{{/each}}\n{{#unless values.name}}{{upper "no"}}{{/unless}}';
    const listed = new Set((parsed(text).expressions ?? []).map(({ line, column, detail }) => `${line}:${column} ${detail}`));
    const seen = new Set<string>();
    engine.render(requestFor(text, undefined, { probe: ({ kind, line, column, detail }) => void (kind === 'expression' && seen.add(`${line}:${column} ${detail}`)) }));
    expect([...seen].filter((place) => !listed.has(place))).toEqual([]);
    expect([...listed].filter((place) => !seen.has(place))).toEqual(['3:51 else', '5:24 then', '5:24 upper "no"']);
  });

  it('shows a debugger what an expression sees', () => {
    const scopes: unknown[] = [];
    engine.render(requestFor('{{#each values.ports as |port i|}}{{port}}{{/each}}', undefined, {
      probe: ({ kind, detail, scope }) => void (kind === 'expression' && detail === 'port' && scopes.push(scope?.())),
    }));
    expect(scopes).toMatchObject([{ this: 80, '@index': 0, blockParams: [[80, 0]] }, { this: 443, '@last': true, blockParams: [[443, 1]] }]);
  });

  it('reads on after every error', () => {
    const { issues, references: found } = parsed('{{values.a}}\n{{values.b |}}\n{{#if values.c}}\n{{/each}}\n{{ "open }}\n{{values.d}}\n{{nope 1}}\n{{{values.e}}\n{{values.f}}');
    expect(issues.map(({ location }) => location?.line)).toEqual([2, 3, 4, 5, 7, 8]);
    expect(found.map(({ path }) => path.join('.'))).toEqual(['a', 'd', 'f']);
  });

  const soup = fc.array(fc.constantFrom(
    '{{', '}}', '{{{', '}}}', '{{{{', '}}}}', '#if ', '/if', '{{#if a}}', '{{/if}}', '{{else}}', '{{^}}', '{{> x}}', '{{#> x}}', '{{/x}}', '{{#*inline "x"}}', '{{/inline}}', '"', "'", '(', ')', '[', ']', '|', ' as |x|',
    '.', '../', '@', '=', '!--', '--', '~', '\\', '\n', ' ', 'a', 'values.b', '1', 'upper ', '{{!', '%', '<<', '>>',
  ), { maxLength: 25 }).map((parts) => parts.join(''));

  it('never fails, and finds an error in what Handlebars cannot read', () => {
    fc.assert(fc.property(soup, (text) => {
      const { issues } = parsed(text);
      const wrong = issues.some(({ code }) => code === 'HANDLEBARS_SYNTAX');
      expect(wrong).toBe(!readable(text));
    }), { numRuns: 3000 });
  });

  it('never fails with other delimiters', () => {
    fc.assert(fc.property(soup, (text) => {
      parsed(text, { delimiters: ['<<', '>>'] });
    }), { numRuns: 1000 });
  });
});

function readable(text: string): boolean {
  try {
    Handlebars.parse(text);
    return true;
  } catch {
    return false;
  }
}
