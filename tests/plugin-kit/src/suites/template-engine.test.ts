import type { RenderRequest, RenderResult, RenderedTemplate, TemplateEngine } from '@sherpack/plugin-api';
import { defineErrors } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { failingTests } from '../failing-tests.ts';
import { testTemplateEngine } from './template-engine.ts';

const errors = defineErrors('dollar', {
  UNKNOWN: (name: string) => ({ message: `there is no template ${name}`, exitCode: 4 }),
  LIMIT: (file: string) => ({ message: 'that is too much', location: { file, line: 1, column: 1 }, exitCode: 4 }),
  UNDEFINED: (word: string, file: string, line: number) => ({ message: `"${word}" is not defined; did you mean "text"?`, location: { file, line, column: 1, excerpt: word }, exitCode: 4 }),
});

/** `$word` stands for a value. */
function renderOne({ templates, context, strict, limits, probe }: RenderRequest, name: string): RenderedTemplate {
  const source = templates.find((each) => each.name === name)?.text;
  if (source === undefined) throw errors.UNKNOWN(name);
  probe?.({ kind: 'enter', template: name, line: 1, column: 1 });
  const lines = source.split('\n').map((line, index) => line.replaceAll(/\$(\w+)/g, (_, word: string) => {
    probe?.({ kind: 'expression', template: name, line: index + 1, column: 1 });
    const value = Object.hasOwn(context.values, word) ? context.values[word] : undefined;
    if (value === undefined && strict) throw errors.UNDEFINED(word, name, index + 1);
    return value === undefined ? '' : String(value);
  }));
  const text = lines.join('\n');
  if (text.length > limits.output) throw errors.LIMIT(name);
  probe?.({ kind: 'leave', template: name, line: 1, column: 1 });
  const count = text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0);
  return { name, text, lines: Array.from({ length: count }, (_, index) => index + 1) };
}

const good: TemplateEngine = {
  name: 'dollar',
  suffixes: ['.dollar'],
  parse: ({ name, text }) => ({
    name, issues: [], defines: [], includes: [],
    references: text.split('\n').flatMap((line, index) => [...line.matchAll(/\$(\w+)/g)].map(([, word = '']) => ({ path: [word], location: { file: name, line: index + 1 } }))),
  }),
  render: (request) => ({ outputs: request.entries.map((name) => renderOne(request, name)), missing: [] }),
};

function suiteFor(change: Partial<TemplateEngine>) {
  const samples = { text: 'a\nb\nc\n', print: 'a\nb: $text\nc\n', undefinedValue: 'a\n$txet\n', escapes: ['$constructor', '$__proto__'] };
  return failingTests((runner) => testTemplateEngine({ ...good, ...change }, samples, runner), expect);
}

function changing(change: (output: RenderedTemplate) => Partial<RenderedTemplate>): Partial<TemplateEngine> {
  return { render: (request): RenderResult => ({ missing: [], outputs: good.render(request).outputs.map((output) => ({ ...output, ...change(output) })) }) };
}

let calls = 0;

describe('the suite for template engines', () => {
  it('lets one pass that does everything right', async () => {
    expect(await suiteFor({})).toEqual([]);
  });

  it.each<[string, Partial<TemplateEngine>, string]>([
    ['has a suffix without a dot', { suffixes: ['dollar'] }, 'has a name in kebab-case, and suffixes that begin with a dot'],
    ['loses the last line break', changing(({ text }) => ({ text: text.trimEnd() })), 'leaves plain text alone, and says which line wrote which'],
    ['does not count lines', changing(({ lines }) => ({ lines: lines.map(() => 1) })), 'leaves plain text alone, and says which line wrote which'],
    ['renders in an order of its own', { render: (request) => good.render({ ...request, entries: request.entries.toSorted().toReversed() }) }, 'renders the entries in their order and nothing else'],
    ['makes templates up', { render: (request) => good.render({ ...request, entries: request.entries.filter((name) => name !== 'nowhere') }) }, 'refuses an entry that is no template, with a code'],
    ['is never seen by a probe', { render: ({ probe: _probe, ...request }) => good.render(request) }, 'reports to a probe that enters and leaves the template'],
    ['counts its calls', changing(({ text }) => ({ text: `${text}${text.includes('hello') ? calls++ : ''}` })), 'gives the same result for the same request, and changes nothing that it was given'],
    ['writes into the values', { render: (request) => { Object.assign(request.context.values, { text: 'hello' }); return good.render(request); } }, 'gives the same result for the same request, and changes nothing that it was given'],
    ['knows no references', { parse: (...given) => ({ ...good.parse(...given), references: [] }) }, 'names the value in its references, with its place'],
    ['is never strict', { render: (request) => good.render({ ...request, strict: false }) }, 'refuses an undefined value with file, line, column and excerpt, and says what was meant'],
    ['lets prototypes out', { render: (request) => good.render({ ...request, context: { ...request.context, values: { ...request.context.values, constructor: Object } } }) }, 'does not let "$constructor" out'],
    ['knows no limit', { render: (request) => good.render({ ...request, limits: { ...request.limits, output: Infinity } }) }, 'stops at the limit of the output'],
  ])('finds one that %s', async (_what, change, test) => {
    expect(await suiteFor(change)).toContain(test);
  });
});
