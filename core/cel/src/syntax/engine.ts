import { Environment, ParseError } from '@marcbachmann/cel-js';
import { Fault } from '../cel-error.ts';
import { EXPRESSION_SIZE_LIMIT, NESTING_LIMIT, NODE_LIMIT } from '../limits.ts';

/**
 * The syntax tree of @marcbachmann/cel-js. We use its parser only: its built-in functions cannot be replaced, its patterns are
 * JavaScript's, its times are milliseconds, and its evaluation cannot be counted or stopped.
 */
export interface EngineNode {
  readonly op: string;
  readonly args: unknown;
  readonly pos: number;
  readonly start: number;
  readonly end: number;
}

const limits = { maxAstNodes: NODE_LIMIT, maxDepth: NESTING_LIMIT, maxListElements: NODE_LIMIT, maxMapEntries: NODE_LIMIT, maxCallArguments: 32 };
const environment = new Environment({ unlistedVariablesAreDyn: true, enableOptionalTypes: true, limits });

/** @throws Fault of kind `syntax` or `limit`, with its place */
export function parseWithEngine(expression: string): EngineNode {
  if (expression.length > EXPRESSION_SIZE_LIMIT) throw new Fault(`expression code point size exceeds limit: size: ${expression.length}, limit ${EXPRESSION_SIZE_LIMIT}`, 'limit', 0);
  try {
    return environment.parse(expression).ast as unknown as EngineNode;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const kind = error.code === 'limit_exceeded' ? 'limit' : 'syntax';
    if (error.summary.includes('invalid predicate iteration variable')) throw new Fault('argument must be a simple name', 'syntax', error.range?.start ?? 0);
    throw new Fault(kind === 'limit' ? error.summary : `Syntax error: ${syntaxText(error.summary)}`, kind, error.range?.start ?? 0);
  }
}

const expectedTokens = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

/** An expression that ends too early is the one mistake for which cel-go's words are known beforehand. */
function syntaxText(summary: string): string {
  return summary === 'Unexpected token: EOF' ? `mismatched input '<EOF>' expecting ${expectedTokens}` : summary;
}
