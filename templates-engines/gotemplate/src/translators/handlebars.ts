import type { TemplateTranslator, TranslatedTemplate, TranslationRequest } from '@sherpack/plugin-api';
import { loadSource } from '../load.ts';
import { readOptions } from '../options.ts';
import type { Loaded } from '../run/template.ts';
import { writeAll } from '../translate/write-all.ts';
import type { Translated } from '../translate/write-all.ts';

const translator: TemplateTranslator = Object.freeze({ suffix: '.hbs', translate });

export default translator;

function translate({ templates, values, options }: TranslationRequest): readonly TranslatedTemplate[] {
  const { delimiters } = readOptions(options);
  const files = templates.map((source) => ({ source, loaded: loadSource(source, delimiters) }));
  const found = writeAll(files, values);
  return files.map(({ source, loaded }) => (source.partial ? partial(source.name, loaded, found) : entry(source.name, loaded, found)));
}

function entry(name: string, loaded: Loaded, found: ReadonlyMap<unknown, Translated>): TranslatedTemplate {
  const { text, problems } = found.get(loaded.main) as Translated;
  const all = [...unreadable(loaded), ...problems.map(({ at, reason }) => ({ location: loaded.unit.location(at), reason }))];
  const own = loaded.definitions.map(({ name: definition, tree }) => ({ location: loaded.unit.location(tree.root.at), reason: `"${definition}" is defined beside output; put it into a file of its own` }));
  const left = [...all, ...own];
  return { name, text: left.length === 0 ? text : undefined, problems: left };
}

function partial(name: string, loaded: Loaded, found: ReadonlyMap<unknown, Translated>): TranslatedTemplate {
  const written = loaded.definitions.map((definition) => ({ definition, ...found.get(definition) as Translated }));
  const usable = written.filter(({ problems }) => problems.length === 0);
  const problems = written.flatMap((each) => each.problems.map(({ at, reason }) => ({ location: loaded.unit.location(at), reason })));
  const texts = usable.map(({ definition, text }) => `{{#define "${definition.name}"}}\n${text}{{/define}}\n`);
  return { name, text: texts.length === 0 ? undefined : texts.join('\n'), problems: [...unreadable(loaded), ...problems] };
}

function unreadable({ errors, unit }: Loaded): TranslatedTemplate['problems'] {
  return errors.map(({ at, message }) => ({ location: unit.location(at), reason: `it cannot be read: ${message}` }));
}
