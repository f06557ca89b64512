import { Lexer, type Delimiters } from './lexer.ts';
import { describe, type Token, type TokenType } from './token.ts';

/** Something in a template that cannot be read. The message is Go's. */
export class ParseError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export interface OpenedAction {
  readonly text: string;
  /** Where the text begins, behind the opening delimiter. */
  readonly at: number;
}

/** Longer actions are not likely to be repeated. */
const LONGEST = 400;

/** Tokens with look-ahead, and the variables that are in scope. */
export class TokenStream {
  readonly isFunction: (name: string) => boolean;
  /** Length of the closing delimiter. */
  readonly closing: number;
  /** Where the action began whose inside is being read. */
  actionAt = -1;
  private readonly lexer: Lexer;
  private readonly ahead: Token[] = [];
  private latest = 0;

  constructor(text: string, delimiters: Delimiters, isFunction: (name: string) => boolean, start: number) {
    this.lexer = new Lexer(text, delimiters, start);
    this.isFunction = isFunction;
    this.closing = delimiters.right.length;
  }

  /** The text of the action whose opening delimiter was read last, up to the first closing delimiter. */
  openedAction(): OpenedAction | undefined {
    const text = this.ahead.length === 0 ? this.lexer.restOfAction() : undefined;
    return text === undefined || text.length > LONGEST ? undefined : { text, at: this.lexer.at };
  }

  /** Goes on behind an action without reading it. */
  skip({ text, at }: OpenedAction): void {
    this.lexer.skipAction(text);
    this.latest = at + text.length - this.closing;
  }

  /** Whether what was read last is the end of this action. */
  isAtEnd({ text, at }: OpenedAction): boolean {
    return this.ahead.length === 0 && this.latest === at + text.length - this.closing;
  }

  next(): Token {
    return this.ahead.pop() ?? this.read();
  }

  private read(): Token {
    const token = this.lexer.next();
    this.latest = token.at;
    return token;
  }

  peek(): Token {
    const last = this.ahead.at(-1);
    if (last !== undefined) return last;
    const token = this.read();
    this.ahead.push(token);
    return token;
  }

  /** Puts tokens back, the first one first. */
  back(...tokens: readonly Token[]): void {
    for (let index = tokens.length - 1; index >= 0; index--) this.ahead.push(tokens[index] as Token);
  }

  nextNonSpace(): Token {
    for (;;) {
      const token = this.next();
      if (token.type !== 'space') return token;
    }
  }

  peekNonSpace(): Token {
    const last = this.ahead.at(-1);
    if (last !== undefined && last.type !== 'space') return last;
    const token = this.nextNonSpace();
    this.ahead.push(token);
    return token;
  }

  isKeyword(token: Token, word: string): boolean {
    return token.type === 'keyword' && token.text === word;
  }

  expect(context: string, ...types: readonly TokenType[]): Token {
    const token = this.nextNonSpace();
    return types.includes(token.type) ? token : this.unexpected(token, context);
  }

  unexpected(token: Token, context: string): never {
    if (token.type === 'error') throw new ParseError(token.text, token.at);
    return this.fail(`unexpected ${describe(token)} in ${context}`, token.at);
  }

  fail(message: string, at = this.latest): never {
    throw new ParseError(message, at);
  }

  /** Goes on behind the action that is wrong. */
  recover(): void {
    // A token that was read ahead may already have closed the action; then nothing of the text may be skipped.
    const closed = this.ahead.some(({ type }) => type === 'right' || type === 'text');
    this.ahead.length = 0;
    if (!closed) this.lexer.recover();
  }
}
