import { lowerRune, upperRune } from '../value/rune.ts';

type Kind = 'number' | 'upper' | 'letter' | 'connector' | 'punctuation' | 'other' | 'none';

interface Word {
  readonly kind: Kind;
  readonly text: string;
}

const CONNECTOR = /^[-_\s\u0085]$/;
const PUNCTUATION = /^\p{P}$/u;
const UPPER = /^\p{Lu}$/u;
const NUMBER = /^\p{N}$/u;
const LETTER = /^\p{L}$/u;
const CJK = /^[\u3400-\u4dbf\u4e00-\u9fcc\uf900-\ufad9\u{20000}-\u{2b81d}\u{2f800}-\u{2fa1d}]$/u;

function isConnector(character: string): boolean {
  return CONNECTOR.test(character);
}

function isLetter(character: string): boolean {
  return LETTER.test(character) && !CJK.test(character);
}

function kindOf(character: string): Kind {
  if (isConnector(character)) return 'connector';
  if (PUNCTUATION.test(character)) return 'punctuation';
  if (UPPER.test(character)) return 'upper';
  if (isLetter(character)) return 'letter';
  return NUMBER.test(character) ? 'number' : 'other';
}

/** xstrings' ToPascalCase. */
export function camelcase(text: string): string {
  const characters = [...text];
  const start = characters.findIndex((character) => !isConnector(character));
  if (start === -1) return text;
  let shrinks = UPPER.test(characters[start] ?? '');
  let output = characters.slice(0, start).join('');
  let pending = upperRune(characters[start] ?? '');
  for (const character of characters.slice(start + 1)) {
    const previous = pending;
    pending = character;
    if (isConnector(character) && isConnector(previous)) {
      output += previous;
      continue;
    }
    if (isConnector(previous)) {
      shrinks = UPPER.test(character);
      pending = upperRune(character);
      continue;
    }
    if (shrinks && UPPER.test(character)) pending = lowerRune(character);
    else if (shrinks) shrinks = false;
    output += previous;
  }
  return output + pending;
}

/** Words as xstrings cuts them: `HTTPServer` is `HTTP` and `Server`. */
function cutWords(text: string): Word[] {
  const characters = [...text];
  const words: Word[] = [];
  let at = 0;
  while (at < characters.length) {
    const kind = kindOf(characters[at] ?? '');
    const end = endOfWord(characters, at, kind);
    words.push({ kind, text: characters.slice(at, end).join('') });
    at = end;
  }
  return words;
}

function endOfWord(characters: readonly string[], start: number, kind: Kind): number {
  const run = (from: number, belongs: (character: string) => boolean): number => {
    let end = from;
    while (end < characters.length && belongs(characters[end] ?? '')) end++;
    return end;
  };
  const small = (character: string): boolean => isLetter(character) && !UPPER.test(character);
  if (kind !== 'upper') return run(start + 1, kind === 'letter' ? small : (character) => kindOf(character) === kind);
  const next = characters[start + 1];
  if (next === undefined || !isLetter(next)) return start + 1;
  if (!UPPER.test(next)) return run(start + 1, small);
  const end = run(start + 1, (character) => UPPER.test(character));
  return end < characters.length && isLetter(characters[end] ?? '') ? end - 1 : end;
}

/** xstrings' ToSnakeCase and ToKebabCase: numbers stick to what stands before or behind them by rules of their own. */
export function snakecase(text: string, connector: string): string {
  const words = cutWords(text);
  const out: string[] = [];
  const put = (word: Word): void => void out.push(lowered(word, connector));
  let at = 0;
  const next = (): Word => words[at++] ?? { kind: 'none', text: '' };
  let word = next();
  while (at < words.length) {
    if (word.kind !== 'connector') put(word);
    const previous = word;
    word = next();
    if (previous.kind === 'number') word = afterNumber(word, put, next, out, connector);
    else if (previous.kind === 'connector') put(previous);
    else if (previous.kind !== 'punctuation') word = afterLetters(word, put, next, out, connector, () => at < words.length);
  }
  put(word);
  return out.join('');
}

function afterNumber(start: Word, put: (word: Word) => void, next: () => Word, out: string[], connector: string): Word {
  let word = start;
  while (word.kind === 'letter' || word.kind === 'number') {
    put(word);
    word = next();
  }
  if (!['none', 'punctuation', 'connector'].includes(word.kind)) out.push(connector);
  return word;
}

function afterLetters(start: Word, put: (word: Word) => void, next: () => Word, out: string[], connector: string, hasMore: () => boolean): Word {
  if (start.kind !== 'number') {
    if (start.kind !== 'connector' && start.kind !== 'punctuation') out.push(connector);
    return start;
  }
  if (!hasMore()) return start;
  const word = next();
  if (word.kind !== 'letter') {
    put(start);
    if (word.kind !== 'connector' && word.kind !== 'punctuation') out.push(connector);
    return word;
  }
  out.push(connector);
  put(start);
  return afterNumber(word, put, next, out, connector);
}

function lowered({ kind, text }: Word, connector: string): string {
  if (kind !== 'upper' && kind !== 'connector') return text;
  return Array.from(text, (character) => (isConnector(character) ? connector : lowerRune(character))).join('');
}
