import type { Issue, JsonObject, ParsedTemplate, Severity, SherpackError, TemplateSource } from '@sherpack/plugin-api';
import { loadTemplate } from './load.ts';

/** Reports everything that is wrong with a template, and what it reads, whatever is wrong with it. */
export function parse(source: TemplateSource, options: JsonObject): ParsedTemplate {
  const { unit, inspection } = loadTemplate(source, options);
  const { references, defines, includes, expressions } = inspection;
  const wrong = [...unit.errors, ...inspection.errors].map((error) => issue('error', error));
  const issues = [...wrong, ...inspection.warnings.map((warning) => issue('warning', warning))].toSorted(byPlace);
  return { name: source.name, issues, references, defines, includes, expressions };
}

function issue(severity: Severity, { code, message, hint, location }: SherpackError): Issue {
  return { severity, code, message, hint, location };
}

function byPlace(a: Issue, b: Issue): number {
  return (a.location?.line ?? 0) - (b.location?.line ?? 0) || (a.location?.column ?? 0) - (b.location?.column ?? 0);
}
