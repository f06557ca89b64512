import { defineErrors, type ErrorDetails, type SourceLocation } from '@sherpack/plugin-api';

/** Where in which template, and by which calls rendering got there. */
export interface Where {
  readonly location: SourceLocation;
  /** `web/templates/deployment.yaml:12`, the innermost caller first. */
  readonly trail: readonly string[];
}

export const errors = defineErrors('gotemplate', {
  SYNTAX: (what: string, where: Where) => detail(where, what, 'The language is that of Go\'s text/template with the functions of Helm 4.'),
  OPTIONS: (what: string) => ({
    message: `engine option ${what}`,
    hint: 'Write engine: { name: gotemplate, delimiters: ["[[", "]]"], missingKey: error }.',
    exitCode: 2,
  }),
  UNKNOWN_ENTRY: (name: string) => ({ message: `there is no template ${name} to render`, hint: undefined, exitCode: 4 }),
  EVALUATION: (what: string, hint: string | undefined, where: Where, cause: unknown) => ({ ...detail(where, what, hint), cause }),
  REQUIRED: (message: string, where: Where) => detail(where, message, 'Set the value in values.yaml, with -f or with --set.'),
  FAILED: (message: string, where: Where) => detail(where, message, 'The template refuses these values by {{ fail }}.'),
  STEP_LIMIT: (limit: number, where: Where) =>
    detail(where, `the templates take more than ${limit} steps`, 'Look for a loop over too long a list or a template that includes itself.'),
  TIME_LIMIT: (limit: number, where: Where) =>
    detail(where, `the templates take longer than ${limit} ms`, 'Look for a loop over too long a list or a text that grows with every round.'),
  OUTPUT_LIMIT: (limit: number, where: Where) =>
    detail(where, `the templates put out more than ${limit} characters`, 'Look for a repetition or a file that is printed whole.'),
  DEPTH_LIMIT: (limit: number, where: Where) =>
    detail(where, `more than ${limit} templates include one another`, 'A template that includes itself needs an end.'),
  NESTING_LIMIT: (where: Where) => detail(where, 'blocks, expressions or values are nested too deeply', 'Move inner parts into definitions of their own.'),
});

function detail(where: Where, what: string, hint: string | undefined): ErrorDetails {
  const by = where.trail.length === 0 ? '' : ` (included by ${where.trail.slice(0, 5).join(', ')})`;
  return { message: `${what}${by}`, hint, location: where.location, exitCode: 4 };
}
