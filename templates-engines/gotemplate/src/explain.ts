import type { RenderLimits, SherpackError } from '@sherpack/plugin-api';
import { errors, type Where } from './errors.ts';
import { ExecError, LimitError, type Site } from './run/failure.ts';
import type { ParseError } from './read/stream.ts';
import type { Unit } from './read/unit.ts';

/** What cannot be read, as people see it. */
export function syntaxError({ message, at }: ParseError, unit: Unit): SherpackError {
  return errors.SYNTAX(message, { location: unit.location(at), trail: [] });
}

/** What went wrong while rendering, as people see it: the innermost place, and how rendering got there. */
export function explain(error: unknown, unit: Unit, limits: RenderLimits): unknown {
  if (error instanceof ExecError) return explainFailure(error);
  if (error instanceof LimitError) return explainLimit(error, unit, limits);
  if (error instanceof RangeError) return errors.NESTING_LIMIT({ location: unit.location(0), trail: [] });
  return error;
}

function explainFailure(error: ExecError): SherpackError {
  const sites: Site[] = [];
  let innermost = error;
  for (let current: ExecError | undefined = error; current !== undefined; current = current.inner) {
    sites.unshift(current.site, ...current.trail);
    innermost = current;
  }
  const where = placeOf([innermost.site, ...sites.filter((site) => site !== innermost.site)]);
  const { unit, at } = innermost.site;
  const inText = unit.isInline ? ` on line ${unit.line(at)} of the text that tpl is given` : '';
  const cause = new Error(error.goText(), { cause: innermost.cause });
  const own = innermost.message.replace(/^error calling (?:fail|required): /, '');
  if (innermost.kind === 'fail') return errors.FAILED(own + inText, where);
  if (innermost.kind === 'required') return errors.REQUIRED(own + inText, where);
  return errors.EVALUATION(`${innermost.message} in {{ ${innermost.site.expression()} }}${inText}`, hintFor(innermost), where, cause);
}

function explainLimit({ limit, trail }: LimitError, unit: Unit, limits: RenderLimits): SherpackError {
  const where = trail.length === 0 ? { location: unit.location(0), trail: [] } : placeOf(trail);
  switch (limit) {
    case 'steps': return errors.STEP_LIMIT(limits.steps, where);
    case 'time': return errors.TIME_LIMIT(limits.time ?? 0, where);
    case 'output': return errors.OUTPUT_LIMIT(limits.output, where);
    case 'depth': return errors.DEPTH_LIMIT(limits.depth, where);
  }
}

/** Texts that stand in no file are no places. */
function placeOf(sites: readonly Site[]): Where {
  const [first, ...callers] = sites.filter(({ unit }) => !unit.isInline);
  if (first === undefined) throw new Error('a failure has a place');
  return { location: first.unit.location(first.at), trail: callers.map(({ unit, at }) => `${unit.name}:${unit.line(at)}`) };
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^nil pointer evaluating interface \{\}\.(.+)$/, 'What stands before .$1 has no value: set it, or put parentheses around it, which makes a missing value empty: ((.Values.a).b).'],
  [/incompatible types for comparison: float64/, 'Numbers from files are float64 in Helm: compare with (int .Values.n), or write the literal with a point (1.0).'],
  [/^range can't iterate over/, 'range takes lists, maps and integers; a number from a file is a float64: range (int .Values.n).'],
  [/got interface \{\}$/, 'The value is missing: give it a default, or set it.'],
  [/^template ".*" not defined$/, 'Define it with {{ define }} in a file whose name begins with "_".'],
];

function hintFor({ message }: ExecError): string | undefined {
  for (const [pattern, hint] of HINTS) {
    const found = pattern.exec(message);
    if (found !== null) return hint.replaceAll('$1', found[1] ?? '');
  }
  return undefined;
}
