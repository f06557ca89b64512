import { Fault } from '../cel-error.ts';
import { qualifiedName, type ComprehensionForm, type Expression } from './expression.ts';

export interface MacroCall {
  readonly name: string;
  readonly target?: Expression;
  readonly args: readonly Expression[];
  readonly at: number;
}

/** The tree that a macro stands for; undefined for a plain call. Later macros are asked for by name, those with two variables together. */
export function expandMacro(call: MacroCall, hasMacro: (name: string) => boolean): Expression | undefined {
  const { name, target, args, at } = call;
  if (!target) return name === 'has' && args.length === 1 ? presence(args[0]!, at) : undefined;
  if (name === 'bind' && args.length === 3 && qualifiedName(target) === 'cel' && hasMacro('cel.bind')) {
    return { kind: 'binding', name: variableName(args[0]!), value: args[1]!, body: args[2]!, at };
  }
  if ((name === 'optMap' || name === 'optFlatMap') && args.length === 2 && hasMacro(name)) {
    return { kind: 'optional-mapping', isFlat: name === 'optFlatMap', target, name: variableName(args[0]!), body: args[1]!, at };
  }
  return oneVariable(call, target, hasMacro) ?? (hasMacro('two-variables') ? twoVariables(call, target) : undefined);
}

function presence(argument: Expression, at: number): Expression {
  if (argument.kind !== 'select') throw new Fault('invalid argument to has() macro', 'syntax', argument.at);
  return { ...argument, isTest: true, at };
}

const oneVariableForms: Readonly<Record<string, ComprehensionForm>> = { all: 'all', exists: 'exists', exists_one: 'existsOne', existsOne: 'existsOne', map: 'map', filter: 'filter', sortBy: 'sortBy' };

function oneVariable({ name, args, at }: MacroCall, range: Expression, hasMacro: (name: string) => boolean): Expression | undefined {
  const form = Object.hasOwn(oneVariableForms, name) && hasMacro(name) ? oneVariableForms[name] : undefined;
  if (!form || (args.length !== 2 && !(name === 'map' && args.length === 3))) return undefined;
  const variables = [variableName(args[0]!)] as const;
  return { kind: 'comprehension', form, macro: name, range, variables, body: args.at(-1)!, at, ...(args.length === 3 ? { filter: args[1]! } : {}) };
}

const twoVariableForms: Readonly<Record<string, ComprehensionForm>> = {
  all: 'all',
  exists: 'exists',
  existsOne: 'existsOne',
  exists_one: 'existsOne',
  transformList: 'map',
  transformMap: 'transformMap',
  transformMapEntry: 'transformMapEntry',
};

function twoVariables({ name, args, at }: MacroCall, range: Expression): Expression | undefined {
  const form = Object.hasOwn(twoVariableForms, name) ? twoVariableForms[name] : undefined;
  const isTransform = name.startsWith('transform');
  if (!form || (args.length !== 3 && !(isTransform && args.length === 4))) return undefined;
  const variables = [variableName(args[0]!), variableName(args[1]!)] as const;
  if (variables[0] === variables[1]) throw new Fault(`duplicate variable name: ${variables[0]}`, 'syntax', args[1]!.at);
  return { kind: 'comprehension', form, macro: name, range, variables, body: args.at(-1)!, at, ...(args.length === 4 ? { filter: args[2]! } : {}) };
}

function variableName(argument: Expression): string {
  if (argument.kind === 'identifier') return argument.name;
  throw new Fault('argument must be a simple name', 'syntax', argument.at);
}
