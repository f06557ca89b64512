import { isSherpackError, type RenderRequest, type SherpackError } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { NAME, renderText, requestFor } from '../fixtures/render-text.ts';
import engine from './engine.ts';
import { errors } from './errors.ts';

type Extra = Partial<RenderRequest>;

function refused(text: string, values?: object, extra?: Extra, partials?: Readonly<Record<string, string>>): SherpackError {
  try {
    renderText(text, values, extra, partials);
  } catch (error) {
    if (isSherpackError(error)) return error;
    throw error;
  }
  throw new Error(`${text} was rendered`);
}

function limits(limit: Partial<RenderRequest['limits']>): Extra {
  return { limits: { steps: 1000, output: 1000, depth: 10, ...limit } };
}

const CASES: readonly { code: string; text: string; message: string; line?: number; column?: number; extra?: Extra; partials?: Readonly<Record<string, string>> }[] = [
  { code: 'SYNTAX', text: 'a\n{{#if values.name}}\nb', message: '{{#if}} is never closed', line: 2, column: 1 },
  { code: 'SYNTAX', text: 'a\n  {{/each}}', message: '{{/each}} closes nothing', line: 2, column: 3 },
  { code: 'SYNTAX', text: '{{values.name | upper}}', message: '{{values.name | upper}}: "|" is not expected here', line: 1, column: 1 },
  { code: 'SYNTAX', text: 'x {{values.name\ny', message: 'the tag is never closed: "}}" is missing', line: 1, column: 3 },
  { code: 'OPTIONS', text: '', message: 'engine option delimiters must be a list of two texts', extra: { options: { delimiters: '[[' } } },
  { code: 'UNKNOWN_ENTRY', text: '', message: 'there is no template x to render', extra: { entries: ['x'] } },
  { code: 'UNKNOWN_HELPER', text: '\n{{toYml values.labels}}', message: 'there is no helper toYml; did you mean toYaml?', line: 2, column: 1 },
  { code: 'UNKNOWN_HELPER', text: '{{upper (lowr "x")}}', message: 'there is no helper lowr; did you mean lower?', line: 1, column: 9 },
  { code: 'NOT_A_BLOCK', text: '{{#hasKey values "x"}}{{/hasKey}}', message: 'hasKey is no block helper', line: 1, column: 1 },
  { code: 'ARGUMENT_COUNT', text: '{{replace "a" "b"}}', message: 'replace takes 3 arguments, not 2', line: 1, column: 1 },
  { code: 'ARGUMENT_COUNT', text: '{{#if values.a values.b}}{{/if}}', message: '{{#if}} takes 1 argument, not 2', line: 1, column: 1 },
  { code: 'ARGUMENT', text: 'x: {{join "," values.name}}', message: 'join: argument 2 (values.name) must be a list, it is a text', line: 1, column: 4 },
  { code: 'ARGUMENT', text: '{{nindent 2 values.labels}}', message: 'nindent: a map cannot be indented; write (toYaml …) around it', line: 1, column: 1 },
  { code: 'HELPER_FAILED', text: '{{printf "%c" -1}}', message: 'printf failed: Invalid code point -1', line: 1, column: 1 },
  { code: 'UNDEFINED_VALUE', text: 'r: {{values.replcas}}', message: 'values.replcas is undefined; did you mean replicas?', line: 1, column: 6 },
  { code: 'UNDEFINED_VALUE', text: '{{vlaues.name}}', message: 'vlaues is undefined; did you mean values?', line: 1, column: 3 },
  { code: 'UNDEFINED_VALUE', text: '{{#each values.ports as |port|}}\n{{prot}}{{/each}}', message: 'prot is undefined; did you mean port?', line: 2, column: 3 },
  { code: 'UNDEFINED_VALUE', text: '{{values.image.tagg.x}}', message: 'values.image.tagg is undefined; did you mean tag?', line: 1, column: 3 },
  { code: 'ARGUMENT', text: '{{upper (get values.labels "x")}}', message: 'upper: argument 1 (get values.labels "x") must be a text, it is undefined', line: 1 },
  { code: 'NOT_PRINTABLE', text: '{{values.labels}}', message: 'values.labels is a map, which has no text form of its own', line: 1, column: 1 },
  { code: 'PROTOTYPE_ACCESS', text: '{{#if values.__proto__}}{{/if}}', message: 'values.__proto__ is not a member of the values, and templates cannot reach anything else', line: 1, column: 7 },
  { code: 'UNKNOWN_PARTIAL', text: '{{> web.lables}}', message: 'nothing defines web.lables; did you mean web.labels?', line: 1, column: 1, partials: { '_x.hbs': '{{#define "web.labels"}}{{/define}}' } },
  { code: 'REQUIRED', text: '{{required "image.tag is required" values.image.digest}}', message: 'image.tag is required', line: 1, column: 1 },
  { code: 'REQUIRED', text: '{{required values.image.digest}}', message: 'values.image.digest is required', line: 1, column: 1 },
  { code: 'FAILED', text: '{{fail "no"}}', message: 'no', line: 1, column: 1 },
  { code: 'FILE_NOT_FOUND', text: '{{files.get "mod.txt"}}', message: 'the pack has no file mod.txt; did you mean motd.txt?', line: 1, column: 1 },
  { code: 'STEP_LIMIT', text: '{{#each (until 30)}}\n{{#each (until 30)}}\n{{this}}{{/each}}{{/each}}', message: 'the templates take more than 500 steps', line: 2, extra: limits({ steps: 500 }) },
  { code: 'OUTPUT_LIMIT', text: '{{#each (until 99)}}0123456789{{/each}}', message: 'the templates put out more than 300 characters', line: 1, extra: limits({ output: 300 }) },
  { code: 'DEPTH_LIMIT', text: '{{> a}}', message: 'more than 2 templates include one another (included by _a.hbs:1, web/templates/sample.yaml:1)', line: 1, extra: limits({ depth: 2 }), partials: { '_a.hbs': '{{#define "a"}}{{> a}}{{/define}}' } },
  { code: 'NESTING_LIMIT', text: `${'{{#if true}}'.repeat(400)}${'{{/if}}'.repeat(400)}`, message: 'blocks and expressions are nested too deeply', line: 1, column: 3601 },
];

describe('errors', () => {
  for (const { code, text, message, line, column, extra, partials } of CASES) {
    it(`${code} says "${message}"`, () => {
      const error = refused(text, undefined, extra, partials);
      expect([error.code, error.message]).toEqual([`HANDLEBARS_${code}`, message]);
      if (line !== undefined) expect(error.location?.line).toBe(line);
      if (column !== undefined) expect(error.location?.column).toBe(column);
      if (line !== undefined) expect(error.location?.excerpt).toContain('^');
      expect(error.exitCode).toBe(code === 'OPTIONS' ? 2 : 4);
    });
  }

  it('every code is thrown', () => {
    const thrown = new Set(CASES.map(({ text, extra, partials }) => refused(text, undefined, extra, partials).code));
    const declared = Object.keys(errors).map((code) => `HANDLEBARS_${code}`);
    // A warning: reported by parse, never thrown.
    expect(declared.filter((code) => !thrown.has(code))).toEqual(['HANDLEBARS_DUPLICATE_DEFINITION']);
  });

  it('name the template that an included one is included by', () => {
    const error = refused('a\n{{> outer}}', undefined, {}, { 'web/templates/_h.hbs': '{{#define "outer"}}\n{{> inner}}\n{{/define}}\n{{#define "inner"}}{{values.nope}}{{/define}}' });
    expect(error.location).toMatchObject({ file: 'web/templates/_h.hbs', line: 4 });
    expect(error.message).toBe(`values.nope is undefined (included by web/templates/_h.hbs:2, ${NAME}:2)`);
  });

  it('come all at once when a template cannot be read', () => {
    const error = refused('{{toYml 1}}\n{{uper 1}}\n{{#if}}{{/if}}');
    expect([error, ...error.others].map(({ location }) => location?.line)).toEqual([1, 2, 3]);
  });

  it('point into the pack when a text given to tpl is wrong', () => {
    const error = refused('{{tpl values.text this}}', { text: 'a {{values.nope}}' });
    expect(error.location).toMatchObject({ file: `${NAME} (tpl)`, line: 1, column: 5 });
    expect(error.message).toContain(`(included by ${NAME}:1)`);
  });

  it('hint at pipes and at Go templates', () => {
    expect(refused('{{values.a | quote}}').hint).toContain('no pipes');
    expect(refused('{{ .Values.x }}').hint).toContain('Go template');
    expect(refused('{{#each values.ports}}{{values.name}}{{/each}}').hint).toContain('@root.values.name');
  });

  it('are issues with places in parse, warnings included', () => {
    const text = '{{#define "a"}}{{/define}}\n{{#define "a"}}{{/define}}\n{{nope 1}}';
    const { issues } = engine.parse({ name: NAME, text, partial: true }, {});
    expect(issues.map(({ severity, code, location }) => [severity, code, location?.line])).toEqual([
      ['warning', 'HANDLEBARS_DUPLICATE_DEFINITION', 2], ['error', 'HANDLEBARS_UNKNOWN_HELPER', 3],
    ]);
  });

  it('do not come while questions to the cluster are open', () => {
    const open = { ...requestFor('').answers, lookup: () => undefined };
    const text = '{{#with (lookup "v1" "Secret" "team" "db")}}{{data.password}}{{/with}}';
    expect(engine.render(requestFor(text, {}, { answers: open })).missing).toHaveLength(1);
    expect(refused(text, {}, { answers: { ...open, lookup: () => null } }).code).toBe('HANDLEBARS_UNDEFINED_VALUE');
  });
});
