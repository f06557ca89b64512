import type { Issue, SourceLocation, Terminal, TextStyle } from '@sherpack/plugin-api';
import type { LintReport } from './lint-packs.ts';

const STYLES: Readonly<Record<Issue['severity'], TextStyle>> = { error: 'red', warning: 'yellow', info: 'blue' };

/** One block for each finding and a line that sums them up. */
export function printReport(report: LintReport, terminal: Terminal): void {
  for (const issue of report.issues) terminal.write(`${issueLines(issue, terminal).join('\n')}\n`);
  const name = report.name === undefined ? report.path : `${report.path} (${report.name} ${String(report.version)})`;
  const counts = `${count(report.errors, 'error')}, ${count(report.warnings, 'warning')}`;
  terminal.write(`${terminal.style(report.passed ? 'passed' : 'failed', report.passed ? 'green' : 'red')} ${name}: ${counts}\n`);
}

function issueLines({ severity, code, message, hint, location }: Issue, terminal: Terminal): readonly string[] {
  const place = location === undefined ? '' : `${placeOf(location)}: `;
  return [
    `${place}${terminal.style(severity, STYLES[severity])}: ${message} ${terminal.style(`[${code}]`, 'dim')}`,
    ...(location?.excerpt === undefined ? [] : location.excerpt.split('\n').map((line) => `    ${line}`)),
    ...(hint === undefined ? [] : [`    hint: ${hint}`]),
  ];
}

function placeOf({ file, input, line, column }: SourceLocation): string {
  return [file ?? input, line, column].filter((part) => part !== undefined).join(':');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
