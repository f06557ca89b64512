import type { LookupQuestion, RenderRequest, SherpackError } from '@sherpack/plugin-api';
import { errors, type Where } from '../errors.ts';
import { where, type Place, type Unit } from '../read/read.ts';
import type { Definition, Definitions, Frame } from './frame.ts';

/** One rendering: what it may still use up, and what it found out. */
export interface Run {
  readonly request: RenderRequest;
  /** The objects that every template begins with. */
  readonly root: Readonly<Record<string, unknown>>;
  readonly definitions: Definitions;
  readonly missing: Map<string, LookupQuestion>;
  /** Secrets by name: the same name gives the same secret throughout a rendering. */
  readonly secrets: Map<string, { readonly value: string; readonly recipe: string }>;
  /** Reads and compiles a text that only exists while rendering (`tpl`). */
  compileText(text: string, parent: Unit): Definition;
  /** Callers of the template that is being rendered, outermost first. */
  readonly trail: { readonly unit: Unit; readonly place: Place }[];
  steps: number;
}

export function isStrict(run: Run, unit: Unit): boolean {
  return unit.strict ?? run.request.strict;
}

export function here(run: Run, unit: Unit, place: Place): Where {
  return where(unit, place, run.trail.map((call) => `${call.unit.name}:${call.place.line}`).reverse());
}

/** Uses up steps. @throws HANDLEBARS_STEP_LIMIT */
export function charge(run: Run, steps: number, unit: Unit, place: Place): void {
  run.steps += steps;
  if (run.steps > run.request.limits.steps) throw errors.STEP_LIMIT(run.request.limits.steps, here(run, unit, place));
}

export function outputLimit(run: Run, unit: Unit, place: Place): SherpackError {
  return errors.OUTPUT_LIMIT(run.request.limits.output, here(run, unit, place));
}

/** Reports to debugger, profiler and coverage. */
export function probe(kind: 'enter' | 'leave' | 'expression', frame: Frame, unit: Unit, place: Place, detail: string): void {
  frame.run.request.probe?.({ kind, template: unit.name, line: place.line, column: place.column, detail, scope: () => scopeOf(frame) });
}

function scopeOf(frame: Frame): Readonly<Record<string, unknown>> {
  const { key, index, first, last } = frame.data;
  const locals: unknown[][] = [];
  for (let level = frame.locals; level; level = level.outer) locals.push([...level.values]);
  return { this: frame.context, '@key': key, '@index': index, '@first': first, '@last': last, blockParams: locals };
}
