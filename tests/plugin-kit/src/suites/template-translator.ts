import type { JsonObject, SourceLocation, TemplateEngine, TemplateSource, TemplateTranslator, TranslatedTemplate, TranslationRequest } from '@sherpack/plugin-api';
import { deepFreeze } from '@sherpack/yaml/equal';
import { renderRequest } from '../render-request.ts';
import type { TestRunner } from '../runner.ts';

/** Templates in the language that is translated. What it has no notion of is left out, and so are its tests. */
export interface TemplateTranslatorSamples {
  /** Text without templating, of three lines. */
  readonly text: string;
  /** Templates that have the same meaning in the other language, read `values.text`, `values.list` and `values.map` at most. */
  readonly translatable: readonly string[];
  /** Has no counterpart in the other language, and why: on its second line. */
  readonly untranslatable: string;
  /** Cannot be read: its second line is wrong. */
  readonly broken: string;
  /** A file of definitions, and a template that uses one of them. */
  readonly definitions?: { readonly partial: string; readonly template: string };
}

/** The engines of both languages: with them the suite renders before and after, and compares. */
export interface TranslatedEngines {
  readonly from: TemplateEngine;
  readonly to: TemplateEngine;
}

const VALUES: JsonObject = deepFreeze({ text: 'hello', list: ['a', 'b'], map: { key: 'value' } });

/**
 * What every translator of templates must do.
 *
 * @param translator under the name of the engine that it translates to
 * @param engines where both can be loaded
 * @example testTemplateTranslator(translator, samples, { describe, it, expect })
 */
export function testTemplateTranslator(translator: TemplateTranslator, samples: TemplateTranslatorSamples, runner: TestRunner, engines?: TranslatedEngines): void {
  runner.describe('as every translator of templates', () => {
    testAnswers(translator, samples, runner);
    testProblems(translator, samples, runner);
    if (samples.definitions !== undefined) testDefinitions(translator, samples.definitions, runner);
    if (engines !== undefined) testMeaning(translator, samples, engines, runner);
  });
}

function template(text: string, name = 'web/templates/a.yaml', partial = false): TemplateSource {
  return { name, text, partial };
}

function translate(translator: TemplateTranslator, ...templates: readonly TemplateSource[]): readonly TranslatedTemplate[] {
  const request: TranslationRequest = { templates, values: VALUES, options: {} };
  return translator.translate(deepFreeze(request));
}

function testAnswers(translator: TemplateTranslator, { text, translatable, untranslatable }: TemplateTranslatorSamples, { it, expect }: TestRunner): void {
  it('has a suffix that chooses the other engine', async () => {
    expect(/^\.[a-z0-9]+$/.test(translator.suffix)).toBe(true);
  });
  it('answers for every template under its name, in their order', async () => {
    const templates = [text, ...translatable, untranslatable].map((each, index) => template(each, `web/templates/${9 - index}.yaml`));
    expect(translate(translator, ...templates).map(({ name }) => name)).toEqual(templates.map(({ name }) => name));
    expect(translate(translator)).toEqual([]);
  });
  it('leaves plain text alone', async () => {
    expect(translate(translator, template(text))).toEqual([{ name: 'web/templates/a.yaml', text, problems: [] }]);
    expect(translate(translator, template(''))).toEqual([{ name: 'web/templates/a.yaml', text: '', problems: [] }]);
  });
  it('translates what means the same in both languages, without a complaint', async () => {
    for (const source of translatable) {
      const [found] = translate(translator, template(source));
      expect({ source, written: typeof found?.text, changed: found?.text !== source, problems: found?.problems }).toEqual({ source, written: 'string', changed: true, problems: [] });
    }
  });
  it('gives the same for the same, and changes nothing that it was given', async () => {
    for (const source of [text, ...translatable, untranslatable]) expect(translate(translator, template(source))).toEqual(translate(translator, template(source)));
  });
  it('translates a template in the same way whatever lies beside it', async () => {
    const [alone] = translate(translator, template(translatable[0] ?? text));
    const [beside] = translate(translator, template(translatable[0] ?? text), template(untranslatable, 'web/templates/b.yaml'));
    expect(beside).toEqual(alone);
  });
}

function testProblems(translator: TemplateTranslator, { untranslatable, broken }: TemplateTranslatorSamples, { it, expect }: TestRunner): void {
  const placed = ({ file, line, column }: SourceLocation) => ({ file, line, column: typeof column === 'number' && column > 0 });
  for (const [what, source] of [['has no counterpart', untranslatable], ['cannot be read', broken]] as const) {
    it(`lets a template stay that ${what}, and says where and why`, async () => {
      const [found] = translate(translator, template(source));
      expect({ text: found?.text, problems: (found?.problems.length ?? 0) > 0 }).toEqual({ text: undefined, problems: true });
      expect(placed(found?.problems[0]?.location ?? {})).toEqual({ file: 'web/templates/a.yaml', line: 2, column: true });
      for (const { reason } of found?.problems ?? []) expect({ reason, isWords: /^\S.*\S$/.test(reason) && !reason.endsWith('.') }).toEqual({ reason, isWords: true });
    });
  }
}

function testDefinitions(translator: TemplateTranslator, { partial, template: source }: NonNullable<TemplateTranslatorSamples['definitions']>, { it, expect }: TestRunner): void {
  it('translates definitions and what uses them', async () => {
    const found = translate(translator, template(source), template(partial, 'web/templates/_b.tpl', true));
    expect(found.map(({ name, text, problems }) => [name, typeof text, problems])).toEqual([['web/templates/a.yaml', 'string', []], ['web/templates/_b.tpl', 'string', []]]);
  });
}

function testMeaning(translator: TemplateTranslator, { text, translatable, definitions }: TemplateTranslatorSamples, { from, to }: TranslatedEngines, { it, expect }: TestRunner): void {
  it('names the suffix of the engine that it translates to', async () => {
    expect(to.suffixes.includes(translator.suffix)).toBe(true);
  });
  it('writes what renders the same, but for empty lines', async () => {
    const partials = definitions === undefined ? [] : [template(definitions.partial, 'web/templates/_b.tpl', true)];
    for (const source of [text, ...translatable, ...(definitions === undefined ? [] : [definitions.template])]) {
      const templates = [template(source), ...partials];
      const translated = translate(translator, ...templates).map((found, index) => ({ ...templates[index] as TemplateSource, text: found.text ?? '' }));
      expect({ source, text: render(to, translated) }).toEqual({ source, text: render(from, templates) });
    }
  });
}

function render(engine: TemplateEngine, templates: readonly TemplateSource[]): string | undefined {
  const request = renderRequest(templates, templates.filter(({ partial }) => !partial).map(({ name }) => name));
  const text = engine.render({ ...request, context: { ...request.context, values: VALUES } }).outputs[0]?.text;
  return text?.split('\n').filter((line) => line.trim() !== '').join('\n');
}
