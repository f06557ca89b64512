import { quote } from '../format/quote.ts';
import { LiteralError, readNumber, unquote } from './literal.ts';
import { NOT_EXECUTABLE, type CommandNode, type Operand, type PipeNode, type VariableNode } from './nodes.ts';
import { printNode } from './print-node.ts';
import type { VariableScope } from './scope.ts';
import type { TokenStream } from './stream.ts';
import type { Token, TokenType } from './token.ts';

/** What can begin an operand. */
const OPERANDS: ReadonlySet<TokenType> = new Set(['bool', 'rune', 'complex', 'dot', 'field', 'identifier', 'number', 'raw', 'string', 'variable', 'open']);

/** Beyond that the evaluation would need more stack than there is. */
const MAX_PARENTHESES = 250;

/** Reads pipelines: `$x := .a | f "b" (g .)`. */
export class ExpressionReader {
  private readonly tokens: TokenStream;
  private readonly scope: VariableScope;
  private parentheses = 0;

  constructor(tokens: TokenStream, scope: VariableScope) {
    this.tokens = tokens;
    this.scope = scope;
  }

  /** @param end the token behind the pipeline, which is taken too */
  pipeline(context: string, end: 'right' | 'close'): PipeNode {
    const { tokens } = this;
    const start = tokens.peekNonSpace();
    const { names, assigns } = this.declarations(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = tokens.nextNonSpace();
      if (token.type === end) break;
      if (!OPERANDS.has(token.type) && !tokens.isKeyword(token, 'nil')) tokens.unexpected(token, context);
      tokens.back(token);
      commands.push(this.command());
    }
    this.check(commands, context);
    const declares = names.map(({ text, at }): VariableNode => ({ type: 'variable', at, name: text, path: [], slot: this.bind(text, assigns) }));
    return { type: 'pipe', at: start.at, assigns, declares, commands };
  }

  /** A declared variable is not visible in its own pipeline, which Go finds out when it runs. */
  private bind(name: string, assigns: boolean): number {
    if (!assigns) return this.scope.declare(name);
    return this.scope.find(name) ?? this.tokens.fail(`undefined variable ${quote(name)}`);
  }

  private declarations(context: string): { readonly names: readonly Token[]; readonly assigns: boolean } {
    const { tokens } = this;
    const names: Token[] = [];
    for (;;) {
      const variable = tokens.peekNonSpace();
      if (variable.type !== 'variable') return { names, assigns: false };
      tokens.next();
      const after = tokens.peek();
      const next = tokens.peekNonSpace();
      if (next.type === 'assign' || next.type === 'declare') {
        tokens.nextNonSpace();
        return { names: [...names, variable], assigns: next.type === 'assign' };
      }
      if (next.text !== ',' || next.type !== 'character') {
        if (names.length > 0) return this.rangeVariables(context, [...names, variable]);
        tokens.back(variable, ...(after.type === 'space' ? [after] : []));
        return { names, assigns: false };
      }
      tokens.nextNonSpace();
      names.push(variable);
      if (context !== 'range' || names.length > 1) tokens.fail(`too many declarations in ${context}`);
      if (tokens.peekNonSpace().type !== 'variable') tokens.fail('range can only initialize variables');
    }
  }

  /** `range $i, $x` without a value. */
  private rangeVariables(context: string, names: readonly Token[]): never {
    return this.tokens.fail(`missing value for ${context}`, names[0]?.at);
  }

  private check(commands: readonly CommandNode[], context: string): void {
    if (commands.length === 0) this.tokens.fail(`missing value for ${context}`);
    commands.forEach(({ operands: [first] }, index) => {
      if (index > 0 && first !== undefined && NOT_EXECUTABLE.has(first.type)) this.tokens.fail(`non executable command in pipeline stage ${index + 1}`);
    });
  }

  private command(): CommandNode {
    const { tokens } = this;
    const { at } = tokens.peekNonSpace();
    const operands: Operand[] = [];
    for (;;) {
      tokens.peekNonSpace();
      const operand = this.operand();
      if (operand !== undefined) operands.push(operand);
      const token = tokens.next();
      if (token.type === 'space') continue;
      if (token.type === 'right' || token.type === 'close') tokens.back(token);
      else if (token.type !== 'pipe') tokens.unexpected(token, 'operand');
      break;
    }
    if (operands.length === 0) tokens.fail('empty command');
    return { type: 'command', at, operands };
  }

  private operand(): Operand | undefined {
    const { tokens } = this;
    const term = this.term();
    if (term === undefined || tokens.peek().type !== 'field') return term;
    const { at } = tokens.peek();
    const path: string[] = [];
    while (tokens.peek().type === 'field') path.push(tokens.next().text.slice(1));
    if (term.type === 'field' || term.type === 'variable') return { ...term, at, path: [...term.path, ...path] };
    if (NOT_EXECUTABLE.has(term.type)) tokens.fail(`unexpected . after term ${quote(printNode(term))}`);
    return { type: 'chain', at, base: term, path };
  }

  private term(): Operand | undefined {
    const { tokens } = this;
    const token = tokens.nextNonSpace();
    const { type, text, at } = token;
    switch (type) {
      case 'identifier':
        if (!tokens.isFunction(text)) tokens.fail(`function ${quote(text)} not defined`, at);
        return { type, at, name: text };
      case 'dot': return { type, at };
      case 'variable': return this.variable(text, at);
      case 'field': return { type, at, path: [text.slice(1)] };
      case 'bool': return { type, at, value: text === 'true' };
      case 'rune': case 'number': case 'complex': return { type: 'number', at, source: text, ...this.literal(() => readNumber(text), at) };
      case 'string': case 'raw': return { type: 'string', at, source: text, value: this.literal(() => unquote(text), at) };
      case 'open': return this.parenthesised(at);
      default:
        if (tokens.isKeyword(token, 'nil')) return { type: 'nil', at };
        tokens.back(token);
        return undefined;
    }
  }

  private variable(name: string, at: number): VariableNode {
    const slot = this.scope.find(name);
    if (slot === undefined) return this.tokens.fail(`undefined variable ${quote(name)}`, at);
    return { type: 'variable', at, name, path: [], slot };
  }

  private parenthesised(at: number): PipeNode {
    if (this.parentheses >= MAX_PARENTHESES) this.tokens.fail('max expression depth exceeded', at);
    this.parentheses++;
    const pipe = this.pipeline('parenthesized pipeline', 'close');
    this.parentheses--;
    return pipe;
  }

  private literal<Value>(read: () => Value, at: number): Value {
    try {
      return read();
    } catch (error) {
      if (error instanceof LiteralError) return this.tokens.fail(error.message, at);
      throw error;
    }
  }
}
