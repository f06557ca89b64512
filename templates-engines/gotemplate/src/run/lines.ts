import type { RenderedTemplate } from '@sherpack/plugin-api';
import type { Unit } from '../read/unit.ts';

interface Written {
  readonly name: string;
  readonly text: string;
  /** The text before `<no value>` was taken out. */
  readonly written: string;
  /** Triples: offset in `written`, offset in the template, 1 for text of the template and 0 for values. */
  readonly marks: readonly number[];
  readonly unit: Unit;
}

/** The result of a template; which of its lines wrote which is worked out when somebody asks. */
export function lazyLines(output: Written): RenderedTemplate {
  let lines: readonly number[] | undefined;
  return Object.defineProperty({ name: output.name, text: output.text } as RenderedTemplate, 'lines', {
    enumerable: true,
    configurable: true,
    get: () => (lines ??= trace(output)),
  });
}

/** For each line of the output the line of the template that wrote its beginning. */
function trace({ written, marks, unit }: Written): readonly number[] {
  const lines: number[] = [];
  let mark = 0;
  let start = 0;
  while (start < written.length) {
    while (mark + 3 < marks.length && (marks[mark + 3] ?? 0) <= start) mark += 3;
    const at = marks[mark + 1] ?? 0;
    lines.push(unit.line(marks[mark + 2] === 1 ? at + start - (marks[mark] ?? 0) : at));
    const end = written.indexOf('\n', start);
    if (end === -1) break;
    start = end + 1;
  }
  return lines;
}
