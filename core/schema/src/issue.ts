import type { ErrorObject } from 'ajv/dist/core.js';
import { describeError, type Description } from './describe-error.ts';
import { pointerSegments } from './json-pointer.ts';

export interface SchemaIssue {
  /** Where the value is; for an unknown key the key itself, for a missing one the object that lacks it. */
  path: (string | number)[];
  /** The keyword of JSON Schema that failed. */
  keyword: string;
  /** For people: `replicas must be integer, is string`. */
  message: string;
  /** The known key or allowed value that was probably meant. */
  suggestion?: string;
  /** Known keys, or allowed values as text. */
  allowed?: string[];
}

export interface IssueContext {
  root: unknown;
  /** The checked value; tells list positions from keys that are digits. */
  value: unknown;
  redact: boolean;
}

// They only announce what other errors say.
const ANNOUNCEMENTS = new Set(['if', 'propertyNames']);

/** Turns errors of ajv (made with `verbose`) into issues: for people, without repetition, sorted by path. */
export function toIssues(errors: readonly ErrorObject[], context: IssueContext): SchemaIssue[] {
  const telling = errors.filter((error) => !ANNOUNCEMENTS.has(error.keyword));
  const issues = new Map<string, SchemaIssue>();
  for (const error of telling.length > 0 ? telling : errors) {
    const issue = toIssue(error, context);
    issues.set(JSON.stringify([issue.path, issue.message]), issue);
  }
  return [...issues.values()].sort(byPath);
}

function toIssue(error: ErrorObject, context: IssueContext): SchemaIssue {
  const parent = valuePath(error.instancePath, context.value);
  const path = error.propertyName === undefined ? parent : [...parent, error.propertyName];
  const description: Description = describeError(error, path, context);
  const { message, suggestion, allowed } = description;
  return {
    path: description.key === undefined ? path : [...path, description.key],
    keyword: error.keyword,
    message,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(allowed === undefined ? {} : { allowed }),
  };
}

function valuePath(pointer: string, root: unknown): (string | number)[] {
  let value = root;
  return pointerSegments(pointer).map((segment) => {
    const step = Array.isArray(value) ? Number(segment) : segment;
    value = typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[step] : undefined;
    return step;
  });
}

function byPath(a: SchemaIssue, b: SchemaIssue): number {
  for (const [index, step] of a.path.entries()) {
    const other = b.path[index];
    if (other === undefined) return 1;
    if (step !== other) return compareSteps(step, other);
  }
  if (a.path.length !== b.path.length) return -1;
  return a.message < b.message ? -1 : 1;
}

function compareSteps(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : 1;
}
