import { quote } from '../format/quote.ts';

export type TokenType =
  | 'text' | 'left' | 'right' | 'space' | 'assign' | 'declare' | 'pipe' | 'string' | 'raw' | 'rune' | 'number' | 'complex' | 'field' | 'dot'
  | 'variable' | 'identifier' | 'bool' | 'open' | 'close' | 'character' | 'keyword' | 'error' | 'eof';

/** A token of a template; `at` is its offset in the text. */
export interface Token {
  readonly type: TokenType;
  readonly text: string;
  readonly at: number;
}

export const KEYWORDS: ReadonlySet<string> = new Set(['block', 'break', 'continue', 'define', 'else', 'end', 'if', 'nil', 'range', 'template', 'with']);

/** As Go's messages show a token. */
export function describe({ type, text }: Token): string {
  if (type === 'eof') return 'EOF';
  if (type === 'error') return text;
  if (type === 'keyword' || type === 'dot') return `<${text}>`;
  return text.length > 10 ? `${quote([...text].slice(0, 10).join(''))}...` : quote(text);
}
