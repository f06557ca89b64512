import { isPrintable, quote } from '../format/quote.ts';
import { KEYWORDS, type Token, type TokenType } from './token.ts';

export interface Delimiters {
  readonly left: string;
  readonly right: string;
}

export const GO_DELIMITERS: Delimiters = { left: '{{', right: '}}' };

const WORD = /[\p{L}\p{Nd}_]*/uy;
const NUMBER = /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;
const QUOTED = /"(?:\\[^\n]|[^"\\\n])*"/y;
const RUNE = /'(?:\\[^\n]|[^'\\\n])*'/y;

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}

function isSpaceCode(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

/** Letters, digits and `_` of ASCII. */
function isWordCode(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39) || code === 0x5f;
}

/** Reads a template into tokens as Go's text/template/parse does, one at a time. */
export class Lexer {
  at = 0;
  private readonly text: string;
  private readonly left: string;
  private readonly right: string;
  private readonly rightCode: number;
  private inside = false;
  private parentheses = 0;

  /** @param start where the template begins */
  constructor(text: string, { left, right }: Delimiters, start = 0) {
    this.text = text;
    this.left = left;
    this.right = right;
    this.rightCode = right.charCodeAt(0);
    this.at = start;
  }

  next(): Token {
    return this.inside ? this.inAction() : this.inText();
  }

  /** Goes on behind the action in which something was wrong. */
  recover(): void {
    if (!this.inside) return;
    const close = this.text.indexOf(this.right, this.at);
    const open = this.text.indexOf(this.left, this.at);
    this.inside = false;
    this.parentheses = 0;
    if (close === -1 || (open !== -1 && open < close)) this.at = open === -1 ? this.text.length : open;
    else this.at = close + this.right.length;
  }

  /**
   * The rest of the action that was opened, if it ends at the first closing delimiter, which only a reader of it knows.
   * One in a raw text at its beginning is passed over: that is how charts write closing braces for others.
   */
  restOfAction(): string | undefined {
    const { text, at } = this;
    const raw = text[at] === '`' ? text.indexOf('`', at + 1) : at;
    const close = raw === -1 ? -1 : text.indexOf(this.right, raw);
    return this.inside && close !== -1 ? this.text.slice(this.at, close + this.right.length) : undefined;
  }

  /** @param rest of the action, which is known to end there */
  skipAction(rest: string): void {
    this.inside = false;
    this.at += rest.length;
    if (rest.charAt(rest.length - this.right.length - 1) === '-') this.skipSpaces();
  }

  private token(type: TokenType, start: number): Token {
    return { type, text: this.text.slice(start, this.at), at: start };
  }

  private fail(text: string, at: number): Token {
    return { type: 'error', text, at };
  }

  private inText(): Token {
    const { text } = this;
    const start = this.at;
    const open = text.indexOf(this.left, start);
    if (open === -1) {
      this.at = text.length;
      return start === text.length ? { type: 'eof', text: 'EOF', at: start } : this.token('text', start);
    }
    this.at = open;
    const plain = this.trimsLeft(open) ? trimEnd(text, start, open) : open;
    return plain > start ? { type: 'text', text: text.slice(start, plain), at: start } : this.openAction(open);
  }

  private trimsLeft(open: number): boolean {
    const marker = open + this.left.length;
    return this.text.charCodeAt(marker) === 0x2d && isSpaceCode(this.text.charCodeAt(marker + 1));
  }

  private openAction(open: number): Token {
    const behind = open + this.left.length + (this.trimsLeft(open) ? 2 : 0);
    if (this.text.startsWith('/*', behind)) return this.comment(behind);
    this.at = behind;
    this.inside = true;
    this.parentheses = 0;
    return { type: 'left', text: this.left, at: open };
  }

  private comment(start: number): Token {
    const end = this.text.indexOf('*/', start + 2);
    if (end === -1) return this.dead('unclosed comment', start);
    this.at = end + 2;
    const close = this.closing();
    if (close === 0) return this.dead('comment ends before closing delimiter', start);
    this.close(close);
    return this.inText();
  }

  /** Nothing behind this can be read. */
  private dead(message: string, at: number): Token {
    this.at = this.text.length;
    return this.fail(message, at);
  }

  /** Length of the closing delimiter at the current place, 0 if there is none. */
  private closing(): number {
    const { text, at, right } = this;
    if (text.charCodeAt(at) === this.rightCode && text.startsWith(right, at)) return right.length;
    return isSpaceCode(text.charCodeAt(at)) && text[at + 1] === '-' && text.startsWith(right, at + 2) ? right.length + 2 : 0;
  }

  private close(length: number): void {
    this.at += length;
    if (length > this.right.length) this.skipSpaces();
  }

  private skipSpaces(): void {
    while (isSpaceCode(this.text.charCodeAt(this.at))) this.at++;
  }

  private inAction(): Token {
    const { text } = this;
    const start = this.at;
    const closing = this.closing();
    if (closing > 0) return this.closeAction(closing);
    const character = text[start];
    if (character === undefined) return this.fail('unclosed action', start);
    if (isSpace(character)) return this.space();
    return this.punctuation(character, start) ?? this.word(character, start);
  }

  private closeAction(length: number): Token {
    const start = this.at;
    if (this.parentheses > 0) return this.fail('unclosed left paren', start);
    this.close(length);
    this.inside = false;
    return { type: 'right', text: this.right, at: start + length - this.right.length };
  }

  /** A space right before `-}}` belongs to the delimiter. */
  private space(): Token {
    const start = this.at;
    this.skipSpaces();
    const trims = this.text[this.at] === '-' && this.text.startsWith(this.right, this.at + 1);
    if (!trims) return this.token('space', start);
    this.at--;
    return this.at === start ? this.closeAction(this.closing()) : this.token('space', start);
  }

  private punctuation(character: string, start: number): Token | undefined {
    switch (character) {
      case '=': return this.single('assign');
      case '|': return this.single('pipe');
      case '"': return this.matched(QUOTED, 'string', 'unterminated quoted string');
      case '\'': return this.matched(RUNE, 'rune', 'unterminated character constant');
      case '`': return this.raw(start);
      case '(':
        this.parentheses++;
        return this.single('open');
      case ')':
        return --this.parentheses < 0 ? this.fail('unexpected right paren', start) : this.single('close');
      case ':':
        this.at += 2;
        return this.text[start + 1] === '=' ? this.token('declare', start) : this.fail('expected :=', start);
      default: return undefined;
    }
  }

  private single(type: TokenType): Token {
    this.at++;
    return this.token(type, this.at - 1);
  }

  private matched(pattern: RegExp, type: TokenType, otherwise: string): Token {
    const start = this.at;
    pattern.lastIndex = start;
    if (!pattern.test(this.text)) return this.fail(otherwise, start);
    this.at = pattern.lastIndex;
    return this.token(type, start);
  }

  private raw(start: number): Token {
    const end = this.text.indexOf('`', start + 1);
    if (end === -1) return this.fail('unterminated raw quoted string', start);
    this.at = end + 1;
    return this.token('raw', start);
  }

  private word(character: string, start: number): Token {
    if (character === '$' || (character === '.' && !isDigit(this.text[start + 1]))) return this.fieldOrVariable(character, start);
    if (character === '.' || character === '+' || character === '-' || isDigit(character)) return this.number(start);
    this.skipWord();
    if (this.at > start) return this.identifier(start);
    const whole = String.fromCodePoint(this.text.codePointAt(start) ?? 0);
    this.at += whole.length;
    if (whole <= '~' && isPrintable(whole)) return this.token('character', start);
    return this.fail(`unrecognized character in action: ${codePoint(whole)}`, start);
  }

  private skipWord(): void {
    const { text } = this;
    while (isWordCode(text.charCodeAt(this.at))) this.at++;
    // The expression is slow to make and to run, and words of other scripts are rare.
    if (!(text.charCodeAt(this.at) > 0x7f)) return;
    WORD.lastIndex = this.at;
    WORD.exec(this.text);
    this.at = WORD.lastIndex;
  }

  private fieldOrVariable(character: string, start: number): Token {
    this.at++;
    if (this.atTerminator()) return this.token(character === '$' ? 'variable' : 'dot', start);
    this.skipWord();
    return this.atTerminator() ? this.token(character === '$' ? 'variable' : 'field', start) : this.badCharacter(start);
  }

  private identifier(start: number): Token {
    if (!this.atTerminator()) return this.badCharacter(start);
    const word = this.text.slice(start, this.at);
    if (KEYWORDS.has(word)) return this.token('keyword', start);
    return this.token(word === 'true' || word === 'false' ? 'bool' : 'identifier', start);
  }

  private badCharacter(start: number): Token {
    return this.fail(`bad character ${codePoint(String.fromCodePoint(this.text.codePointAt(this.at) ?? 0))}`, start);
  }

  private atTerminator(): boolean {
    const next = this.text[this.at];
    return next === undefined || isSpace(next) || '.,|:)('.includes(next) || this.text.startsWith(this.right, this.at);
  }

  private number(start: number): Token {
    const whole = this.scanNumber();
    const sign = this.text[this.at];
    if (whole && (sign === '+' || sign === '-')) {
      const complex = this.scanNumber() && this.text[this.at - 1] === 'i';
      return complex ? this.token('complex', start) : this.badNumber(start);
    }
    return whole ? this.token('number', start) : this.badNumber(start);
  }

  private badNumber(start: number): Token {
    return this.fail(`bad number syntax: ${quote(this.text.slice(start, this.at))}`, start);
  }

  private scanNumber(): boolean {
    NUMBER.lastIndex = this.at;
    NUMBER.exec(this.text);
    this.at = Math.max(this.at, NUMBER.lastIndex);
    const before = this.at;
    this.skipWord();
    if (this.at === before) return true;
    this.at = before + 1;
    return false;
  }
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function trimEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && isSpaceCode(text.charCodeAt(last - 1))) last--;
  return last;
}

/** Go's `%#U`. */
function codePoint(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `U+${code}${isPrintable(character) ? ` '${character}'` : ''}`;
}
