import { parse, parser } from 'handlebars/dist/cjs/handlebars/compiler/base.js';
import type { Position, Program } from '../ast.ts';

/** What Handlebars' parser refuses, and where. */
export interface SyntaxProblem {
  readonly message: string;
  readonly position: Position;
}

export function parseSyntax(text: string): Program | SyntaxProblem {
  try {
    return parse(text) as Program;
  } catch (cause) {
    return describe(cause as Error & { lineNumber?: number; column?: number });
  }
}

export function isProgram(result: Program | SyntaxProblem): result is Program {
  return 'type' in result;
}

function describe(cause: Error & { lineNumber?: number; column?: number }): SyntaxProblem {
  if (cause.lineNumber !== undefined) {
    const message = cause.message.replace(/ - \d+:\d+$/, '');
    return { message, position: { line: cause.lineNumber, column: cause.column ?? 0 } };
  }
  // The generated parser keeps the place of the token that it stopped at, but not in the error.
  const { match, yylloc } = parser.lexer;
  const position = { line: yylloc.first_line, column: yylloc.first_column };
  if (/got 'EOF'/.test(cause.message)) return { message: 'the template ends too early', position };
  const token = match.trim() === '' ? 'this' : JSON.stringify(match.trim());
  return { message: `${token} is not expected here`, position };
}
