import type { ChangeAction, Log, OperationEvent, ProgressLine, Terminal } from '@sherpack/plugin-api';
import { formatRef, refKey } from '@sherpack/plugin-api';

const STATES: Readonly<Record<ChangeAction, ProgressLine['state']>> = Object.freeze({
  created: 'done', configured: 'done', unchanged: 'done', deleted: 'done', kept: 'skipped', recreated: 'done', ran: 'done', failed: 'failed', skipped: 'skipped',
});

/** Shows events of an operation as live progress: one line for each object that is touched. */
export function showProgress(terminal: Pick<Terminal, 'progress' | 'endProgress'>, { warn, info: say }: Pick<Log, 'warn' | 'info'>): (event: OperationEvent) => void {
  const lines = new Map<string, ProgressLine>();

  function set(line: ProgressLine): void {
    lines.set(line.id, line);
    terminal.progress([...lines.values()]);
  }

  /** What was waited for is there, or the operation would not have succeeded. */
  function finishRunning(): void {
    for (const line of lines.values()) {
      if (line.state === 'running') set({ ...line, state: 'done' });
    }
  }

  return (event) => {
    switch (event.type) {
      case 'plan-ready':
        for (const step of event.plan.steps) {
          if (step.action !== 'unchanged') lines.set(refKey(step.ref), { id: refKey(step.ref), label: formatRef(step.ref), state: 'waiting' });
        }
        break;
      case 'step-started':
        if (event.action !== 'unchanged') set({ id: refKey(event.ref), label: formatRef(event.ref), state: 'running', detail: event.action });
        break;
      case 'step-progress':
        set({ id: refKey(event.ref), label: formatRef(event.ref), state: 'running', detail: event.message });
        break;
      case 'step-finished':
        if (event.action !== 'unchanged') set({ id: refKey(event.ref), label: formatRef(event.ref), state: STATES[event.action], detail: event.error?.message ?? event.action });
        break;
      case 'log':
        say(event.text.split('\n').map((line) => `${event.container} | ${line}`).join('\n'));
        break;
      case 'warning':
        warn(event.message);
        break;
      case 'operation-finished':
        if (event.outcome === 'succeeded') finishRunning();
        terminal.endProgress();
        break;
      case 'operation-started': case 'stage-started': case 'revision-stored':
        break;
    }
  };
}
