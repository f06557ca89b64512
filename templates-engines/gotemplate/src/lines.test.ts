import { DEFAULT_RENDER_LIMITS, type RenderProbe, type TemplateSource } from '@sherpack/plugin-api';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextOf } from '../fixtures/render-text.ts';
import engine from './engine.ts';

const NAME = 'web/templates/a.yaml';
const PARTIAL: TemplateSource = { name: 'web/templates/_b.tpl', text: '{{ define "two" }}x\ny{{ end }}', partial: true };

function rendered(text: string, probe?: RenderProbe) {
  const { outputs } = engine.render({
    templates: [PARTIAL, { name: NAME, text, partial: false }], entries: [NAME], context: contextOf({ values: { list: ['a', 'b'], map: { k: 1 } } }), strict: false, options: {}, probe,
    answers: { lookup: () => ({}), now: () => 0, randomBytes: (count) => new Uint8Array(count) }, limits: DEFAULT_RENDER_LIMITS,
  });
  return outputs[0];
}

/** The text, and for each of its lines the line of the piece that wrote its first character. */
function writtenBy(pieces: readonly (readonly [source: string, output: string])[]): readonly [string, readonly number[]] {
  let text = '';
  let line = 1;
  const lines: number[] = [];
  for (const [source, output] of pieces) {
    [...output].forEach((character, index) => {
      const within = source === output ? output.slice(0, index).split('\n').length - 1 : 0;
      if (text === '' || text.endsWith('\n')) lines.push(line + within);
      text += character;
    });
    line += source.split('\n').length - 1;
  }
  return [text, lines];
}

describe('provenance', () => {
  it('knows for each line of the output the line of the template that wrote it', () => {
    const output = rendered('one\n{{- range .Values.list }}\nitem: {{ . }}\n{{- end }}\n{{ include "two" . }}\n{{ template "two" . }}\nlast\n');
    expect(output?.text).toBe('one\nitem: a\nitem: b\nx\ny\nx\ny\nlast\n');
    expect(output?.lines).toEqual([1, 3, 3, 5, 5, 6, 6, 7]);
  });

  it('knows lines although Helm takes <no value> out of the output', () => {
    expect(rendered('{{ .Values.missing }}\nb\n{{ .Values.missing }}c\n')?.lines).toEqual([1, 2, 3]);
  });

  it('knows them for anything that is written, in any order', () => {
    const values = ['', 'v', '\n', 'v\n', '\nv', 'a\nb', 'a\nb\n'];
    const pieces = [...['t', ' ', '\n', 't\n', '\nt', 'a\n\nb'].map((text) => [text, text] as const), ...values.map((value) => [`{{ ${JSON.stringify(value)} }}`, value] as const), ['{{ include "two" . }}', 'x\ny'] as const, ['{{ template "two" . }}', 'x\ny'] as const];
    fc.assert(fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (chosen) => {
      const output = rendered(chosen.map(([source]) => source).join(''));
      expect([output?.text, output?.lines]).toEqual(writtenBy(chosen));
    }), { numRuns: 2000 });
  });

  it('tells a probe every expression with its place, and what it sees', () => {
    const seen: unknown[] = [];
    rendered('{{ range $i, $x := .Values.list }}\n{{ $x | upper }}{{ end }}', ({ kind, template, line, column, detail, scope }) => {
      if (kind === 'expression') seen.push([template, line, column, detail, scope?.()['.']]);
    });
    expect(seen.map((each) => (each as unknown[]).slice(0, 4))).toEqual([
      [NAME, 1, 10, 'range $i, $x := .Values.list'], [NAME, 2, 4, '$x | upper'], [NAME, 2, 4, '$x | upper'],
    ]);
    expect((seen[1] as unknown[])[4]).toBe('a');
  });

  it('reports where templates are entered and left', () => {
    const seen: string[] = [];
    rendered('{{ include "two" . }}', ({ kind, template, detail }) => void (kind === 'expression' || seen.push(`${kind} ${template} ${detail ?? ''}`)));
    expect(seen).toEqual([`enter ${NAME} ${NAME}`, 'enter web/templates/_b.tpl two', 'leave web/templates/_b.tpl two', `leave ${NAME} ${NAME}`]);
  });
});
