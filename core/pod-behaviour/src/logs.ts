import type { Behaviour } from './behaviour.ts';
import type { Moment } from './timeline.ts';

/**
 * What the containers have written so far. Nothing before the first start; then the text of the logs annotation, or
 * a line per start and per failed end, so that every behaviour has something to show.
 */
export function podLogs(behaviour: Behaviour, main: readonly Moment[], elapsedMs: number): string {
  if (!main.some(hasStarted)) return '';
  if (behaviour.logs !== undefined) return behaviour.logs.endsWith('\n') ? behaviour.logs : `${behaviour.logs}\n`;
  const lines: string[] = [];
  let runs = false;
  for (const step of behaviour.steps) {
    if (step.atMs > elapsedMs) break;
    if (step.state === 'running' && !runs) lines.push('started');
    if (step.state === 'terminated') lines.push(`ended with exit code ${step.exitCode ?? 0}`);
    runs = step.state === 'running';
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function hasStarted(moment: Moment): boolean {
  return moment.runningSinceMs !== undefined || moment.ended !== undefined || moment.last !== undefined;
}
