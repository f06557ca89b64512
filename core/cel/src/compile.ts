import { CelError, Fault, positionAt, type CelIssue } from './cel-error.ts';
import { accepts } from './check/unify.ts';
import { typeOf } from './check/checker.ts';
import { bool, dyn, printType, string, type CelType } from './cel-type.ts';
import { plan } from './evaluate/plan.ts';
import type { Step } from './evaluate/run-context.ts';
import { functionSet, type FunctionSet } from './functions/function-set.ts';
import { PER_CALL_COST_LIMIT } from './limits.ts';
import { readsVariable, type Expression } from './syntax/expression.ts';
import { parseExpression } from './syntax/parse.ts';
import { fromJson } from './values/json.ts';
import { toJson } from './values/to-json.ts';

export interface CompileOptions {
  /** The names that the expression may use, with their types; `schemaType` makes one of a schema, `dyn` knows nothing. */
  readonly variables: Readonly<Record<string, CelType>>;
  /** Only what this version of Kubernetes knows, `1.31` for instance, and its rules for literals. Without it, everything. */
  readonly kubernetesVersion?: string;
  /** What the expression has to give. Dyn is let through: it shows when the expression runs. */
  readonly result?: 'bool' | 'string';
  /** Leaves types to the evaluation, as for expressions over data that nobody declared. */
  readonly isUnchecked?: boolean;
}

export interface CheckResult {
  readonly issues: readonly CelIssue[];
  /** The type of the expression as cel-go prints it; undefined when it cannot be parsed. */
  readonly type: string | undefined;
}

export interface RunOptions {
  /** In cel-go's units; `PER_CALL_COST_LIMIT` unless given. */
  readonly costLimit?: number;
}

/** An expression that is ready to run. */
export interface Program {
  readonly expression: string;
  /** As cel-go prints it. */
  readonly type: string;
  /** Whether a variable is read. */
  reads(variable: string): boolean;
  /**
   * The result as plain data for plain data; see `toJson`.
   * @throws CelError of kind `evaluation` or `limit`
   */
  evaluate(variables: Readonly<Record<string, unknown>>, options?: RunOptions): unknown;
  /** The result as a CEL value, or the error, and in either case what was spent. */
  run(variables: Readonly<Record<string, unknown>>, options?: RunOptions): RunResult;
}

export interface RunResult {
  readonly value?: unknown;
  readonly error?: CelError;
  readonly cost: number;
}

interface Checked extends CheckResult {
  readonly tree: Expression | undefined;
  readonly functions: FunctionSet;
}

/** Everything that is wrong with an expression before it runs. Never throws. */
export function check(expression: string, options: CompileOptions): CheckResult {
  const { issues, type } = analyse(expression, options);
  return { issues, type };
}

/** @throws CelError with everything that {@link check} finds */
export function compile(expression: string, options: CompileOptions): Program {
  const { issues, type, tree, functions } = analyse(expression, options);
  const [first, ...others] = issues;
  if (first) throw new CelError(expression, [first, ...others]);
  return program(expression, tree!, type ?? 'dyn', functions, options);
}

function analyse(expression: string, options: CompileOptions): Checked {
  const functions = functionSet(options.kubernetesVersion);
  const issues: CelIssue[] = [];
  try {
    const tree = parseExpression(expression, functions.hasMacro);
    if (options.isUnchecked) return { issues, type: 'dyn', tree, functions };
    const report = (at: number, message: string, hint?: string): void => {
      const issue: CelIssue = { kind: 'type', message, ...positionAt(expression, at), ...(hint === undefined ? {} : { hint }) };
      if (!issues.some((other) => other.message === message && other.line === issue.line && other.column === issue.column)) issues.push(issue);
    };
    const type = typeOf(tree, { variables: new Map(Object.entries(options.variables)), functions, isHomogeneous: options.kubernetesVersion !== undefined, typeOf, report });
    if (options.result) checkResult(type, options.result, tree.at, report);
    return { issues, type: printType(type), tree, functions };
  } catch (error) {
    return { issues: [issueOf(expression, error)], type: undefined, tree: undefined, functions };
  }
}

function checkResult(type: CelType, result: 'bool' | 'string', at: number, report: (at: number, message: string) => void): void {
  if (!accepts(result === 'bool' ? bool : string, type)) report(at, `the expression gives ${printType(type)}, not ${result}`);
}

function issueOf(expression: string, error: unknown): CelIssue {
  if (!(error instanceof Fault)) throw error;
  return { kind: error.kind, message: error.message, ...positionAt(expression, error.at ?? 0) };
}

function program(expression: string, tree: Expression, type: string, functions: FunctionSet, options: CompileOptions): Program {
  const step = plan(tree, { functions, isVariable: (name) => name in options.variables, bound: new Map(), plan });
  const run: Program['run'] = (variables, runOptions = {}) => runStep(expression, step, variables, options, runOptions.costLimit ?? PER_CALL_COST_LIMIT);
  return {
    expression,
    type,
    reads: (variable) => readsVariable(tree, variable),
    run,
    evaluate: (variables, runOptions) => {
      const { value, error } = run(variables, runOptions);
      if (error) throw error;
      return plainResult(expression, value);
    },
  };
}

function plainResult(expression: string, value: unknown): unknown {
  try {
    return toJson(value);
  } catch (error) {
    throw new CelError(expression, [issueOf(expression, error)]);
  }
}

function runStep(expression: string, step: Step, variables: Readonly<Record<string, unknown>>, options: CompileOptions, costLimit: number): RunResult {
  const values = new Map<string, unknown>();
  const lookUp = (name: string): unknown => {
    if (!values.has(name) && Object.hasOwn(variables, name)) values.set(name, fromJson(variables[name], options.variables[name] ?? dyn));
    return values.get(name);
  };
  const context = { variables: lookUp, slots: [], costLimit, cost: 0 };
  try {
    return { value: step(context), cost: context.cost };
  } catch (error) {
    if (error instanceof RangeError) return { error: new CelError(expression, [{ kind: 'limit', message: 'the expression is too deep', line: 1, column: 1 }]), cost: context.cost };
    return { error: new CelError(expression, [issueOf(expression, error)]), cost: context.cost };
  }
}
