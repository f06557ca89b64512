import type { ParsedTemplate, RenderedTemplate, RenderRequest, RenderResult, TemplateEngine, TemplateSource } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

function parse(source: TemplateSource): ParsedTemplate {
  return { name: source.name, issues: [], references: [], defines: [], includes: [], expressions: [] };
}

function render(request: RenderRequest): RenderResult {
  const texts = new Map(request.templates.map((source) => [source.name, source.text]));
  let room = request.limits.output;
  const outputs = request.entries.map((name): RenderedTemplate => {
    const text = texts.get(name);
    if (text === undefined) throw errors.UNKNOWN_ENTRY(name);
    room -= text.length;
    if (room < 0) throw errors.OUTPUT_LIMIT(name, request.limits.output);
    return copy(request, name, text);
  });
  return { outputs, missing: [] };
}

function copy(request: RenderRequest, name: string, text: string): RenderedTemplate {
  const place = { template: name, line: 1, column: 1, detail: 'template' };
  request.probe?.({ kind: 'enter', ...place });
  request.probe?.({ kind: 'leave', ...place });
  const count = text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0);
  return { name, text, lines: Array.from({ length: count }, (_, index) => index + 1) };
}

const engine: TemplateEngine = Object.freeze({ name: 'plain', suffixes: Object.freeze(['.plain']), parse, render });

export default engine;
