import { CelError } from '@sherpack/cel/cel-error';
import { optionalOf, type CelType } from '@sherpack/cel/cel-type';
import { compile, type Program } from '@sherpack/cel/compile';
import { issueText } from '@sherpack/cel/issue-text';
import { schemaType } from '@sherpack/cel/schema-type';
import type { JsonSchema, ValidationRule } from './json-schema.ts';
import { rulePath } from './rule-path.ts';

/** The version whose functions rules may use: that of the API server whose answers the sandbox gives. */
const KUBERNETES_VERSION = '1.36';

/** A rule that is ready to run, or what the server says is wrong with it. */
export interface RuleProgram {
  readonly rule: ValidationRule;
  readonly program: Program | undefined;
  readonly problem: string | undefined;
  readonly message: Program | undefined;
  readonly messageProblem: string | undefined;
  readonly readsOldSelf: boolean;
  /** Where errors of the rule belong, below the value. */
  readonly fieldPath: string | undefined;
}

/** The part of a schema that carries rules, and the one that says what the values are: within `allOf` they are two. */
export interface RuledSchema {
  readonly rules: JsonSchema;
  readonly values: JsonSchema;
  readonly isRoot: boolean;
}

const compiled = new WeakMap<JsonSchema, readonly RuleProgram[]>();

/** The rules of one schema, not of those below. */
export function rulePrograms(schema: RuledSchema): readonly RuleProgram[] {
  const rules = schema.rules['x-kubernetes-validations'] ?? [];
  if (rules.length === 0) return [];
  const known = compiled.get(schema.rules);
  if (known) return known;
  const type = schemaType(schema.values, { view: 'rule', isRoot: schema.isRoot, name: 'self' });
  const programs = type ? rules.map((rule) => ruleProgram(rule, type, schema.values)) : [];
  compiled.set(schema.rules, programs);
  return programs;
}

function ruleProgram(rule: ValidationRule, type: CelType, values: JsonSchema): RuleProgram {
  const variables = { self: type, oldSelf: rule.optionalOldSelf === true ? optionalOf(type) : type };
  const main = compiledText(rule.rule, variables, 'compilation failed: ', 'bool', 'cel expression must evaluate to a bool');
  const text = rule.messageExpression;
  const message = text === undefined || text === '' || !main.program ? {} : compiledText(text, variables, 'messageExpression compilation failed: ', 'string', 'messageExpression must evaluate to a string');
  return {
    rule,
    program: main.program,
    problem: main.problem,
    message: message.program,
    messageProblem: message.problem,
    readsOldSelf: main.program?.reads('oldSelf') ?? false,
    fieldPath: rule.fieldPath === undefined ? undefined : rulePath(rule.fieldPath, values),
  };
}

interface Compiled {
  readonly program?: Program;
  readonly problem?: string;
}

function compiledText(text: string, variables: Readonly<Record<string, CelType>>, prefix: string, result: string, wrongResult: string): Compiled {
  try {
    const program = compile(text, { variables, kubernetesVersion: KUBERNETES_VERSION });
    return program.type === result ? { program } : { problem: wrongResult };
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return { problem: `${prefix}${issueText(text, error.issues)}` };
  }
}
