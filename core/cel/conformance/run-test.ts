import type { SimpleTest } from '@bufbuild/cel-spec/cel/expr/conformance/test/simple_pb.js';
import type { Value } from '@bufbuild/cel-spec/cel/expr/value_pb.js';
import { printType, type CelType } from '../src/cel-type.ts';
import { CelError } from '../src/cel-error.ts';
import { compile } from '../src/compile.ts';
import { equal } from '../src/values/equal.ts';
import { typeNameOf } from '../src/values/kind.ts';
import { fromProto } from './proto-value.ts';
import { fromProtoType } from './proto-type.ts';

/** Whether a test of the suite comes out as it should: value and its type, or that there is an error. */
export function passes(test: SimpleTest): boolean {
  const { resultMatcher: matcher } = test;
  const outcome = evaluate(test);
  switch (matcher.case) {
    case 'value':
      return outcome.value !== undefined && isSame(outcome.value, matcher.value);
    case 'typedResult':
      return typedPasses(outcome, matcher.value.result, fromProtoType(matcher.value.deducedType));
    case 'evalError':
    case 'anyEvalErrors':
      return outcome.value === undefined;
    case undefined:
      return outcome.value === true;
    default:
      return false;
  }
}

interface Outcome {
  readonly value?: unknown;
  readonly type?: string;
}

function typedPasses(outcome: Outcome, expected: Value | undefined, type: CelType): boolean {
  const isTyped = outcome.type === printType(type);
  return isTyped && (expected === undefined || (outcome.value !== undefined && isSame(outcome.value, expected)));
}

function isSame(value: unknown, expected: Value): boolean {
  const wanted = fromProto(expected);
  if (wanted === undefined) return false;
  if (typeof wanted === 'number' && Number.isNaN(wanted)) return typeof value === 'number' && Number.isNaN(value);
  return typeNameOf(value) === typeNameOf(wanted) && equal(value, wanted);
}

function evaluate(test: SimpleTest): Outcome {
  try {
    const program = compile(test.expr, { variables: typesOf(test), isUnchecked: test.disableCheck });
    if (test.checkOnly) return { type: program.type };
    return { value: program.run(bindingsOf(test)).value, type: program.type };
  } catch (error) {
    if (error instanceof CelError) return {};
    throw error;
  }
}

function typesOf(test: SimpleTest): Record<string, CelType> {
  const idents = test.typeEnv.flatMap((declaration) => (declaration.declKind.case === 'ident' ? [[declaration.name, fromProtoType(declaration.declKind.value.type)] as const] : []));
  return Object.fromEntries(idents);
}

function bindingsOf(test: SimpleTest): Record<string, unknown> {
  const bound = Object.entries(test.bindings).flatMap(([name, { kind }]) => (kind.case === 'value' ? [[name, fromProto(kind.value)] as const] : []));
  return Object.fromEntries(bound);
}
