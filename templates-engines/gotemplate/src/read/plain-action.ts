import { readNumber, unquote } from './literal.ts';
import { NOT_EXECUTABLE, type CommandNode, type Operand, type PipeNode, type VariableNode } from './nodes.ts';
import type { Said } from './repeated.ts';
import { KEYWORDS } from './token.ts';

/** What names mean where the action stands. */
export interface Names {
  readonly isFunction: (name: string) => boolean;
  /** Where a variable lives; undefined: there is none of that name. */
  readonly slotOf: (name: string) => number | undefined;
}

/** Spaces, fields, variables, words, texts without escapes, whole numbers, and what groups them. */
const TOKENS = /[ \t\r\n]+|(?:\.[A-Za-z_]\w*)+|\$\w*(?:\.[A-Za-z_]\w*)*|[A-Za-z_]\w*|"[^"\\\n]*"|`[^`]*`|\d+|[().|]/g;
const CLOSING_TRIM = /[ \t\r\n]-$/;
/** Longer numbers lose digits in a double, and those with a zero in front are octal. */
const PLAIN_NUMBER = /^(?:0|[1-9]\d{0,14})$/;
/** Thrown when only the whole reader can read the action, or say what is wrong with it. */
const NOT_PLAIN = Symbol('not plain');

/** Whether words, spaces and texts end before such a closing delimiter. */
export function endsPlainly(right: string): boolean {
  return /^[^\w\s"`'.$|()-]+$/.test(right);
}

/**
 * Reads what nearly all actions are made of as the whole reader does: one regular expression finds all the tokens, and
 * the machine runs it where V8, in a process that has just started, interprets the whole reader. The templates of a large
 * chart are read in two fifths of the time.
 *
 * @param inside what stands between the delimiters; the places in what it says count from there
 * @returns undefined for an action that is unusual in any way: declarations, escapes, mistakes
 */
export function readPlainAction(inside: string, names: Names): Said | undefined {
  const text = CLOSING_TRIM.test(inside) ? inside.slice(0, -1) : inside;
  try {
    return new PlainAction(text.match(TOKENS) ?? [], names).read(text.length);
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

class PlainAction {
  private readonly tokens: readonly string[];
  private readonly names: Names;
  private index = 0;
  /** The token that is looked at, and where it begins if nothing before it was left out. */
  private token: string | undefined;
  private at = 0;

  constructor(tokens: readonly string[], names: Names) {
    this.tokens = tokens;
    this.names = names;
    this.token = tokens[0];
  }

  /** @param length of the text: with fewer characters in the tokens something was no token */
  read(length: number): Said {
    this.skipSpace();
    const { token } = this;
    const type = token === 'if' || token === 'with' || token === 'range' ? token : 'action';
    if (type !== 'action') this.next();
    const pipe = this.pipe(undefined);
    if (this.at !== length) throw NOT_PLAIN;
    return { type, at: pipe.at, pipe };
  }

  private next(): void {
    this.at += (this.token as string).length;
    this.token = this.tokens[++this.index];
  }

  private skipSpace(): void {
    if (isSpace(this.token)) this.next();
  }

  private pipe(end: ')' | undefined): PipeNode {
    this.skipSpace();
    const { at } = this;
    const commands = [this.command()];
    while (this.token === '|') {
      this.next();
      this.skipSpace();
      const command = this.command();
      if (NOT_EXECUTABLE.has((command.operands[0] as Operand).type)) throw NOT_PLAIN;
      commands.push(command);
    }
    if (this.token !== end) throw NOT_PLAIN;
    return { type: 'pipe', at, assigns: false, declares: [], commands };
  }

  /** Operands with spaces between them. What else stands behind one is found by whoever wants to go on from there. */
  private command(): CommandNode {
    const { at } = this;
    const operands = [this.operand()];
    while (isSpace(this.token)) {
      this.next();
      if (this.token === undefined || this.token === '|' || this.token === ')') break;
      operands.push(this.operand());
    }
    return { type: 'command', at, operands };
  }

  private operand(): Operand {
    const { token, at } = this;
    if (token === undefined) throw NOT_PLAIN;
    if (token === '(') return this.parenthesised();
    this.next();
    switch (token.charCodeAt(0)) {
      case 0x2e: return token === '.' ? { type: 'dot', at } : fields(token, at);
      case 0x24: return this.variable(token, at);
      case 0x22: case 0x60: return { type: 'string', at, source: token, value: unquote(token) };
      default: return this.word(token, at);
    }
  }

  private parenthesised(): Operand {
    this.next();
    const base = this.pipe(')');
    this.next();
    const { token, at } = this;
    if (token === undefined || token.charCodeAt(0) !== 0x2e || token === '.') return base;
    this.next();
    return { type: 'chain', at, base, path: token.slice(1).split('.') };
  }

  private variable(token: string, at: number): VariableNode {
    const [name = '', ...path] = token.split('.');
    const slot = this.names.slotOf(name);
    if (slot === undefined) throw NOT_PLAIN;
    return { type: 'variable', at: path.length === 0 ? at : at + name.length, name, path, slot };
  }

  private word(token: string, at: number): Operand {
    if (PLAIN_NUMBER.test(token)) return { type: 'number', at, source: token, ...readNumber(token) };
    if (token === 'true' || token === 'false') return { type: 'bool', at, value: token === 'true' };
    if (token === 'nil') return { type: 'nil', at };
    if (KEYWORDS.has(token) || !this.names.isFunction(token)) throw NOT_PLAIN;
    return { type: 'identifier', at, name: token };
  }
}

function isSpace(token: string | undefined): boolean {
  const code = token?.charCodeAt(0);
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

/** The whole reader puts a path where its second field begins. */
function fields(token: string, at: number): Operand {
  const path = token.slice(1).split('.');
  return { type: 'field', at: path.length === 1 ? at : at + 1 + (path[0] as string).length, path };
}
