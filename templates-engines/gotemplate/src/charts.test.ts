import { DEFAULT_RENDER_LIMITS, type TemplateContext } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { contextOf } from '../fixtures/render-text.ts';
import engine from './engine.ts';

const subValues = { port: 80 };
const sub: TemplateContext = { ...contextOf({ values: subValues }), chart: { Name: 'cache', Version: '2.0.0' } };
const root: TemplateContext = { ...contextOf({ values: { name: 'web', cache: subValues } }), chart: { Name: 'web', Version: '1.0.0', AppVersion: '7' }, subcharts: new Map([['cache', sub]]) };

function render(templates: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const sources = Object.entries(templates).map(([name, text]) => ({ name, text, partial: /\/_[^/]*$/.test(name) }));
  const entries = sources.filter(({ partial }) => !partial).map(({ name }) => name);
  const { outputs } = engine.render({
    templates: sources, entries, context: root, contexts: new Map(entries.filter((name) => name.startsWith('web/charts/cache/')).map((name) => [name, sub])), strict: false, options: {},
    answers: { lookup: () => ({}), now: () => 0, randomBytes: (count) => new Uint8Array(count) }, limits: DEFAULT_RENDER_LIMITS,
  });
  return Object.fromEntries(outputs.map(({ name, text }) => [name, text]));
}

describe('several charts in one rendering', () => {
  it('gives each chart its own objects, and the parent those of its children', () => {
    expect(render({
      'web/templates/a.yaml': '{{ .Chart.Name }} {{ .Chart.AppVersion }} {{ .Values.cache.port }} {{ .Subcharts.cache.Chart.Version }} {{ .Subcharts.cache.Values.port }} {{ .Template.Name }} {{ .Template.BasePath }}',
      'web/charts/cache/templates/b.yaml': '{{ .Chart.Name }} {{ .Values.port }} {{ .Template.BasePath }} {{ typeOf .Values }}',
    })).toEqual({
      'web/templates/a.yaml': 'web 7 80 2.0.0 80 web/templates/a.yaml web/templates',
      'web/charts/cache/templates/b.yaml': 'cache 80 web/charts/cache/templates common.Values',
    });
  });

  it('renders the deepest paths first, and what they set the others see', () => {
    expect(render({
      'web/templates/a.yaml': '{{ .Values.cache.added }} {{ .Values.own }}',
      'web/templates/b.yaml': '{{ $_ := set .Values "own" "by b" }}',
      'web/charts/cache/templates/c.yaml': '{{ $_ := set .Values "added" "by the subchart" }}',
    })['web/templates/a.yaml']).toBe('by the subchart by b');
  });

  it('lets definitions of the parent win, unless they are empty', () => {
    const child = '{{ define "x" }}child{{ end }}{{ define "y" }}child{{ end }}';
    expect(render({ 'web/templates/_h.tpl': '{{ define "x" }}parent{{ end }}{{ define "y" }}  {{ end }}', 'web/charts/cache/templates/_h.tpl': child, 'web/charts/cache/templates/c.yaml': '{{ include "x" . }} {{ include "y" . }}' }))
      .toEqual({ 'web/charts/cache/templates/c.yaml': 'parent child' });
  });

  it('leaves the values that it was given alone', () => {
    render({ 'web/templates/a.yaml': '{{ $_ := set .Values.cache "port" 1 }}' });
    expect(subValues).toEqual({ port: 80 });
  });
});
