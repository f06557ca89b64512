import type { JsonObject, SherpackError, SourceLocation } from '@sherpack/plugin-api';
import { failureOf, isSherpackError } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import type { Styler } from './terminal/style.ts';

const DEEPEST_CAUSE = 8;

export interface ReportOptions {
  readonly style: Styler;
  readonly debug: boolean;
  /** What the operation did until it failed, for `--debug`. */
  readonly trace?: readonly string[];
}

/** Everything that was not thrown on purpose is a bug, and said to be one. */
export function asSherpackError(error: unknown): SherpackError {
  return isSherpackError(error) ? error : errors.INTERNAL(error);
}

/** For people. Knows no code: what there is to say stands on the error. */
export function renderError(error: SherpackError, { style, debug, trace = [] }: ReportOptions): string {
  const lines = [
    ...headLines(error, style),
    ...error.others.flatMap((other) => headLines(other, style)),
    ...causes(error).map((cause) => `  Caused by: ${indented(cause.message)}`),
    ...(debug ? debugLines(error, trace).map((line) => style(line, 'dim')) : []),
  ];
  return `${lines.join('\n')}\n`;
}

function headLines(error: SherpackError, style: Styler): readonly string[] {
  const { location, hint, docs } = error;
  return [
    `${style('Error', 'red')} ${style(error.code, 'dim')}: ${indented(error.message)}`,
    ...(location === undefined ? [] : locationLines(location, style)),
    ...(hint === undefined ? [] : [`  ${style('Hint:', 'cyan')} ${indented(hint)}`]),
    ...(docs === undefined ? [] : [`  See: ${docs}`]),
    ...(error.plugin === undefined ? [] : [style(`  In: ${origin(error)}`, 'dim')]),
  ];
}

function origin({ plugin, hook }: SherpackError): string {
  return hook === undefined ? `plugin "${plugin}"` : `plugin "${plugin}", hook "${hook}"`;
}

function locationLines(location: SourceLocation, style: Styler): readonly string[] {
  const place = [location.file ?? location.input, location.line, location.column].filter((part) => part !== undefined).join(':');
  const excerpt = location.excerpt === undefined ? [] : location.excerpt.split('\n').map((line) => `    ${line}`);
  return place === '' ? excerpt : [`  ${style('At:', 'cyan')} ${place}`, ...excerpt];
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n    ');
}

/** The chain below the error; a cause whose message the one above repeats says nothing new. */
function causes(error: Error): readonly Error[] {
  const chain: Error[] = [];
  let above = error;
  while (above.cause instanceof Error && chain.length < DEEPEST_CAUSE) {
    const cause = above.cause;
    if (!above.message.includes(cause.message)) chain.push(cause);
    above = cause;
  }
  return chain;
}

function debugLines(error: SherpackError, trace: readonly string[]): readonly string[] {
  const stacks = [error, ...causes(error)].map(({ stack }) => stack ?? '');
  // An internal error is only a wrapper; its stack is that of the real one.
  const real = error.cause instanceof Error ? (error.cause.stack ?? '') : '';
  const lines = [...new Set([...stacks, real])].flatMap((stack) => stack.split('\n')).filter((line) => line !== '');
  return [...lines.map((line) => `  ${line}`), ...trace.map((line) => `  trace: ${line}`)];
}

/** For machines: one JSON object. */
export function errorToJson(error: SherpackError, { debug, trace = [] }: Pick<ReportOptions, 'debug' | 'trace'>): JsonObject {
  const failure = failureOf(error);
  return {
    code: error.code,
    message: error.message,
    exitCode: error.exitCode,
    ...defined({ hint: error.hint, location: error.location, docs: error.docs, plugin: error.plugin, hook: error.hook }),
    ...(failure === undefined ? {} : { status: failure.status, reason: failure.reason }),
    ...(causes(error).length === 0 ? {} : { causes: causes(error).map(({ message }) => message) }),
    ...(error.others.length === 0 ? {} : { others: error.others.map((other) => errorToJson(other, { debug: false })) }),
    ...(debug ? { stack: debugLines(error, []).map((line) => line.trim()), trace } : {}),
  };
}

function defined(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
