import type { Extensions, OperandContext, OperandResolver } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

/** An argument and what it stands for: the key of the resolver that knows it. */
export interface Operand {
  readonly kind: string;
  readonly text: string;
}

/**
 * Asks every kind of argument whether the text is one of its own. `kind:text` says it outright.
 *
 * @throws RELEASE_OPERAND_UNKNOWN, RELEASE_OPERAND_AMBIGUOUS
 */
export async function operandOf(text: string, context: OperandContext, resolvers: Extensions<OperandResolver>): Promise<Operand> {
  const colon = text.indexOf(':');
  if (colon > 0 && !text.startsWith('://', colon) && resolvers.has(text.slice(0, colon))) {
    return { kind: text.slice(0, colon), text: text.slice(colon + 1) };
  }
  const found: { readonly kind: string; readonly says: string }[] = [];
  for (const kind of resolvers.keys()) {
    const says = await (await resolvers.get(kind)).resolve(text, context);
    if (says !== undefined) found.push({ kind, says });
  }
  const [first, second] = found;
  if (first === undefined) throw errors.OPERAND_UNKNOWN(text, resolvers.keys().map((kind) => `a ${kind}`));
  if (second !== undefined && !isPath(text)) throw errors.OPERAND_AMBIGUOUS(text, found.map(({ says }) => says));
  return { kind: first.kind, text };
}

function isPath(text: string): boolean {
  return /^\.{0,2}\//.test(text);
}
