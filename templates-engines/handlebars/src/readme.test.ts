import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderText, VALUES } from '../fixtures/render-text.ts';
import { HELPERS } from './helpers/catalog.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

const PARTIALS = { 'web/templates/_greeting.hbs': '{{#define "greeting"}}Hello {{who}}{{/define}}' };

interface Row {
  readonly names: readonly string[];
  readonly example: string;
  readonly result: string;
}

function rows(): Row[] {
  return README.split('\n').filter((line) => line.startsWith('| `') && line.includes('{{') && !line.includes('HANDLEBARS_')).map((line) => {
    const [, names = '', example = '', result = ''] = /^\| (.*?) \| `(.*)` \| (?:`(.*)`)? ?\|$/.exec(line) ?? [];
    return { names: [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name), example, result };
  });
}

describe('the README', () => {
  for (const { example, result } of rows()) {
    it(`says truly what ${example} gives`, () => {
      const text = renderText(example.replaceAll('\\n', '\n'), VALUES, {}, PARTIALS);
      expect(text.replaceAll('\n', '\\n')).toBe(result);
    });
  }

  it('lists every helper and no other', () => {
    const listed = rows().flatMap(({ names }) => names);
    const plain = [...HELPERS.keys()].filter((name) => !/^must[A-Z]/.test(name));
    expect(listed.toSorted()).toEqual(plain.toSorted());
  });

  it('has an example of a whole template that renders', () => {
    const [template = '', definition = ''] = [...README.matchAll(/```handlebars\n([\s\S]*?)```/g)].map(([, code = '']) => code);
    const text = renderText(template, { replicas: 2, containers: { app: { image: 'nginx' } } }, {}, { 'web/templates/_labels.hbs': definition });
    expect(text).toContain('  labels: \n    app: web\n    release: rel\n');
    expect(text).toContain('  - name: app\n    image: nginx\n');
  });
});
