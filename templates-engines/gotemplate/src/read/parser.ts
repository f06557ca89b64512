import { quote } from '../format/quote.ts';
import { ExpressionReader } from './expression.ts';
import type { Header } from './delimiters.ts';
import type { Delimiters } from './lexer.ts';
import { unquote } from './literal.ts';
import { isEmptyTree, type ActionNode, type BranchNode, type ListNode, type Node, type PipeNode, type TemplateNode, type TextNode, type Tree } from './nodes.ts';
import { endsPlainly, readPlainAction, type Names } from './plain-action.ts';
import { moved, RepeatedAction, RepeatedBranch, type Said, type SaidActions } from './repeated.ts';
import { VariableScope } from './scope.ts';
import { ParseError, TokenStream, type OpenedAction } from './stream.ts';
import type { Token } from './token.ts';

/** What a text was read into: the file's own template last. */
export interface Reading {
  readonly trees: readonly Tree[];
  readonly errors: readonly ParseError[];
}

export interface Grammar {
  readonly isFunction: (name: string) => boolean;
  /** Filled while templates are read; for one set of functions. */
  readonly said: SaidActions;
}

interface End {
  readonly end: 'end' | 'else';
  readonly at: number;
}

/** Deeper blocks would need more stack than there is. */
const MAX_BLOCKS = 250;

/** Reads a template as Go does, but goes on after an error. */
export function readTrees(name: string, text: string, { delimiters, end }: Header, { isFunction, said }: Grammar): Reading {
  const tokens = new TokenStream(text, delimiters, isFunction, end);
  const reader = new TreeReader(tokens, said.between(delimiters), delimiters);
  reader.file(name);
  return { trees: [...reader.trees.values()], errors: reader.errors };
}

class TreeReader implements Names {
  readonly trees = new Map<string, Tree>();
  readonly errors: ParseError[] = [];
  private readonly tokens: TokenStream;
  private scope = new VariableScope();
  private expressions: ExpressionReader;
  private ranges = 0;
  private blocks = 0;
  private readonly said: Map<string, Said>;
  private readonly mayBePlain: boolean;

  constructor(tokens: TokenStream, said: Map<string, Said>, { right }: Delimiters) {
    this.tokens = tokens;
    this.said = said;
    this.mayBePlain = endsPlainly(right);
    this.expressions = new ExpressionReader(tokens, this.scope);
  }

  file(name: string): void {
    const root: ListNode = { at: 0, nodes: [] };
    while (this.tokens.peek().type !== 'eof') {
      const node = this.guarded(() => this.topLevel());
      if (node !== undefined && 'end' in node) this.note(`unexpected {{${node.end}}}`, node.at);
      else if (node !== undefined) root.nodes.push(node);
    }
    this.add({ name, root, slots: this.scope.slots }, 0);
  }

  private topLevel(): Node | End | undefined {
    const left = this.tokens.peek();
    if (left.type !== 'left') return this.textOrAction();
    this.tokens.next();
    const opened = this.tokens.openedAction();
    const again = this.sayAgain(opened);
    if (again !== undefined) return again;
    if (!this.tokens.isKeyword(this.tokens.peekNonSpace(), 'define')) return this.action(opened);
    this.tokens.nextNonSpace();
    this.definition();
    return undefined;
  }

  private note(message: string, at: number): void {
    this.errors.push(new ParseError(message, at));
  }

  /** Notes what is wrong and goes on behind the action. */
  private guarded<Value>(read: () => Value): Value | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      this.errors.push(error);
      this.tokens.recover();
      return undefined;
    }
  }

  private definition(): void {
    const token = this.tokens.expect('define clause', 'string', 'raw');
    const name = unquote(token.text);
    this.tokens.expect('define clause', 'right');
    this.body(name, 'define clause', token.at);
  }

  /** A template of its own, to its `{{end}}`. */
  private body(name: string, context: string, at: number): void {
    const outer = { scope: this.scope, expressions: this.expressions, ranges: this.ranges };
    this.scope = new VariableScope();
    this.expressions = new ExpressionReader(this.tokens, this.scope);
    this.ranges = 0;
    try {
      const { list, next } = this.list();
      if (next?.end === 'else') this.note(`unexpected {{else}} in ${context}`, next.at);
      this.add({ name, root: list, slots: this.scope.slots }, at);
    } finally {
      Object.assign(this, outer);
    }
  }

  private add(tree: Tree, at: number): void {
    const known = this.trees.get(tree.name);
    if (known === undefined || isEmptyTree(known.root)) {
      this.trees.delete(tree.name);
      this.trees.set(tree.name, tree);
    } else if (!isEmptyTree(tree.root)) this.note(`template: multiple definition of template ${quote(tree.name)}`, at);
  }

  /**
   * Up to `{{end}}` or `{{else}}`.
   *
   * @param known errors before the block: after one inside of it a missing end says nothing new
   */
  private list(known = this.errors.length): { readonly list: ListNode; readonly next: End | undefined } {
    const list: ListNode = { at: this.tokens.peekNonSpace().at, nodes: [] };
    for (;;) {
      const token = this.tokens.nextNonSpace();
      if (token.type === 'eof') {
        if (this.errors.length === known) this.note('unexpected EOF', token.at);
        this.tokens.back(token);
        return { list, next: undefined };
      }
      const node = token.type === 'text' ? textNode(token) : this.guarded(() => this.afterToken(token));
      if (node === undefined) continue;
      if ('end' in node) return { list, next: node };
      list.nodes.push(node);
    }
  }

  private textOrAction(): Node | End {
    const token = this.tokens.nextNonSpace();
    return token.type === 'text' ? textNode(token) : this.afterToken(token);
  }

  private afterToken(token: Token): Node | End {
    if (token.type !== 'left') return this.tokens.unexpected(token, 'input');
    const opened = this.tokens.openedAction();
    return this.sayAgain(opened) ?? this.action(opened);
  }

  private action(opened: OpenedAction | undefined): Node | End {
    const token = this.tokens.nextNonSpace();
    if (token.type === 'keyword' && token.text !== 'nil') return this.keyword(token, opened);
    this.tokens.back(token);
    const pipe = this.expressions.pipeline('command', 'right');
    return this.keepPipe('action', token.at, pipe, opened) ?? { type: 'action', at: token.at, pipe };
  }

  /** An action that was read before, here or in another file, or that says nothing unusual. */
  private sayAgain(opened: OpenedAction | undefined): Node | End | undefined {
    if (opened === undefined || this.blocks >= MAX_BLOCKS) return undefined;
    const said = this.whatIsSaid(opened);
    if (said === undefined) return undefined;
    const depth = this.scope.depth;
    const { at: base } = opened;
    this.tokens.skip(opened);
    if ('end' in said) return { end: said.end, at: said.at + base };
    const head = new RepeatedAction(said.at + base, base, said.pipe);
    return said.type === 'action' ? head : this.control(said.type, head, depth, this.errors.length);
  }

  private whatIsSaid(opened: OpenedAction): Said | undefined {
    const key = this.keyOf(opened);
    const known = this.said.get(key);
    if (known !== undefined || !this.mayBePlain) return known;
    const said = readPlainAction(opened.text.slice(0, -this.tokens.closing), this);
    if (said !== undefined) this.said.set(key, said);
    return said;
  }

  slotOf(name: string): number | undefined {
    return this.scope.find(name);
  }

  isFunction(name: string): boolean {
    return this.tokens.isFunction(name);
  }

  /** Where a variable lives is up to those declared before. */
  private keyOf({ text }: OpenedAction): string {
    return text.includes('$') ? `${this.scope.shape} ${text}` : text;
  }

  private keepEnd(end: End, opened: OpenedAction | undefined): End {
    if (opened !== undefined && this.tokens.isAtEnd(opened)) this.said.set(this.keyOf(opened), { end: end.end, at: end.at - opened.at });
    return end;
  }

  /** A pipeline that declares something is not the same twice. */
  private keepPipe(type: 'action' | BranchNode['type'], at: number, pipe: PipeNode, opened: OpenedAction | undefined): RepeatedAction | undefined {
    if (opened === undefined || pipe.declares.length > 0 || !this.tokens.isAtEnd(opened)) return undefined;
    const shared = moved(pipe, -opened.at);
    this.said.set(this.keyOf(opened), { type, at: at - opened.at, pipe: shared });
    return new RepeatedAction(at, opened.at, shared);
  }

  private keyword({ text, at, type }: Token, opened: OpenedAction | undefined): Node | End {
    switch (text) {
      case 'block': return this.block();
      case 'break': case 'continue': return this.jump(text, at);
      case 'else': return this.keepEnd(this.otherwise(), opened);
      case 'end': return this.keepEnd({ end: 'end', at: this.tokens.expect('end', 'right').at }, opened);
      case 'if': case 'range': case 'with': return this.branch(text, opened);
      case 'template': return this.call();
      default: return this.tokens.unexpected({ text, at, type }, 'command');
    }
  }

  private jump(type: 'break' | 'continue', at: number): Node {
    const token = this.tokens.nextNonSpace();
    if (token.type !== 'right') this.tokens.unexpected(token, `{{${type}}}`);
    if (this.ranges === 0) this.tokens.fail(`{{${type}}} outside {{range}}`, at);
    return { type, at };
  }

  private otherwise(): End {
    const next = this.tokens.peekNonSpace();
    if (this.tokens.isKeyword(next, 'if') || this.tokens.isKeyword(next, 'with')) return { end: 'else', at: next.at };
    return { end: 'else', at: this.tokens.expect('else', 'right').at };
  }

  private branch(type: BranchNode['type'], opened?: OpenedAction): BranchNode {
    if (this.blocks >= MAX_BLOCKS) this.tokens.fail('blocks are nested too deeply');
    const depth = this.scope.depth;
    const start = this.tokens.peekNonSpace().at;
    const known = this.errors.length;
    const pipe = this.guarded(() => this.expressions.pipeline(type, 'right'));
    const head = pipe === undefined ? undefined : this.keepPipe(type, pipe.at, pipe, opened);
    return this.control(type, head ?? { type: 'action', at: pipe?.at ?? start, pipe: pipe ?? nothing(start) }, depth, known);
  }

  /**
   * The block behind its head.
   *
   * @param depth of the variables before the head
   * @param known errors before it
   */
  private control(type: BranchNode['type'], head: ActionNode, depth: number, known: number): BranchNode {
    this.blocks++;
    if (type === 'range') this.ranges++;
    const { list: body, next } = this.list(known);
    if (type === 'range') this.ranges--;
    const otherwise = next?.end === 'else' ? this.elseList(type, next, known) : undefined;
    this.scope.pop(depth);
    this.blocks--;
    return head instanceof RepeatedAction ? new RepeatedBranch(type, head, body, otherwise) : { type, at: head.at, pipe: head.pipe, body, otherwise };
  }

  /** `{{else if}}` and `{{else with}}` share the `{{end}}` of what they continue. */
  private elseList(type: BranchNode['type'], { at }: End, known: number): ListNode {
    const next = this.tokens.peek();
    if ((type === 'if' || type === 'with') && this.tokens.isKeyword(next, type)) {
      this.tokens.next();
      return { at, nodes: [this.branch(type)] };
    }
    if (next.type === 'keyword') this.tokens.unexpected(next, 'else');
    const { list, next: end } = this.list(known);
    if (end?.end === 'else') this.note('expected end; found {{else}}', end.at);
    return list;
  }

  private templateName(token: Token, context: string): string {
    if (token.type !== 'string' && token.type !== 'raw') return this.tokens.unexpected(token, context);
    return unquote(token.text);
  }

  private block(): TemplateNode {
    const token = this.tokens.nextNonSpace();
    const name = this.templateName(token, 'block clause');
    const pipe = this.expressions.pipeline('block clause', 'right');
    this.body(name, 'block clause', token.at);
    return { type: 'template', at: token.at, name, pipe };
  }

  private call(): TemplateNode {
    const token = this.tokens.nextNonSpace();
    const name = this.templateName(token, 'template clause');
    const next = this.tokens.nextNonSpace();
    if (next.type === 'right') return { type: 'template', at: token.at, name, pipe: undefined };
    this.tokens.back(next);
    return { type: 'template', at: token.at, name, pipe: this.expressions.pipeline('template clause', 'right') };
  }
}

/** The token is the node: half of what a template is made of are texts. */
function textNode(token: Token): Node {
  return token as TextNode;
}

function nothing(at: number): PipeNode {
  return { type: 'pipe', at, assigns: false, declares: [], commands: [{ type: 'command', at, operands: [{ type: 'dot', at }] }] };
}
