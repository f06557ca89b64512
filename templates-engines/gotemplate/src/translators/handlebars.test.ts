import { testTemplateTranslator } from '@sherpack/plugin-kit/suites/template-translator';
import { describe, expect, it } from 'vitest';
import { samples } from '../../fixtures/translator-samples.ts';
import translator from './handlebars.ts';

function translate(text: string, others: Readonly<Record<string, string>> = {}) {
  const templates = Object.entries({ 'web/templates/a.yaml': text, ...others }).map(([name, source]) => ({ name, text: source, partial: name.includes('/_') }));
  return translator.translate({ templates, values: { n: 1, map: {} }, options: {} });
}

function text(source: string): string | undefined {
  return translate(source)[0]?.text;
}

function reasons(source: string, others?: Readonly<Record<string, string>>): readonly string[] {
  return translate(source, others).flatMap(({ name, problems }) => problems.map(({ location, reason }) => `${name.slice('web/templates/'.length)}:${location.line}:${location.column} ${reason}`));
}

testTemplateTranslator(translator, samples, { describe, it, expect });

describe('a translation to Handlebars', () => {
  it.each([
    ['{{ .Values.a.b }}', '{{values.a.b}}'],
    ['{{ .Values.a | default "x" | quote }}', '{{quote (firstFilled values.a "x")}}'],
    ['{{ .Release.Name }}-{{ .Chart.AppVersion }}', '{{release.name}}-{{pack.appVersion}}'],
    ['{{ if .Values.n }}a{{ end }}b', '{{#if values.n}}a{{/if}}b'],
    ['{{- if .Values.n -}}\na{{ end }}\n', '{{#if values.n}}\na\n{{/if}}\n'],
    ['{{ if .Values.map }}a{{ else }}b{{ end }}', '{{#if (filled values.map)}}a{{else}}b{{/if}}'],
    ['{{ if eq .Values.n 1.0 }}a{{ else if not .Values.map }}b{{ end }}', '{{#if (eq values.n 1)}}a{{else if (not (filled values.map))}}b{{/if}}'],
    ['{{ range $k, $v := .Values.map }}{{ $k }}={{ $v.x }}{{ end }}', '{{#each values.map as |v k|}}{{k}}={{v.x}}{{/each}}'],
    ['{{ range .Values.list }}{{ .x }}{{ $.Values.n }}{{ end }}', '{{#each values.list}}{{this.x}}{{@root.values.n}}{{/each}}'],
    ['{{ $x := printf "%s!" .Values.a }}{{ range .Values.l }}{{ $x }}{{ end }}', '{{#each values.l}}{{printf "%s!" @root.values.a}}{{/each}}'],
    ['{a: {{ .Values.n }}}', '{a: {{values.n~}} }'],
    ['{{{ .Values.n }}', undefined],
    ['{{ "a\\nb" | indent 2 }}', '{{indent 2 "a\nb"}}'],
    ['{{ .Capabilities.APIVersions.Has "v1" }}', '{{capabilities.has "v1"}}'],
  ])('writes %s as %s', (source, wanted) => {
    expect(text(source)).toBe(wanted);
  });

  it('puts blocks on lines of their own where that gives the same text', () => {
    expect(text('spec:\n  {{- if .Values.n }}\n  a: 1\n  {{- else }}\n  b: 1\n  {{- end }}\n  c: 1\n')).toBe('spec:\n{{#if values.n}}\n  a: 1\n{{else}}\n  b: 1\n{{/if}}\n  c: 1\n');
  });

  it('knows what a definition is given', () => {
    const [a, helpers] = translate('{{ include "x" (dict "root" . "n" 1) }}', { 'web/templates/_x.tpl': '{{ define "x" }}{{ .root.Values.n }}{{ .n }}{{ end }}' });
    expect([a?.text, helpers?.text]).toEqual(['{{include "x" (dict "root" this "n" 1)}}', '{{#define "x"}}\n{{@root.values.n}}{{this.n}}{{/define}}\n']);
  });

  it('says of each other place what it is, and takes along what depends on it', () => {
    expect(reasons('{{ tpl .Values.a . }}\n{{ set .Values "x" 1 }}\n{{ include "b" . }}', { 'web/templates/_b.tpl': '{{ define "b" }}{{ genCA "x" 1 }}{{ end }}' })).toEqual([
      'a.yaml:1:4 tpl reads texts with Go templates in them',
      'a.yaml:2:4 set changes a map in place; the helper of that name gives a copy',
      '_b.tpl:1:20 genCA is no helper of Handlebars',
    ]);
    expect(reasons('{{ include "b" . }}', { 'web/templates/_b.tpl': '{{ define "b" }}{{ genCA "x" 1 }}{{ end }}' })[0]).toBe('a.yaml:1:4 it includes "b", which stays a Go template');
    expect(reasons('{{ range .Values.l }}{{ break }}{{ end }}')).toEqual(['a.yaml:1:25 Handlebars has no {{break}}']);
    expect(reasons('{{ if }}')).toHaveLength(1);
  });
});
