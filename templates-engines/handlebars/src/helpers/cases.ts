import { text } from './arguments.ts';
import { helper, type HelperGroup } from './helper.ts';

/** `HTTPServer port_8080` has the words HTTP, Server, port, 8080. */
function wordsOf(value: string): string[] {
  return value.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\p{N}+|\p{Lo}+/gu) ?? [];
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

function joined(change: (words: string[]) => string) {
  return helper(1, 1, (args, call) => change(wordsOf(text(call, args, 0))));
}

export const cases: HelperGroup = {
  snakecase: joined((words) => words.join('_').toLowerCase()),
  kebabcase: joined((words) => words.join('-').toLowerCase()),
  pascalcase: joined((words) => words.map(capitalized).join('')),
  camelcase: joined((words) => words.map((word, index) => (index === 0 ? word.toLowerCase() : capitalized(word))).join('')),
  swapcase: helper(1, 1, (args, call) =>
    [...text(call, args, 0)].map((char) => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase())).join('')),
};
