import { defineErrors, type ErrorDetails, type SourceLocation } from '@sherpack/plugin-api';

/** Where in which template, and by which includes rendering got there. */
export interface Where {
  readonly location: SourceLocation;
  /** `web/templates/deployment.yaml:12`, the innermost caller first. */
  readonly trail: readonly string[];
}

export const errors = defineErrors('handlebars', {
  SYNTAX: (what: string, hint: string | undefined, where: Where) => detail(where, what, hint),
  OPTIONS: (what: string) => ({
    message: `engine option ${what}`,
    hint: 'Write engine: { name: handlebars, delimiters: ["[[", "]]"] }.',
    exitCode: 2,
  }),
  UNKNOWN_ENTRY: (name: string) => ({ message: `there is no template ${name} to render`, hint: undefined, exitCode: 4 }),
  UNKNOWN_HELPER: (name: string, near: string | undefined, hint: string | undefined, where: Where) =>
    detail(where, `there is no helper ${name}${suggestion(near)}`, hint),
  NOT_A_BLOCK: (name: string, where: Where) =>
    detail(where, `${name} is no block helper`, `Write {{#if (${name} …)}}, {{#with (${name} …)}} or {{#each (${name} …)}}.`),
  ARGUMENT_COUNT: (name: string, expected: string, got: number, where: Where) =>
    detail(where, `${name} takes ${expected}, not ${got}`, 'The README of the Handlebars engine shows an example of every helper.'),
  ARGUMENT: (name: string, what: string, where: Where) => detail(where, `${name}: ${what}`, undefined),
  HELPER_FAILED: (name: string, cause: unknown, where: Where) => ({
    ...detail(where, `${name} failed: ${reason(cause)}`, undefined),
    cause,
  }),
  UNDEFINED_VALUE: (path: string, near: string | undefined, hint: string, where: Where) =>
    detail(where, `${path} is undefined${suggestion(near)}`, hint),
  NOT_PRINTABLE: (path: string, kind: string, where: Where) =>
    detail(where, `${path} is ${kind}, which has no text form of its own`, `Write {{toYaml ${path}}}, {{toJson ${path}}} or name a member.`),
  PROTOTYPE_ACCESS: (path: string, where: Where) =>
    detail(where, `${path} is not a member of the values, and templates cannot reach anything else`, undefined),
  UNKNOWN_PARTIAL: (name: string, near: string | undefined, where: Where) =>
    detail(where, `nothing defines ${name}${suggestion(near)}`, `Define it in a template whose name begins with "_": {{#define "${name}"}}…{{/define}}.`),
  DUPLICATE_DEFINITION: (name: string, line: number, where: Where) =>
    detail(where, `${name} is defined on line ${line} already; the last definition counts`, 'Rename one of them or take it out.'),
  REQUIRED: (message: string, where: Where) => detail(where, message, 'Set the value in values.yaml, with -f or with --set.'),
  FAILED: (message: string, where: Where) => detail(where, message, 'The template refuses these values by {{fail}}.'),
  FILE_NOT_FOUND: (path: string, near: string | undefined, where: Where) =>
    detail(where, `the pack has no file ${path}${suggestion(near)}`, 'Paths are relative to the root of the pack; templates are no files.'),
  STEP_LIMIT: (limit: number, where: Where) =>
    detail(where, `the templates take more than ${limit} steps`, 'Look for a loop over too long a list or a template that includes itself.'),
  OUTPUT_LIMIT: (limit: number, where: Where) =>
    detail(where, `the templates put out more than ${limit} characters`, 'Look for a repetition or a file that is printed whole.'),
  DEPTH_LIMIT: (limit: number, where: Where) =>
    detail(where, `more than ${limit} templates include one another`, 'A template that includes itself needs an end.'),
  NESTING_LIMIT: (where: Where) => detail(where, 'blocks and expressions are nested too deeply', 'Move inner parts into definitions of their own.'),
});

function detail(where: Where, what: string, hint: string | undefined): ErrorDetails {
  const by = where.trail.length === 0 ? '' : ` (included by ${where.trail.slice(0, 5).join(', ')})`;
  return { message: `${what}${by}`, hint, location: where.location, exitCode: 4 };
}

function suggestion(near: string | undefined): string {
  return near === undefined ? '' : `; did you mean ${near}?`;
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
