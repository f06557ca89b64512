import type { Run } from './run.ts';
import type { Template, TemplateSet } from './template.ts';

/** One activation of a template. */
export interface Frame {
  readonly run: Run;
  readonly set: TemplateSet;
  readonly template: Template;
  /** By slot; the reader of the template gave each variable one. */
  readonly variables: unknown[];
  /** Where the places of the expression that is evaluated count from. */
  base: number;
  /** `$`. */
  readonly root: unknown;
}

/** Evaluates an expression; `final` is what the stage before it in the pipeline gave. */
export type Evaluate = (frame: Frame, dot: unknown, final?: unknown) => unknown;

/** How a piece of a template ended. */
export type Outcome = typeof DONE | typeof BREAK | typeof CONTINUE;
export const DONE = 0;
export const BREAK = 1;
export const CONTINUE = 2;

export type Execute = (frame: Frame, dot: unknown) => Outcome;
