import type { Operand } from '../read/nodes.ts';
import { REASONS, SAME_HELPERS } from './functions.ts';
import { asCondition, literal, written } from './expression.ts';
import type { Expression } from './expression.ts';
import { Untranslatable } from './scope.ts';
import type { Kind, Scope } from './scope.ts';

/** A call of a function. */
interface Call {
  readonly name: string;
  readonly operands: readonly Operand[];
  /** The operands, and the last one from a pipe. */
  readonly args: readonly Expression[];
  readonly at: number;
}

/** @throws Untranslatable */
export function callOf(call: Call, scope: Scope): Expression {
  const { name, args, at } = call;
  if (name === 'include') return includeOf(call, scope);
  if (name === 'dict') return dictOf(call);
  const special = SPECIAL[name];
  if (special !== undefined) return special(args, at);
  const plain = SAME_HELPERS.get(name);
  if (plain === undefined) throw new Untranslatable(REASONS[name] ?? `${name} is no helper of Handlebars`, at);
  for (const { kind } of args) refuseRoot(kind, name, at);
  return written(name, args, plain);
}

function refuseRoot(kind: Kind, name: string, at: number): void {
  if (kind === 'root') throw new Untranslatable(`${name} is given everything that templates see, which has other names in Handlebars`, at);
}

const SPECIAL: Readonly<Record<string, (args: readonly Expression[], at: number) => Expression>> = {
  // Zero and false are no values for Go, but for the helpers of these names.
  default: ([fallback, value], at) => first([value, fallback], at),
  coalesce: (args, at) => first([...args, literal('null')], at),
  or: (args, at) => (args.every(({ plain }) => plain) ? written('or', args, true) : first(args, at)),
  and(args, at) {
    if (!args.slice(0, -1).every(({ plain }) => plain)) return written('and', args.map(asCondition), true);
    if (args.length === 0) throw new Untranslatable('and without arguments', at);
    return written('and', args, args.every(({ plain }) => plain));
  },
  not: (args) => written('not', args.map(asCondition), true),
  empty: (args) => written('not', args.map(asCondition), true),
  ternary([yes, no, test], at) {
    if (yes === undefined || no === undefined || test === undefined) throw new Untranslatable('ternary with less than three arguments', at);
    return written('ternary', [yes, no, asCondition(test)], yes.plain && no.plain);
  },
};

function first(args: readonly (Expression | undefined)[], at: number): Expression {
  const given = args.filter((arg) => arg !== undefined);
  if (given.length < 2) throw new Untranslatable('a function with less than two arguments', at);
  return written('firstFilled', given, given.every(({ plain }) => plain));
}

function dictOf({ operands, args, at }: Call): Expression {
  const kinds = new Map<string, Kind>();
  for (const [index, operand] of operands.entries()) {
    if (index % 2 === 1) continue;
    if (operand.type !== 'string') throw new Untranslatable('a key of dict is worked out', at);
    kinds.set(operand.value, args[index + 1]?.kind ?? 'any');
  }
  return { ...written('dict', args, args.length > 0), kind: kinds };
}

function includeOf({ operands: [name], args, at }: Call, scope: Scope): Expression {
  const [, context] = args;
  if (name?.type !== 'string') throw new Untranslatable('the name of what is included is worked out', at);
  if (context === undefined) throw new Untranslatable('include without a context', at);
  scope.work.includes.push({ name: name.value, at, kind: context.kind });
  return written('include', args, true);
}
