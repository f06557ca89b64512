import type { RenderedTemplate, RenderRequest, RenderResult, TemplateContext, TemplateSource } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { explain, syntaxError } from './explain.ts';
import { loadSource, loadText } from './load.ts';
import { Roots } from './objects/root.ts';
import { readOptions, type EngineOptions } from './options.ts';
import { lazyLines } from './run/lines.ts';
import { Run } from './run/run.ts';
import { TemplateSet, type Loaded } from './run/template.ts';
import { GoMap } from './value/map.ts';
import { finish } from './value/text.ts';

export function render(request: RenderRequest): RenderResult {
  const options = readOptions(request.options);
  const loaded = new Map(request.templates.map((source) => [source.name, sound(source, options)]));
  for (const entry of request.entries) {
    if (!loaded.has(entry)) throw errors.UNKNOWN_ENTRY(entry);
  }
  const set = new TemplateSet();
  for (const name of inHelmOrder([...loaded.keys()])) addAll(set, loaded.get(name) as Loaded);
  return renderAll(request, options, loaded, set);
}

/** One mistake can make a hundred others of what follows. */
const SHOWN_ERRORS = 20;

function sound(source: TemplateSource, { delimiters }: EngineOptions): Loaded {
  const loaded = loadSource(source, delimiters);
  const [first, ...others] = loaded.errors.slice(0, SHOWN_ERRORS).map((error) => syntaxError(error, loaded.unit));
  if (first !== undefined) throw Object.defineProperty(first, 'others', { value: others });
  return loaded;
}

function addAll(set: TemplateSet, { main, definitions }: Loaded): void {
  set.add(definitions);
  set.add([main]);
}

/** Helm reads and renders the deepest paths first, and from the last name to the first: definitions of parents win. */
function inHelmOrder(names: readonly string[]): readonly string[] {
  const deep = names.map((name) => ({ name, depth: name.split('/').length }));
  return deep.sort((a, b) => b.depth - a.depth || (a.name < b.name ? 1 : -1)).map(({ name }) => name);
}

function renderAll(request: RenderRequest, options: EngineOptions, loaded: ReadonlyMap<string, Loaded>, set: TemplateSet): RenderResult {
  const { answers, limits, probe } = request;
  const run = new Run({ answers, limits, probe, loadText, missingKey: options.missingKey, keepNoValue: options.keepNoValue, lint: options.lint });
  const roots = new Roots();
  const outputs = new Map<string, RenderedTemplate>();
  let room = limits.output;
  for (const name of inHelmOrder(request.entries)) {
    const context = request.contexts?.get(name) ?? request.context;
    const output = renderEntry(run, loaded.get(name) as Loaded, set, rootFor(roots, context, name), limits);
    room -= output.text.length;
    run.room = room;
    outputs.set(name, output);
  }
  return { outputs: request.entries.map((name) => outputs.get(name) as RenderedTemplate), missing: [...run.missing.values()] };
}

/** `.Template` is that of the file, in a map that all files of a chart have in common. */
function rootFor(roots: Roots, context: TemplateContext, name: string): GoMap {
  const root = roots.of(context);
  root['Template'] = Object.assign(new GoMap(), { Name: name, BasePath: basePath(name) });
  return root;
}

/** `web/templates` of `web/templates/api/service.yaml`. */
function basePath(name: string): string {
  const end = name.lastIndexOf('/templates/');
  return end === -1 ? name.replace(/\/?[^/]*$/, '') : name.slice(0, end + '/templates'.length);
}

function renderEntry(run: Run, { main, unit }: Loaded, set: TemplateSet, root: GoMap, limits: RenderRequest['limits']): RenderedTemplate {
  const marks: number[] = [];
  run.begin(marks);
  try {
    run.call(main, set, root);
  } catch (error) {
    // Without its answers a template may fail where with them it will not: the caller asks, then renders again.
    if (run.missing.size === 0) throw explain(error, unit, limits);
  }
  const written = run.text;
  const text = finish(run.options.keepNoValue ? written : written.replaceAll('<no value>', ''));
  return lazyLines({ name: unit.name, text, written, marks, unit });
}
