import type { ParsedTemplate, SherpackError } from '@sherpack/plugin-api';
import type { BlockStatement, DecoratorBlock, Expression, PartialBlockStatement, PartialStatement, Program, Statement } from '../ast.ts';
import { asPath, hasArguments } from '../ast.ts';
import { branchPlace } from '../compile/branch.ts';
import { asDefinition, definedName, detailOf } from '../compile/definition.ts';
import type { Scope } from '../compile/scope.ts';
import { errors } from '../errors.ts';
import { where, type Unit } from '../read/read.ts';
import { checkCall, type Call } from './check.ts';
import { contextOf, pathOf, ROOT, UNKNOWN, type Context } from './context.ts';

/** What can be known of a template without rendering it. */
export interface Inspection extends Pick<ParsedTemplate, 'references' | 'defines' | 'includes'> {
  readonly errors: readonly SherpackError[];
  readonly warnings: readonly SherpackError[];
  readonly expressions: NonNullable<ParsedTemplate['expressions']>;
}

export function inspect(unit: Unit): Inspection {
  const inspector = new Inspector(unit);
  if (unit.program) inspector.program(unit.program, ROOT, []);
  return inspector.result();
}

class Inspector {
  private readonly unit: Unit;
  private readonly errors: SherpackError[] = [];
  private readonly warnings: SherpackError[] = [];
  private readonly references: ParsedTemplate['references'][number][] = [];
  private readonly defined = new Map<string, number>();
  private readonly included = new Set<string>();
  private readonly expressions: { line: number; column: number; detail: string }[] = [];

  constructor(unit: Unit) {
    this.unit = unit;
  }

  result(): Inspection {
    return {
      errors: this.errors, warnings: this.warnings, references: this.references, expressions: this.expressions,
      defines: [...this.defined.keys()], includes: [...this.included],
    };
  }

  program(node: Program, context: Context, params: Scope['params']): void {
    const names = node.blockParams ?? [];
    for (const statement of node.body) this.statement(statement, context, names.length === 0 ? params : [names, ...params]);
  }

  private statement(node: Statement, context: Context, params: Scope['params']): void {
    if (node.type === 'ContentStatement' || node.type === 'CommentStatement') return;
    const definition = asDefinition(node);
    if (definition) return this.definition(definition, params);
    if (node.type === 'Decorator') {
      this.errors.push(errors.UNKNOWN_HELPER(asPath(node.path).original, undefined, 'There are no decorators but {{#*inline}}.', where(this.unit, this.unit.place(node.loc.start))));
      return;
    }
    this.expressions.push({ ...this.unit.place(node.loc.start), detail: detailOf(node, this.unit) });
    if (node.type === 'MustacheStatement') return this.call(node, context, params);
    if (node.type === 'BlockStatement') return this.block(node, context, params);
    if (node.type !== 'DecoratorBlock') this.partial(node, context, params);
  }

  private definition(node: DecoratorBlock | BlockStatement, params: Scope['params']): void {
    const name = definedName(node);
    const place = this.unit.place(node.loc.start);
    const known = name === undefined ? undefined : this.defined.get(name);
    if (name === undefined || node.params.length !== 1) this.errors.push(errors.ARGUMENT_COUNT('a definition', 'one name in quotes', node.params.length, where(this.unit, place)));
    else if (known !== undefined) this.warnings.push(errors.DUPLICATE_DEFINITION(name, known, where(this.unit, place)));
    if (name !== undefined) this.defined.set(name, place.line);
    if (node.program) this.program(node.program, UNKNOWN, params);
  }

  private block(node: BlockStatement, context: Context, params: Scope['params']): void {
    this.call(node, context, params);
    const inner = contextOf(node, context, params);
    this.branch(node, node.program, 'then', inner, params);
    this.branch(node, node.inverse, 'else', context, params);
  }

  private branch(node: BlockStatement, program: Program | undefined, detail: string, context: Context, params: Scope['params']): void {
    if (program === undefined) return;
    this.expressions.push({ ...branchPlace(node, program, { unit: this.unit } as Scope), detail });
    this.program(program, context, params);
  }

  private partial(node: PartialStatement | PartialBlockStatement, context: Context, params: Scope['params']): void {
    if (node.name.type === 'SubExpression') this.expression(node.name, context, params);
    else this.included.add(String(node.name.original));
    const place = this.unit.place(node.loc.start);
    if (node.params.length > 1) this.errors.push(errors.ARGUMENT_COUNT('a partial', 'one context', node.params.length, where(this.unit, place)));
    for (const param of node.params) this.expression(param, context, params);
    for (const pair of node.hash?.pairs ?? []) this.expression(pair.value, context, params);
    if (node.type === 'PartialBlockStatement') this.program(node.program, context, params);
  }

  private call(node: Call, context: Context, params: Scope['params']): void {
    const wrong = checkCall(node, params, this.unit);
    if (wrong) this.errors.push(wrong);
    if (!hasArguments(node) && node.type !== 'SubExpression') this.expression(asPath(node.path), context, params);
    const [name] = node.params;
    if (asPath(node.path).original === 'include' && name?.type === 'StringLiteral') this.included.add(name.value);
    for (const param of node.params) this.expression(param, context, params);
    for (const pair of node.hash?.pairs ?? []) this.expression(pair.value, context, params);
  }

  private expression(node: Expression, context: Context, params: Scope['params']): void {
    if (node.type === 'SubExpression') return this.call(node, context, params);
    if (node.type !== 'PathExpression') return;
    const path = pathOf(node, context, params);
    if (path?.[0] !== 'values') return;
    this.references.push({ path: path.slice(1), location: { file: this.unit.name, ...this.unit.place(node.loc.start) } });
  }
}
