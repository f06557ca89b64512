import type { JsonObject, RenderedTemplate, RenderRequest, RenderResult, TemplateSource } from '@sherpack/plugin-api';
import { definitionOf, collectDefinitions } from './definitions.ts';
import { errors } from './errors.ts';
import { isSound, load, loadTemplate, refuseUnsound, type Loaded } from './load.ts';
import { TEXT_SUFFIX, type Unit } from './read/read.ts';
import type { Definition, Frame } from './run/frame.ts';
import { Output } from './run/output.ts';
import { here, outputLimit, probe, type Run } from './run/run.ts';
import { HostObject } from './run/value.ts';

const START = { line: 1, column: 1 };

export function render(request: RenderRequest): RenderResult {
  const sources = new Map(request.templates.map((source) => [source.name, source]));
  const partials = request.templates.filter((source) => source.partial).map((source) => ({ source, loaded: sound(source, request.options) }));
  const entries = request.entries.map((name) => sound(sources.get(name) ?? unknownEntry(name), request.options));
  const run = { ...startRun(request), definitions: collectDefinitions(partials) };
  let room = request.limits.output;
  const outputs = entries.map((entry) => {
    const output = renderEntry(run, entry, room);
    room -= output.text.length;
    return output;
  });
  return { outputs, missing: [...run.missing.values()] };
}

function sound(source: TemplateSource, options: JsonObject): Loaded {
  const loaded = loadTemplate(source, options);
  if (!isSound(loaded)) refuseUnsound(load(source, options));
  return loaded;
}

function unknownEntry(name: string): never {
  throw errors.UNKNOWN_ENTRY(name);
}

function startRun(request: RenderRequest): Omit<Run, 'definitions'> {
  const { context } = request;
  return {
    request, steps: 0, missing: new Map(), secrets: new Map(), trail: [],
    root: { values: context.values, release: context.release, pack: context.pack, capabilities: context.capabilities, files: new HostObject('files') },
    compileText: textCompiler(request.options),
  };
}

function textCompiler(options: JsonObject): (text: string, parent: Unit) => Definition {
  const known = new Map<string, Definition>();
  return (text, parent) => {
    const name = parent.name.endsWith(TEXT_SUFFIX) ? parent.name : parent.name + TEXT_SUFFIX;
    const key = `${name}\0${text}`;
    const found = known.get(key);
    if (found) return found;
    const loaded = load({ name, text }, options);
    if (!isSound(loaded)) refuseUnsound(loaded);
    const definition = definitionOf(loaded.body);
    known.set(key, definition);
    return definition;
  };
}

function renderEntry(base: Run, { unit, body }: Loaded, room: number): RenderedTemplate {
  const root = { ...base.root, template: { name: unit.name, basePath: basePath(unit.name) } };
  const run: Run = { ...base, root, trail: [] };
  const frame: Frame = { run, context: root, outer: undefined, data: { root }, locals: undefined, scope: { inlines: undefined } };
  const out = new Output(room, true);
  probe('enter', frame, unit, START, 'template');
  try {
    body.run(frame, undefined, out);
    if (out.full) throw outputLimit(run, unit, START);
  } catch (cause) {
    // Without its answers a template may fail where with them it will not: the caller asks, then renders again.
    if (run.missing.size === 0) throw cause instanceof RangeError ? overflow(run, unit) : cause;
  }
  base.steps = run.steps;
  probe('leave', frame, unit, START, 'template');
  return { name: unit.name, text: out.text, lines: out.lines };
}

/** Each level of blocks and includes is allowed for itself; all together they may still be more than the stack holds. */
function overflow(run: Run, unit: Unit): Error {
  const last = run.trail.at(-1) ?? { unit, place: START };
  return errors.NESTING_LIMIT(here(run, last.unit, last.place));
}

/** `web/templates` of `web/templates/api/service.yaml`. */
function basePath(name: string): string {
  const end = name.lastIndexOf('/templates/');
  return end === -1 ? name.replace(/\/?[^/]*$/, '') : name.slice(0, end + '/templates'.length);
}
