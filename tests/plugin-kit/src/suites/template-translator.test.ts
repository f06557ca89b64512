import type { TemplateEngine, TemplateTranslator, TranslatedTemplate, TranslationRequest } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { failingTests } from '../failing-tests.ts';
import { testTemplateTranslator } from './template-translator.ts';

const samples = {
  text: 'a: 1\nb: 2\nc: 3\n',
  translatable: ['a: <text>\n', '<list>, <map>'],
  untranslatable: 'a: 1\nb: <only-here>\n',
  broken: 'a: 1\nb: <\n',
  definitions: { partial: '@name = text', template: '<@name>' },
};

/** From `<name>` to `[name]`, which knows no `only-here`. */
const good: TemplateTranslator = { suffix: '.square', translate: ({ templates }) => templates.map(({ name, text }) => translateOne(name, text)) };

function translateOne(name: string, text: string): TranslatedTemplate {
  const problems = text.split('\n').flatMap((line, index) => {
    const column = /<(?![@\w-]+>)|<only-here>/.exec(line)?.index;
    if (column === undefined) return [];
    return [{ location: { file: name, line: index + 1, column: column + 1 }, reason: line.includes('only') ? 'the other language has no such word' : 'it cannot be read' }];
  });
  return { name, text: problems.length > 0 ? undefined : text.replaceAll(/<([@\w-]+)>/g, '[$1]'), problems };
}

/** Prints names in place of values; enough to see whether two texts mean the same. */
function toyEngine(name: string, suffix: string, places: RegExp): TemplateEngine {
  return {
    name,
    suffixes: [suffix],
    parse: () => ({ name, issues: [], references: [], defines: [], includes: [] }),
    render: ({ templates, entries }) => ({
      outputs: entries.map((entry) => ({ name: entry, text: (templates.find((each) => each.name === entry)?.text ?? '').replaceAll(places, (_, word: string) => word.toUpperCase()), lines: [] })),
      missing: [],
    }),
  };
}

const engines = { from: toyEngine('angle', '.angle', /<([@\w-]+)>/g), to: toyEngine('square', '.square', /\[([@\w-]+)\]/g) };

function suiteFor(translator: TemplateTranslator) {
  return failingTests((runner) => testTemplateTranslator(translator, samples, runner, engines), expect);
}

function changing(change: (found: TranslatedTemplate, request: TranslationRequest) => Partial<TranslatedTemplate>): TemplateTranslator {
  return { ...good, translate: (request) => good.translate(request).map((found) => ({ ...found, ...change(found, request) })) };
}

let calls = 0;
const BROKEN = 'lets a template stay that cannot be read, and says where and why';
const UNTRANSLATABLE = 'lets a template stay that has no counterpart, and says where and why';

describe('the suite for translators of templates', () => {
  it('lets one pass that does everything right', async () => {
    expect(await suiteFor(good)).toEqual([]);
  });

  it.each<[string, TemplateTranslator, string]>([
    ['has a suffix that is none', { ...good, suffix: 'square' }, 'has a suffix that chooses the other engine'],
    ['has a suffix of no engine', { ...good, suffix: '.round' }, 'names the suffix of the engine that it translates to'],
    ['loses a template', { ...good, translate: (request) => good.translate(request).slice(0, -1) }, 'answers for every template under its name, in their order'],
    ['answers in an order of its own', { ...good, translate: (request) => good.translate(request).toSorted((a, b) => a.name.localeCompare(b.name)) }, 'answers for every template under its name, in their order'],
    ['touches plain text', changing(({ text }) => ({ text: text?.trimEnd() })), 'leaves plain text alone'],
    ['leaves what it could translate', changing(({ name }) => ({ text: undefined, problems: [{ location: { file: name, line: 1, column: 1 }, reason: 'no' }] })), 'translates what means the same in both languages, without a complaint'],
    ['gives something else each time', changing(({ text }) => ({ text: text?.replace('[', `[${calls++}`) })), 'gives the same for the same, and changes nothing that it was given'],
    ['writes into the request', { ...good, translate: (request) => { (request.templates as unknown[]).push(request.templates[0]); return good.translate(request); } }, 'gives the same for the same, and changes nothing that it was given'],
    ['lets one template spoil another', changing(({ text }, { templates }) => ({ text: templates.some((each) => each.text.includes('only')) ? undefined : text })), 'translates a template in the same way whatever lies beside it'],
    ['translates what has no counterpart', changing(({ name }, { templates }) => ({ text: templates.find((each) => each.name === name)?.text ?? '' })), UNTRANSLATABLE],
    ['leaves a template and does not say why', changing(() => ({ problems: [] })), UNTRANSLATABLE],
    ['says why, and not where', changing(({ problems }) => ({ problems: problems.map(({ reason }) => ({ reason, location: {} })) })), UNTRANSLATABLE],
    ['says where, and not why', changing(({ problems }) => ({ problems: problems.map(({ location }) => ({ location, reason: '' })) })), UNTRANSLATABLE],
    ['throws on what cannot be read', { ...good, translate: (request) => { if (request.templates.some(({ text }) => text.includes('<\n'))) throw new Error('<'); return good.translate(request); } }, BROKEN],
    ['leaves out definitions', { ...good, translate: (request) => good.translate(request).filter(({ name }) => !name.includes('/_')) }, 'translates definitions and what uses them'],
    ['writes something else than it read', changing(({ text }) => ({ text: text?.replace('[text]', '[list]') })), 'writes what renders the same, but for empty lines'],
  ])('finds one that %s', async (_what, translator, test) => {
    expect(await suiteFor(translator)).toContain(test);
  });
});
