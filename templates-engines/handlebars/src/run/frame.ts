import type { Output } from './output.ts';
import type { Run } from './run.ts';

/** The `@` variables. One more level per `{{#each}}` and partial block. */
export interface Data {
  readonly root: unknown;
  readonly key?: string | number | undefined;
  readonly index?: number | undefined;
  readonly first?: boolean | undefined;
  readonly last?: boolean | undefined;
  readonly partialBlock?: Definition | undefined;
  readonly parent?: Data | undefined;
}

/** Block parameters, innermost first. */
export interface Locals {
  readonly values: readonly unknown[];
  readonly outer: Locals | undefined;
}

/** Something that `{{> name}}` or `include` can call. */
export type Definition = (context: unknown, caller: Frame, data: Data, out: Output) => void;

export type Definitions = ReadonlyMap<string, Definition>;

/** What an expression sees. */
export interface Frame {
  readonly run: Run;
  /** `this`. */
  readonly context: unknown;
  /** Where `../` leads: the next frame whose context is another one. */
  readonly outer: Frame | undefined;
  readonly data: Data;
  readonly locals: Locals | undefined;
  readonly scope: PartialScope;
}

/**
 * The inline partials in force in one activation of a template, over those of the pack. They are scoped by time, not by
 * text: an inline partial sees those of whoever calls it in the same template.
 */
export interface PartialScope {
  inlines: Definitions | undefined;
}

export type Evaluate = (frame: Frame) => unknown;
export type Write = (frame: Frame, out: Output) => void;

/** As Handlebars compares contexts: null and undefined are the same one. */
export function sameContext(a: unknown, b: unknown): boolean {
  return a === b || ((a === null || a === undefined) && (b === null || b === undefined));
}

/** The frame of a block with `context`; a block about the same context adds no level for `../`. */
export function innerFrame(frame: Frame, context: unknown, data: Data = frame.data, locals: Locals | undefined = frame.locals): Frame {
  const outer = sameContext(context, frame.context) ? frame.outer : frame;
  return { run: frame.run, context, outer, data, locals, scope: frame.scope };
}
