import { describe, expect, it } from 'vitest';
import { renderText } from '../fixtures/render-text.ts';

describe('definitions', () => {
  it('are seen by all templates, and by each other', () => {
    const partials = { 'web/templates/_a.hbs': '{{#define "a"}}[{{include "b" this}}]{{/define}}', 'web/templates/_b.tpl': '{{#*inline "b"}}{{release.name}}{{/inline}}' };
    expect(renderText('{{> a}}{{include "a" this}}{{upper (include "b" @root)}}', undefined, {}, partials)).toBe('[rel][rel]REL');
  });

  it('of a parent win over those of a subpack, later paths over earlier ones', () => {
    const partials = {
      'web/charts/db/templates/_z.hbs': '{{#define "x"}}child{{/define}}{{#define "only"}}child{{/define}}',
      'web/templates/_b.hbs': '{{#define "x"}}parent b{{/define}}',
      'web/templates/_a.hbs': '{{#define "x"}}parent a{{/define}}',
    };
    expect(renderText('{{> x}} {{> only}}', undefined, {}, partials)).toBe('parent b child');
  });

  it('can be whole files, named by their base name', () => {
    const partials = { 'web/templates/_labels.hbs': 'app: {{release.name}}\n' };
    expect(renderText('l:\n  {{> labels}}\n{{> _labels}}', undefined, {}, partials)).toBe('l:\n  app: rel\napp: rel\n');
  });

  it('of a template itself count in that template alone', () => {
    expect(renderText('{{#define "own"}}{{x}}{{/define}}{{> own x=1}}{{> own (dict "x" 2)}}{{include "own" x=3}}')).toBe('123');
  });

  it('see neither the contexts nor the block parameters of their callers', () => {
    const partials = { '_p.hbs': '{{#define "p"}}{{../name}}{{/define}}' };
    expect(() => renderText('{{#with values.image}}{{> p}}{{/with}}', undefined, {}, partials)).toThrow('../name is undefined');
    expect(() => renderText('{{#with values.image as |img|}}{{> q}}{{/with}}', undefined, {}, { '_q.hbs': '{{#define "q"}}{{img.tag}}{{/define}}' })).toThrow('img is undefined');
  });

  it('can wrap what their caller gives them', () => {
    const partials = { '_l.hbs': '{{#define "layout"}}begin\n{{> @partial-block}}end\n{{/define}}' };
    expect(renderText('{{#> layout}}\nbody {{values.name}}\n{{/layout}}\n', undefined, {}, partials)).toBe('begin\nbody web\nend\n');
  });

  it('keep to the depth of tpl', () => {
    expect(renderText('{{tpl values.t @root}}', { t: '{{tpl values.u @root}}', u: 'end' })).toBe('end');
    expect(() => renderText('{{tpl values.t @root}}', { t: '{{tpl values.t @root}}' })).toThrow('more than 10 texts call tpl in one another');
  });
});
