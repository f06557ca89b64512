import { nearMiss } from '@sherpack/schema/near-miss';
import { isScoped, type PathExpression } from '../ast.ts';
import { errors } from '../errors.ts';
import { HELPERS } from '../helpers/catalog.ts';
import type { Place } from '../read/read.ts';
import type { Data, Evaluate, Frame } from '../run/frame.ts';
import { here, isStrict } from '../run/run.ts';
import { keysOf, kindOf, member } from '../run/value.ts';
import { findParam, type Scope } from './scope.ts';

const PROTOTYPE = new Set(['constructor', '__proto__', 'prototype']);
const DATA = new Set(['root', 'key', 'index', 'first', 'last']);

/** @param lenient gives undefined where a value is missing, whatever the strictness */
export function compilePath(path: PathExpression, scope: Scope, lenient: boolean): Evaluate {
  const { base, skip } = compileBase(path, scope);
  const parts = path.parts.slice(skip);
  const place = scope.unit.place(path.loc.start);
  return (frame) => {
    let value = base(frame);
    for (let index = 0; index < parts.length; index++) {
      const next = value === null || value === undefined ? undefined : member(value, parts[index] as string);
      if (next === undefined) return missing({ path, scope, place, frame, lenient, parent: value, at: index + skip });
      value = next;
    }
    if (value === undefined) return missing({ path, scope, place, frame, lenient, parent: undefined, at: path.parts.length - 1 });
    return value;
  };
}

/** Where the path begins, and how many of its parts that takes up. */
function compileBase(path: PathExpression, scope: Scope): { base: Evaluate; skip: number } {
  const param = path.depth === 0 && !path.data && !isScoped(path) ? findParam(scope, path.parts[0]) : undefined;
  if (param) return { base: (frame) => localAt(frame, param.level)?.[param.index], skip: 1 };
  const { depth } = path;
  if (path.data) {
    const name = path.parts[0] ?? '';
    return { base: (frame) => dataAt(frame.data, depth, name), skip: 1 };
  }
  if (depth === 0) return { base: (frame) => frame.context, skip: 0 };
  return { base: (frame) => contextAt(frame, depth), skip: 0 };
}

function localAt(frame: Frame, level: number): readonly unknown[] | undefined {
  let locals = frame.locals;
  for (let hop = 0; hop < level; hop++) locals = locals?.outer;
  return locals?.values;
}

function dataAt(data: Data, depth: number, name: string): unknown {
  let current: Data | undefined = data;
  for (let hop = 0; hop < depth; hop++) current = current?.parent;
  return DATA.has(name) ? current?.[name as 'key'] : undefined;
}

function contextAt(frame: Frame, depth: number): unknown {
  let current: Frame | undefined = frame;
  for (let hop = 0; hop < depth; hop++) current = current?.outer;
  return current?.context;
}

interface Miss {
  readonly path: PathExpression;
  readonly scope: Scope;
  readonly place: Place;
  readonly frame: Frame;
  readonly lenient: boolean;
  /** What the missing member was looked for in. */
  readonly parent: unknown;
  /** Index of the missing part. */
  readonly at: number;
}

function missing(miss: Miss): unknown {
  const { path, scope, frame, parent, at } = miss;
  const part = path.parts[at];
  const where = here.bind(undefined, frame.run, scope.unit, miss.place);
  if (part !== undefined && PROTOTYPE.has(part) && parent !== undefined && parent !== null) throw errors.PROTOTYPE_ACCESS(spelled(path, at), where());
  if (miss.lenient || !isStrict(frame.run, scope.unit)) return parent === null ? null : undefined;
  if (parent === null && at > 0) throw errors.UNDEFINED_VALUE(`${spelled(path, at)} is undefined because ${spelled(path, at - 1)} is null; ${spelled(path)}`, undefined, hint(miss), where());
  throw errors.UNDEFINED_VALUE(spelled(path, parent === undefined ? undefined : at), near(miss), hint(miss), where());
}

/** The path up to and including part `at`. */
function spelled(path: PathExpression, at = path.parts.length - 1): string {
  if (at >= path.parts.length - 1) return path.original;
  const cut = path.parts.slice(at + 1).reduceRight((text, part) => text.slice(0, text.lastIndexOf(part)), path.original);
  return cut.replace(/[./[]+$/, '');
}

function near(miss: Miss): string | undefined {
  const part = miss.path.parts[miss.at];
  if (part === undefined) return undefined;
  const outer = miss.at === 0 ? [...Object.keys(miss.frame.run.root), ...miss.scope.params.flat()] : [];
  return nearMiss(part, [...keysOf(miss.parent), ...outer].filter((name) => name !== part));
}

function hint({ path, frame, parent, at }: Miss): string {
  const name = path.parts[at] ?? '';
  const whole = path.original;
  if (at === 0 && !path.data && Object.hasOwn(frame.run.root, name)) return `Inside {{#each}}, {{#with}} and included templates write @root.${path.parts.join('.')}.`;
  if (at === 0 && HELPERS.has(name)) return `${name} is a helper and needs arguments: {{${name} …}}.`;
  if (typeof parent === 'object' && Array.isArray(parent)) return `It is a member of ${kindOf(parent)}: write {{#each}} or {{index … 0}}.`;
  const set = path.parts[0] === 'values' || path.parts[1] === 'values' ? 'Set it in values.yaml, or if' : 'If';
  return `${set} it may be missing, write {{default "…" ${whole}}} or {{#if ${whole}}}.`;
}
