import type { RenderedTemplate, SourceLocation } from '@sherpack/plugin-api';
import { excerpt } from '@sherpack/yaml/excerpt';

/** A rendered template and its text, to lead a line of the output back to the template. */
export interface TracedOutput extends RenderedTemplate {
  readonly source: string;
  /** What people call the template's file. */
  readonly shown: string;
}

/** The line of the template that wrote a line of the output, both from 1. */
export function templateLine({ lines }: Pick<TracedOutput, 'lines'>, outputLine: number): number {
  return lines[outputLine - 1] ?? lines.at(-1) ?? outputLine;
}

/** The place in the template behind a line of its output. The excerpt shows the template and so never a value. */
export function templateLocation(output: TracedOutput, outputLine: number): SourceLocation {
  const line = templateLine(output, outputLine);
  const text = output.source.split(/\r\n|\r|\n/)[line - 1] ?? '';
  const column = Math.max(0, text.search(/\S/)) + 1;
  return { file: output.shown, line, column, excerpt: excerpt(output.source, line, column) };
}
