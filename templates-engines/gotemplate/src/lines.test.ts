import { DEFAULT_RENDER_LIMITS, type RenderProbe, type TemplateSource } from '@sherpack/plugin-api';
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

describe('provenance', () => {
  it('knows for each line of the output the line of the template that wrote it', () => {
    const output = rendered('one\n{{- range .Values.list }}\nitem: {{ . }}\n{{- end }}\n{{ include "two" . }}\n{{ template "two" . }}\nlast\n');
    expect(output?.text).toBe('one\nitem: a\nitem: b\nx\ny\nx\ny\nlast\n');
    expect(output?.lines).toEqual([1, 3, 3, 5, 5, 6, 6, 7]);
  });

  it('knows lines although Helm takes <no value> out of the output', () => {
    expect(rendered('{{ .Values.missing }}\nb\n{{ .Values.missing }}c\n')?.lines).toEqual([1, 2, 3]);
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
