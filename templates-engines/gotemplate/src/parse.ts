import type { Issue, JsonObject, ParsedTemplate, TemplateSource } from '@sherpack/plugin-api';
import { syntaxError } from './explain.ts';
import { inspectTrees } from './inspect/inspect.ts';
import { loadSource } from './load.ts';
import { readOptions } from './options.ts';

const SHOWN_ERRORS = 100;

/** Reports everything that is wrong with a template, and what it reads, whatever is wrong with it. */
export function parse(source: TemplateSource, options: JsonObject): ParsedTemplate {
  const loaded = loadSource(source, readOptions(options).delimiters);
  const issues = loaded.errors.slice(0, SHOWN_ERRORS).map((error): Issue => {
    const { code, message, hint, location } = syntaxError(error, loaded.unit);
    return { severity: 'error', code, message, hint, location };
  });
  return { name: source.name, issues: issues.toSorted(byPlace), ...inspectTrees(loaded) };
}

function byPlace(a: Issue, b: Issue): number {
  return (a.location?.line ?? 0) - (b.location?.line ?? 0) || (a.location?.column ?? 0) - (b.location?.column ?? 0);
}
