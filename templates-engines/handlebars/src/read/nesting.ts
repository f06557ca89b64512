import { findTags, type Tag } from './tags.ts';

/** Blocks, chained {{else if}} and parentheses in one another that a template may have. */
export const NESTING = 300;

/**
 * The first tag that is nested too deeply. Looked for before the parser runs, which takes more than quadratic time on
 * such input and then fills the stack.
 */
export function findTooDeep(text: string): Tag | undefined {
  const levels: number[] = [];
  let depth = 0;
  for (const tag of findTags(text, '{{', '}}')) {
    if (tag.kind === 'open') levels.push(1);
    if (tag.kind === 'open' || (tag.kind === 'else' && levels.length > 0)) depth += 1;
    if (tag.kind === 'else' && levels.length > 0) levels.push((levels.pop() ?? 0) + 1);
    if (tag.kind === 'close') depth -= levels.pop() ?? 0;
    if (depth + parentheses(tag.inner) > NESTING) return tag;
  }
  return undefined;
}

function parentheses(inner: string): number {
  let [open, deepest] = [0, 0];
  for (const [bracket] of inner.matchAll(/[()]/g)) {
    open += bracket === '(' ? 1 : -1;
    deepest = Math.max(deepest, open);
  }
  return deepest;
}
